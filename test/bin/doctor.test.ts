import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../bin/doctor/finding';
import { atLeast } from '../../bin/doctor/finding';
import { described, folder, slipway, slipwayJson, small } from './support';

/** A PATH that holds only programs which print these texts. */
function path(programs: Readonly<Record<string, string>>): string {
  const made = folder();
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(made, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
  return made;
}

const docker = `case "$1 $2" in
  "compose version") echo 2.40.3 ;;
  "version --format") echo 28.2.2 ;;
  "--version "*) echo "Docker version 28.2.2" ;;
esac`;
const everything = { docker, kubectl: 'echo "Client Version: v1.36.3"', git: 'echo "git version 2.50.0"' };

const findings = async (file: string, programs: Readonly<Record<string, string>>, env = {}) => {
  const { code, document } = await slipwayJson<{ findings: Finding[] }>(['doctor', '-f', file], {
    env: { PATH: path(programs), ...env },
  });
  return { code, found: Object.fromEntries(document.result.findings.map((each) => [each.name, each])) };
};

describe('slipway doctor', () => {
  const file = described();

  it('finds what the runtimes of the description need, and for which environments', async () => {
    const { code, found } = await findings(file, everything);
    expect(found).toMatchObject({
      'Node.js': { ok: true, found: process.version },
      description: { ok: true, found: `${file}: edge, local` },
      Docker: { ok: true, needed: true, environments: ['local'] },
      'Docker engine': { ok: true, found: '28.2.2' },
      'Docker Compose': { ok: true, found: '2.40.3' },
      kubectl: { ok: true, found: 'v1.36.3', environments: ['edge'] },
      git: { ok: true, needed: false },
    });
    expect(code).toBe(0);
  });

  it('ends 4 when something is missing, with a fix on each line', async () => {
    const { code, out } = await slipway(['doctor', '-f', file], {
      env: { PATH: path({ ...everything, docker: 'exit 1' }) },
    });
    expect(out).toMatch(/^✗ {2}Docker +not found {2}\(local\) {2}fix: install Docker: /m);
    expect(out).toMatch(/^✗ {2}Docker Compose +not found .* fix: install Docker Compose 2\.20 or newer/m);
    expect(out).toMatch(/^✓ {2}kubectl +v1\.36\.3 {2}\(edge\)$/m);
    expect(code).toBe(4);
  });

  it('asks only for what the environments need', async () => {
    const local = described(small.replace(/ {2}edge:[\s\S]*(?= {2}local)/, ''));
    const { code, found } = await findings(local, { docker, git: 'echo "git version 2.50.0"' });
    expect(Object.keys(found)).not.toContain('kubectl');
    expect(Object.keys(found)).not.toContain('AWS CDK');
    expect(code).toBe(0);
  });

  it('refuses a Docker Compose that is too old', async () => {
    const { code, found } = await findings(file, { ...everything, docker: docker.replace('2.40.3', '1.29.2') });
    expect(found['Docker Compose']).toMatchObject({ ok: false, found: '1.29.2' });
    expect(code).toBe(4);
  });

  it('asks for a CDK of major 2 on AWS, and for credentials only by the way', async () => {
    const aws = described(
      small.replace(
        '  local:\n    runtime: compose',
        '  prod: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: a.example.com }',
      ),
    );
    const old = await findings(aws, { ...everything, cdk: 'echo "3.0.0 (build abc)"' }, { HOME: folder() });
    expect(old.found['AWS CDK']).toMatchObject({
      ok: false,
      environments: ['prod'],
      fix: 'npm install --save-dev aws-cdk@2',
    });
    expect(old.code).toBe(4);
    const right = await findings(aws, { ...everything, cdk: 'echo "2.1148.1 (build abc)"' }, { HOME: folder() });
    expect(right.found['AWS CDK']).toMatchObject({
      ok: true,
      found: expect.stringMatching(/^2\.1148\.1 .* with aws-cdk-lib 2\./),
    });
    expect(right.found['AWS credentials']).toMatchObject({ ok: false, needed: false });
    expect(right.code).toBe(0);
    const profile = await findings(
      aws,
      { ...everything, cdk: 'echo 2.1148.1' },
      { HOME: folder(), AWS_PROFILE: 'dev' },
    );
    expect(profile.found['AWS credentials']).toMatchObject({ ok: true, found: 'AWS_PROFILE' });
  });

  it('looks at this machine alone when there is no description', async () => {
    const { code, found } = await findings('/nowhere/platform.yaml', everything);
    expect(found['description']).toMatchObject({
      ok: false,
      needed: false,
      found: 'there is no /nowhere/platform.yaml',
    });
    expect(Object.keys(found)).toEqual(['Node.js', 'description', 'git']);
    expect(code).toBe(0);
  });

  it('points to slipway check when the description is invalid', async () => {
    const { code, found } = await findings(described('platform: 1\n'), everything);
    expect(found['description']).toMatchObject({ ok: false, fix: 'run `slipway check`' });
    expect(code).toBe(3);
  });
});

describe('versions', () => {
  it.each([
    ['20.19.0', true],
    ['v20.20.2', true],
    ['22.1', true],
    ['20.18.9', false],
    ['18.30.1', false],
    ['', false],
    ['unknown', false],
  ])('%s is at least 20.19: %s', (text, verdict) => {
    expect(atLeast(text, [20, 19])).toBe(verdict);
  });
});
