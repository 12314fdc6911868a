import { merge } from '../../../platform/document/merge';
import { longForm } from '../../../platform/document/short-forms';

/** A short form, where it stands, and the map that it is short for. */
const forms: readonly [short: unknown, path: string, long: unknown][] = [
  ['services/api', 'services.api.build', { context: 'services/api' }],
  ['/readyz', 'services.api.health', { http: '/readyz' }],
  ['/livez', 'services.api.health.liveness', { http: '/livez' }],
  ['/readyz', 'services.api.health.readiness', { http: '/readyz' }],
  [0.5, 'services.api.cpu', { request: 0.5, limit: 0.5 }],
  ['250m', 'services.api.sidecars.proxy.cpu', { request: '250m', limit: '250m' }],
  ['1Gi', 'jobs.seed.memory', { request: '1Gi', limit: '1Gi' }],
  [3, 'services.api.scale', { min: 3 }],
  [['/app', 'up'], 'services.api.migrate', { command: ['/app', 'up'] }],
  [['TOKEN', 'KEY'], 'services.api.secrets', { TOKEN: {}, KEY: {} }],
  [['users', 'orders'], 'resources.main.databases', { users: {}, orders: {} }],
  [['created'], 'resources.events.topics', { created: {} }],
  [['mails'], 'resources.queue.queues', { mails: {} }],
  [[], 'resources.queue.queues', {}],
  ['app.yaml', 'services.api.files./etc/app', { from: 'app.yaml' }],
  [8080, 'services.api.ports.http', { number: 8080 }],
  ['50000-50100', 'services.api.ports.media', { number: '50000-50100' }],
  [1024, 'services.api.ulimits.nofile', { soft: 1024, hard: 1024 }],
];

/** Values that are short for nothing: a map over them replaces them. */
const whole: readonly [value: unknown, path: string][] = [
  ['none', 'services.api.health'],
  ['none', 'services.api.health.liveness'],
  ['none', 'services.api.health.readiness'],
  [['a'], 'services.api.build'],
  [8080, 'services.api.health'],
  ['TOKEN', 'services.api.secrets'],
  [{ TOKEN: {} }, 'services.api.secrets'],
  ['/', 'services.api.routes'],
  ['image', 'services.api.user'],
  ['keep', 'services.api.writable'],
  ['rolling', 'services.api.update'],
  [7, 'services.api.files./etc/app'],
  [undefined, 'services.api.scale'],
  [null, 'services.api.scale'],
];

const steps = (path: string) => {
  const [head = '', file] = path.split('./');
  return [...head.split('.'), ...(file === undefined ? [] : [`/${file}`])];
};

describe('a short form', () => {
  it.each(forms)('%j at %s is the map %j', (short, path, long) => {
    expect(longForm(short, steps(path))).toEqual(long);
  });

  it.each(whole)('is not %j at %s', (value, path) => {
    expect(longForm(value, steps(path))).toBeUndefined();
  });
});

describe('a map over a short form', () => {
  it.each<[string, unknown, unknown, unknown]>([
    ['services.api.scale', 2, { max: 6 }, { min: 2, max: 6 }],
    ['services.api.scale', 2, { min: 4 }, { min: 4 }],
    ['services.api.scale', 2, { min: null, max: 6 }, { max: 6 }],
    ['services.api.scale', { min: 2, cpu: 60 }, 5, 5],
    ['services.api.memory', '1Gi', { limit: '2Gi' }, { request: '1Gi', limit: '2Gi' }],
    ['services.api.cpu', 0.5, { limit: null }, { request: 0.5 }],
    ['services.api.ports', { http: 8080 }, { http: { as: 80 } }, { http: { number: 8080, as: 80 } }],
    ['services.api.ports', { http: 8080 }, { grpc: 9090 }, { http: 8080, grpc: 9090 }],
    ['services.api.ports', { http: 8080, grpc: 9090 }, { grpc: null }, { http: 8080 }],
    ['services.api.health', '/readyz', { interval: '5s' }, { http: '/readyz', interval: '5s' }],
    ['services.api.health', 'none', { http: '/up' }, { http: '/up' }],
    ['services.api.secrets', ['A', 'B'], { A: null }, { B: {} }],
    ['services.api.secrets', ['A'], { B: { file: '/run/b' } }, { A: {}, B: { file: '/run/b' } }],
    ['services.api.secrets', { A: {} }, ['B'], ['B']],
    ['services.api.routes', ['/a', '/b'], ['/c'], ['/c']],
    ['services.api.routes', ['/a'], [], []],
    ['services.api.env', { A: 'x', B: 'y' }, { A: null, C: 'z' }, { B: 'y', C: 'z' }],
    ['services.api.env', { A: 'x' }, {}, { A: 'x' }],
    ['services.api.env', undefined, { A: null }, {}],
    [
      'resources.main.databases',
      ['users'],
      { users: { name: 'Users' }, orders: {} },
      { users: { name: 'Users' }, orders: {} },
    ],
    ['services.api.ulimits', { nofile: 1024 }, { nofile: { hard: 4096 } }, { nofile: { soft: 1024, hard: 4096 } }],
    ['services.api.build', 'api', { target: 'debug' }, { context: 'api', target: 'debug' }],
    ['services.api.migrate', ['/app', 'up'], { timeout: '1h' }, { command: ['/app', 'up'], timeout: '1h' }],
  ])('at %s: over %j comes %j, which makes %j', (path, base, over, made) => {
    expect(merge(base, over, steps(path))).toEqual(made);
  });

  it('leaves what it stands over as it was', () => {
    const base = { scale: 2, ports: { http: 8080 }, secrets: ['A'] };
    const before = structuredClone(base);
    merge(base, { scale: { max: 3 }, ports: { http: { as: 80 } }, secrets: { A: null } }, ['services', 'api']);
    expect(base).toEqual(before);
  });
});
