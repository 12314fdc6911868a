import { parse } from 'yaml';
import { render } from '../../ci/index';
import { limits } from '../../ci/limits';
import { OverrideError, type Platform } from '../../platform/index';
import { described } from './described';
import { platformsOf } from './rendered';

const shop = platformsOf('shop');
const text = (services: string, environments: string) => `
platform: shop
services:
${services}
environments:
${environments}
`;

describe('the files', () => {
  it('are the same in every run', () => {
    expect([...render(platformsOf('shop'))]).toEqual([...render(shop)]);
  });

  it('all lie in the folder that is copied, sorted', () => {
    const paths = [...render(shop).keys()];
    expect(paths.every((path) => path.startsWith('.github/'))).toBe(true);
    expect(paths).toEqual([...paths].sort());
  });

  it('say who made them, JSON in its first key', () => {
    for (const [path, content] of render(shop)) {
      const json = path.endsWith('.json');
      expect(json ? Object.keys(JSON.parse(content))[0] : content.includes('# Made by Slipway')).toBe(
        json ? '//' : true,
      );
    }
  });

  it('hold no workflow that deploys when there is nowhere to deploy to', () => {
    const files = render(described(text('  api: { build: api }', '  local: { runtime: compose }')));
    expect([...files.keys()].filter((path) => path.endsWith('.yml'))).toEqual(['.github/workflows/pull-request.yml']);
  });

  it('hold no workflow that puts images back when none is built here', () => {
    const files = render(platformsOf('coffeeshop'));
    expect([...files.keys()]).toContain('.github/workflows/deploy.yml');
    expect([...files.keys()]).not.toContain('.github/workflows/rollback.yml');
  });

  it('keep the size of the workflows however many services there are', () => {
    const many = Array.from(
      { length: 60 },
      (_, at) => `  s${at}: { build: services/s${at}, ports: { http: 8080 } }`,
    ).join('\n');
    const size = (services: string) =>
      [...render(described(text(services, '  edge: { runtime: kubernetes, domain: edge.example.com }')))]
        .filter(([path]) => path.endsWith('.yml'))
        .map(([, content]) => content.length);
    expect(size(many)).toEqual(size('  s0: { build: services/s0, ports: { http: 8080 } }'));
  });
});

describe('overrides', () => {
  const overridden = (override: string) =>
    described(
      text(
        '  api: { build: api }',
        `  edge: { runtime: kubernetes, domain: e.example.com, overrides: { ci: [${override}] } }`,
      ),
    );
  const read = (platforms: readonly Platform[]) => parse(render(platforms).get('.github/workflows/deploy.yml')!);

  it('change a workflow by path', () => {
    const workflow = read(overridden('{ target: deploy.yml, path: /jobs/build/timeout-minutes, set: 90 }'));
    expect(workflow.jobs.build['timeout-minutes']).toBe(90);
  });

  it('take away what is not wanted', () => {
    const workflow = read(overridden('{ target: deploy.yml, path: /on/push, remove: true }'));
    expect(Object.keys(workflow.on)).toEqual(['workflow_dispatch']);
  });

  const refused = (override: string) => {
    try {
      render(overridden(override));
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it('refuses a workflow that is not there, with those that are', () => {
    const error = refused('{ target: release.yml, path: /name, set: x }');
    expect(error).toBeInstanceOf(OverrideError);
    expect((error as OverrideError).message).toContain('pull-request.yml, deploy.yml');
  });

  it('refuses a path that does not exist', () => {
    const error = refused('{ target: deploy.yml, path: /jobs/test/timeout-minutes, set: 1 }');
    expect(error).toMatchObject({ output: 'ci', index: 0, reason: 'path "/jobs/test" does not exist' });
  });
});

describe('limits', () => {
  const found = (code: string, platform: Platform) => limits.find((limit) => limit.code === code)!.find(platform);
  const environment = '  edge: { runtime: kubernetes, domain: e.example.com }';

  it('refuses more images than one matrix can build', () => {
    const services = (count: number) =>
      Array.from({ length: count }, (_, at) => `  s${at}: { build: s${at} }`).join('\n');
    expect(found('unsupported-matrix', described(text(services(128), environment))[0]!)).toEqual([]);
    expect(found('unsupported-matrix', described(text(services(129), environment))[0]!)).toEqual([['services']]);
  });

  it('has nothing against the examples', () => {
    for (const limit of limits) for (const platform of shop) expect(limit.find(platform)).toEqual([]);
  });
});
