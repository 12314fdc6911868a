import { limits } from '../../cdk/limits';
import { platformFrom } from './assembly';
import { image } from './limit-cases';

/** Places of what a description says and ECS cannot do. */
function found(code: string, text: string, environment?: string): string[] {
  const platform = platformFrom(text, environment);
  return limits
    .filter((limit) => limit.code === code && limit.runtimes.includes('ecs'))
    .flatMap((limit) => limit.find(platform))
    .map((path) => path.join('.'));
}

const web = (fields: string) => `services: { web: { ${image}, ports: { http: 8080 }, ${fields} } }`;
const routed = (health: string) => web(`routes: /, health: ${health}`);
const worker = (health: string) => `services: { web: { ${image}, health: ${health} } }`;
const headers = (count: number) => Array.from({ length: count }, (_, at) => `x-${at}: "1"`).join(', ');

/** Code, what is said, how, the place, values inside the bound (one of them at it), values outside (one of them next to it). */
type Bound = [string, string, (value: string) => string, string, readonly string[], readonly string[]];

const bounds: readonly Bound[] = [
  [
    'unsupported-health-timing',
    'the interval of a load balancer',
    (value) => routed(`{ http: /, interval: ${value}, timeout: 2s }`),
    'services.web.health',
    ['5s', '10s', '300s'],
    ['4s', '301s'],
  ],
  [
    'unsupported-health-timing',
    'the time-out of a load balancer',
    (value) => routed(`{ http: /, interval: 200s, timeout: ${value} }`),
    'services.web.health',
    ['2s', '119s', '120s'],
    ['1s', '121s'],
  ],
  [
    'unsupported-health-timing',
    'the failures of a load balancer',
    (value) => routed(`{ http: /, failures: ${value} }`),
    'services.web.health',
    ['2', '9', '10'],
    ['1', '11'],
  ],
  [
    'unsupported-health-timing',
    'the interval of a command',
    (value) => worker(`{ command: [/probe], interval: ${value}, timeout: 2s }`),
    'services.web.health',
    ['5s', '300s'],
    ['4s', '301s'],
  ],
  [
    'unsupported-health-timing',
    'the time-out of a command',
    (value) => worker(`{ command: [/probe], interval: 200s, timeout: ${value} }`),
    'services.web.health',
    ['2s', '60s'],
    ['1s', '61s', '120s'],
  ],
  [
    'unsupported-health-timing',
    'the failures of a command',
    (value) => worker(`{ command: [/probe], failures: ${value} }`),
    'services.web.health',
    ['1', '10'],
    ['11'],
  ],
  [
    'unsupported-health-timing',
    'the start-up before a command',
    (value) => worker(`{ command: [/probe], startup: ${value} }`),
    'services.web.health',
    ['0s', '299s', '300s'],
    ['301s', '10m'],
  ],
  [
    'unsupported-health-timing',
    'a delay before a command that starts up for 200 s',
    (value) =>
      worker(`{ liveness: { command: [/probe], delay: ${value} }, readiness: { command: [/probe] }, startup: 200s }`),
    'services.web.health',
    ['0s', '100s'],
    ['101s'],
  ],
  [
    'unsupported-stop-timeout',
    'the time that a server may use to stop',
    (value) => worker('{ command: [/probe] }').replace('health', `drain: ${value}, health`),
    'services.web.drain',
    ['20s', '110s'],
    ['111s', '1h'],
  ],
  [
    'unsupported-task-storage',
    'the disk of two directories, of which one has 100 GiB',
    (value) => web(`writable: [{ path: /a, medium: disk, size: 100Gi }, { path: /b, medium: disk, size: ${value} }]`),
    'services.web.writable',
    ['1Gi', '100Gi'],
    ['102401Mi', '101Gi'],
  ],
  [
    'unsupported-task-storage',
    'the disk of a sidecar beside 150 GiB',
    (value) =>
      web(
        `writable: [{ path: /a, medium: disk, size: 150Gi }], sidecars: { log: { image: "log:1", writable: [{ path: /b, medium: disk, size: ${value} }] } }`,
      ),
    'services.web.writable',
    ['50Gi'],
    ['51201Mi'],
  ],
  [
    'unsupported-conditions',
    'methods of a route with a path',
    (value) => web(`routes: [{ path: /v1, methods: [${value}] }]`),
    'services.web.routes.0.methods',
    ['GET', 'GET, POST'],
    ['GET, POST, PUT', 'GET, POST, PUT, PATCH'],
  ],
  [
    'unsupported-conditions',
    'methods of a route without a path',
    (value) => web(`routes: [{ methods: [${value}] }]`),
    'services.web.routes.0.methods',
    ['GET, POST, PUT'],
    ['GET, POST, PUT, PATCH'],
  ],
  [
    'unsupported-conditions',
    'headers of a route with a path',
    (value) => web(`routes: [{ path: /v1, headers: { ${headers(Number(value))} } }]`),
    'services.web.routes.0.headers',
    ['1', '2'],
    ['3'],
  ],
  [
    'unsupported-conditions',
    'headers of a route without a path',
    (value) => web(`routes: [{ headers: { ${headers(Number(value))} } }]`),
    'services.web.routes.0.headers',
    ['1', '4'],
    ['5'],
  ],
  [
    'unsupported-conditions',
    'headers beside two methods',
    (value) => web(`routes: [{ methods: [GET, POST], headers: { ${headers(Number(value))} } }]`),
    'services.web.routes.0.methods',
    ['1', '2'],
    ['3'],
  ],
  [
    'unsupported-redirect-status',
    'the status of a redirect',
    (value) => web(`routes: [{ path: /, redirect: { to: "https://a.example.com", status: ${value} } }]`),
    'services.web.routes.0.redirect.status',
    ['301', '302'],
    ['303', '307', '308'],
  ],
  [
    'unsupported-shares',
    'the services that share their requests',
    (value) =>
      `services: { ${Array.from({ length: Number(value) }, (_, at) => `s${at}: { ${image}, ports: { http: 8080 }, routes: [{ path: /, weight: 1 }] }`).join(', ')} }`,
    'services.s5.routes.0.weight',
    ['1', '4', '5'],
    ['6'],
  ],
  [
    'unsupported-drain',
    'the time of a load balancer for what is under way',
    (value) => web(`routes: /, drain: ${value}`),
    'services.web.drain',
    ['20s', '3600s', '1h'],
    ['3601s', '2h'],
  ],
  [
    'unsupported-targets',
    'the ports of a service that are routed to',
    (value) =>
      `services: { web: { ${image}, ports: { ${Array.from({ length: 7 }, (_, at) => `p${at}: { number: ${8000 + at}, protocol: http }`).join(', ')} }, routes: [${Array.from({ length: Number(value) }, (_, at) => `{ path: /${at}, port: p${at} }`).join(', ')}] } }`,
    'services.web.routes',
    ['1', '4', '5'],
    ['6', '7'],
  ],
  [
    'unsupported-capability',
    'a capability',
    (value) => web(`capabilities: [${value}]`),
    'services.web.capabilities',
    ['SYS_PTRACE', 'NET_BIND_SERVICE', 'CHOWN'],
    ['NET_ADMIN', 'SYS_ADMIN', 'SYS_TIME', 'IPC_LOCK'],
  ],
  [
    'unsupported-ulimit',
    'a limit of a process',
    (value) => web(`ulimits: { ${value}: 64 }`),
    'services.web.ulimits.' as string,
    ['nofile'],
    ['nproc', 'memlock', 'core'],
  ],
];

const rows = (side: 4 | 5) =>
  bounds.flatMap((bound) =>
    bound[side].map((value): [string, string, string, string, string] => [
      bound[1],
      value,
      bound[0],
      bound[2](value),
      bound[3].endsWith('.') ? `${bound[3]}${value}` : bound[3],
    ]),
  );

describe('on ECS', () => {
  it.each(rows(4))('%s may be %s', (_what, _value, code, text) => {
    expect(found(code, text)).toEqual([]);
  });

  it.each(rows(5))('refuses that %s is %s (%s)', (_what, _value, code, text, path) => {
    expect(found(code, text)).toEqual([path]);
  });
});
