import { spawnSync } from 'node:child_process';
import { type Platform, type Resource, secretEntries } from '../../platform/index';
import { kafkaStep, postgresStep, rabbitmqStart, redisStart, type Step, stepFolder } from '../../provision/index';
import { platformOf } from '../support/platforms';

function stepOf(platform: Platform, resource: Resource): Step | null {
  switch (resource.kind) {
    case 'postgres':
      return postgresStep(platform, resource);
    case 'redis':
      return redisStart(platform, resource);
    case 'kafka':
      return kafkaStep(platform, resource);
    case 'rabbitmq':
      return rabbitmqStart(platform, resource);
    case 'container':
      return null;
  }
}

const examples = (['shop', 'coffeeshop'] as const).flatMap((example) => {
  const platform = platformOf(example, 'local');
  return platform.resources.flatMap((resource) => {
    const step = stepOf(platform, resource);
    return step === null ? [] : [{ title: `${resource.name} of ${example}`, platform, resource, step }];
  });
});

describe.each(examples)('the step of $title', ({ platform, resource, step }) => {
  it('names its passwords by credentials of its own store and by a variable each', () => {
    const mine = platform.credentials.filter((each) => each.resource === resource.name).map((each) => each.name);
    expect(step.secrets.map((each) => each.credential).sort()).toEqual(mine.sort());
    expect(new Set(step.secrets.map((each) => each.variable)).size).toBe(step.secrets.length);
  });

  it('refers to no password anywhere else', () => {
    const secret = /"kind":"(credential|secret)"/;
    expect(JSON.stringify(step.env)).not.toMatch(secret);
    expect(secretEntries(platform).map((entry) => entry.name)).toEqual(
      expect.arrayContaining(step.secrets.map((each) => each.credential)),
    );
  });

  it('keeps its files in one folder', () => {
    for (const file of step.files) expect(file.path).toMatch(new RegExp(`^${stepFolder}/[a-z.]+$`));
    expect(step.files.map((file) => file.path)).toContain(step.command[1]);
  });

  it('is a script that a shell can read', () => {
    const script = step.files.find((file) => file.path.endsWith('.sh'))!;
    const { status, stderr } = spawnSync('/bin/sh', ['-n'], { input: script.text, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('is the same every time', () => {
    expect(stepOf(platform, resource)).toEqual(step);
  });
});

describe('a store without an administrator', () => {
  it('refuses to be set up, by name', () => {
    const platform = platformOf('shop', 'local');
    const postgres = platform.resources.find((each) => each.kind === 'postgres')!;
    expect(() => postgresStep(platform, { ...postgres, admin: '' })).toThrow('resource "main" has no administrator');
  });
});
