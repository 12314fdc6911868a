import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { loadText, resolve } from '../../../platform/index';
import { documentOf, everyEnvironment, examples, platformOf } from '../../support/platforms';
import { compose, ecs, environments, kubernetes, platform, production, service } from '../cases/describe';
import { api, resolved } from './one';

/** Every value inside another, with the path to it. */
function* inside(value: unknown, path: string[] = []): Iterable<[string, unknown]> {
  yield [path.join('.'), value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) yield* inside(each, [...path, key]);
}

/** The same value with the keys of every map the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reversed(each)]),
  );
}

describe('a resolved platform', () => {
  it.each(everyEnvironment())('is complete and plain in %s, %s', (example, environment) => {
    const found = platformOf(example, environment);
    for (const [path, value] of inside(found)) {
      expect([path, value]).not.toEqual([path, undefined]);
      if (typeof value === 'number') expect([path, Number.isFinite(value)]).toEqual([path, true]);
    }
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it.each(everyEnvironment())('does not depend on the order of maps in %s, %s', (example, environment) => {
    const { read } = documentOf(example);
    // As it is written, with its defaults.
    const text = stringify(reversed(parse(readFileSync(examples[example], 'utf8'))), { aliasDuplicateObjects: false });
    const { document } = loadText('platform.yaml', text, read);
    expect(document && resolve(document, environment).platform).toEqual(platformOf(example, environment));
  });

  it.each(everyEnvironment())('opens exactly its edges and routes in %s, %s', (example, environment) => {
    const { services, jobs, flows, meshes } = platformOf(example, environment);
    const ways = (from: string, to: string) => flows.filter((flow) => flow.from.name === from && flow.to.name === to);
    const open = new Set<string>();
    for (const workload of [...services, ...jobs]) {
      const stores = [...workload.uses, ...workload.publishes, ...workload.consumes].map((edge) => edge.resource);
      const peers = new Set([...workload.calls.map((call) => call.service), ...stores]);
      for (const peer of peers) expect([peer, ways(workload.name, peer).length > 0]).toEqual([peer, true]);
      for (const peer of peers) open.add(`${workload.name} ${peer}`);
    }
    const routed = new Set(services.filter((each) => each.routes.length > 0).map((each) => each.name));
    for (const name of routed) open.add(`gateway ${name}`);
    // Members of a group open one another, and replicas of their own.
    for (const { members } of meshes)
      for (const from of members) for (const to of members) open.add(`${from.name} ${to.name}`);
    expect(new Set(flows.map((flow) => `${flow.from.name} ${flow.to.name}`))).toEqual(open);
  });

  it.each(everyEnvironment())('keeps the numbers of a stop in order in %s, %s', (example, environment) => {
    for (const { drain } of platformOf(example, environment).services) {
      expect(drain.deregistration).toBeLessThan(drain.preStop + drain.shutdown);
      expect(drain.preStop + drain.shutdown).toBeLessThan(drain.grace);
    }
  });

  it('gives a credential to every edge that needs one, and none twice', () => {
    const { services, jobs, credentials } = platformOf('shop', 'prod');
    const named = [...services, ...jobs].flatMap((workload) =>
      [...workload.uses, ...workload.publishes, ...workload.consumes].map((edge) => edge.credential),
    );
    const names = credentials.map(({ name }) => name);
    for (const name of named.filter((each) => each !== '')) expect(names).toContain(name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('main-orders-migrate');
    expect(credentials.find(({ name }) => name === 'main-orders-migrate')).toMatchObject({
      role: 'migrate',
      workload: 'orders',
    });
  });
});

describe('an environment', () => {
  it('takes its defaults by runtime and tier', () => {
    const laptop = resolved(service('drain: 5s')).environment;
    expect(laptop).toMatchObject({ tier: 'development', size: 'small', domain: 'localhost', aws: null, registry: '' });
    const cloud = resolved(service('drain: 5s', `${ecs}${production}`)).environment;
    expect(cloud.aws).toEqual({
      account: '111111111111',
      region: 'eu-west-1',
      zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
      cidr: '10.0.0.0/16',
      hostedZones: [],
    });
    expect(cloud.registry).toBe('111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/dev');
    expect(cloud.posture).toMatchObject({ natGateways: 3, deletionProtection: true, retain: true, spot: false });
    expect(resolved(service('drain: 5s', kubernetes)).environment).toMatchObject({
      namespace: 'shop-dev',
      registry: 'ghcr.io/shop/shop',
    });
  });

  it('says any field again, and keeps the rest', () => {
    const text = service(
      'scale: { min: 1, max: 9, cpu: 50 }\ncpu: 0.5',
      `${compose}\nservices: { api: { scale: { min: 3 }, cpu: 1 } }`,
    );
    const [found] = resolved(text).services;
    expect(found?.scale).toMatchObject({ min: 3, max: 9, cpu: 50 });
    expect(found?.cpu).toEqual({ request: 1000, limit: 1000 });
  });

  it('has only what its name is listed for', () => {
    const text = environments(
      'dev: { runtime: compose }\nprod: { runtime: compose }',
      'services: { api: { build: api }, debug: { build: api, only: [dev] } }',
    );
    expect(resolved(text, 'dev').services.map(({ name }) => name)).toEqual(['api', 'debug']);
    expect(resolved(text, 'prod').services.map(({ name }) => name)).toEqual(['api']);
  });

  it('reads patches', () => {
    const text = service(
      'drain: 5s',
      `${compose}\noverrides: { k8s: [{ target: Deployment/api, path: /spec/paused, set: true }], compose: [{ path: /x-a, remove: true }] }`,
    );
    expect(resolved(text).environment.overrides).toEqual({
      cdk: [],
      ci: [],
      k8s: [{ target: 'Deployment/api', path: '/spec/paused', op: 'set', value: true }],
      compose: [{ target: '', path: '/x-a', op: 'remove', value: null }],
    });
  });
});

describe('a container', () => {
  it('takes one amount for both, and the one that is given for the other', () => {
    expect(api('cpu: 0.25\nmemory: 1Gi')).toMatchObject({
      cpu: { request: 250, limit: 250 },
      memory: { request: 1024, limit: 1024 },
    });
    expect(api('cpu: { limit: 300m }\nmemory: { request: 20Mi }')).toMatchObject({
      cpu: { request: 300, limit: 300 },
      memory: { request: 20, limit: 0 },
    });
  });

  it('runs as nobody, reads only and has no capability unless it says so', () => {
    expect(api('drain: 5s')).toMatchObject({
      user: { uid: 65532, gid: 65532 },
      readOnlyRoot: true,
      capabilities: [],
      writable: [],
      volumes: [],
    });
    expect(api('user: "1000:2000"').user).toEqual({ uid: 1000, gid: 2000 });
    expect(api('user: 7').user).toEqual({ uid: 7, gid: 7 });
  });

  it('shares the image of what is built alike', () => {
    const image = (build: string) => {
      const [found] = resolved(platform(`services: { api: { build: ${build} } }`)).services;
      return found?.image.kind === 'build' ? found.image.name : '';
    };
    expect(image('services/users')).toBe('users');
    expect(image('./services/users/')).toBe('users');
    expect(image('.')).toBe('app');
    expect(image('{ context: src, dockerfile: docker/Dockerfile-web }')).toBe('src-web');
    expect(image('{ context: src, target: job }')).toBe('src-job');
    expect(image('{ context: src, args: { A: 1 } }')).toMatch(/^src-[0-9a-f]{8}$/);
    expect(image('{ context: src, args: { A: 1 } }')).toBe(image('{ context: src, args: { A: "1" } }'));
    expect(image('{ context: src, args: { A: 1 } }')).not.toBe(image('{ context: src, args: { A: 2 } }'));
  });
});

describe('ports and health', () => {
  it('put the main port first, whatever the order in the description', () => {
    expect(api('ports: { metrics: 1, grpc: 2, http: 3 }').ports.map(({ name }) => name)).toEqual([
      'http',
      'grpc',
      'metrics',
    ]);
    const given = api('ports: { tcp: 5, admin: { number: 1, primary: true } }').ports;
    expect(given.map(({ name, protocol }) => [name, protocol])).toEqual([
      ['admin', 'http'],
      ['tcp', 'tcp'],
    ]);
  });

  it('ask in the way that the main port speaks', () => {
    expect(api('ports: { http: 8080 }').health).toMatchObject({
      liveness: { action: { kind: 'http', path: '/livez' }, number: 8080, interval: 10, timeout: 2, failures: 3 },
      readiness: { action: { kind: 'http', path: '/readyz' } },
    });
    expect(api('ports: { grpc: 9090 }').health.readiness?.action).toEqual({ kind: 'grpc', service: '' });
    expect(api('ports: { tcp: 5000 }').health.liveness?.action).toEqual({ kind: 'tcp' });
    expect(api('drain: 5s').health).toEqual({ given: false, liveness: null, readiness: null, startup: 0 });
    expect(api('ports: { http: 8080 }\nhealth: none').health.liveness).toBeNull();
  });

  it('share times between the two questions, and paths where only one is given', () => {
    const { liveness, readiness } = api(
      'ports: { http: 8080 }\nhealth: { http: /health, interval: 5s, readiness: { timeout: 4s }, liveness: { command: [/check] } }',
    ).health;
    expect(readiness).toMatchObject({ action: { kind: 'http', path: '/health' }, interval: 5, timeout: 4 });
    expect(liveness).toMatchObject({
      action: { kind: 'command', command: ['/check'] },
      interval: 5,
      port: '',
      number: 0,
    });
  });
});

describe('scale', () => {
  it('is one replica in development and two in production', () => {
    expect(api('drain: 5s').scale).toMatchObject({ min: 1, max: 1, cpu: 0 });
    expect(api('drain: 5s', `${compose}${production}`).scale).toMatchObject({ min: 2, max: 2 });
    expect(api('scale: 3').scale).toMatchObject({ min: 3, max: 3, cpu: 0 });
  });

  it('is by CPU where there is room and no other target', () => {
    expect(api('scale: { max: 4 }').scale).toMatchObject({ min: 1, max: 4, cpu: 70 });
    expect(api('scale: { max: 4, memory: 80 }').scale).toMatchObject({ cpu: 0, memory: 80 });
    expect(api('scale: { max: 1 }', `${compose}${production}`).scale).toMatchObject({ min: 1, max: 1 });
  });
});
