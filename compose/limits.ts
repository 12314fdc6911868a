import { type Limit, type Platform, type Route, type Runtime, routing } from '../platform/index';
import { containerLimits } from './container-limits';
import { longestTimeout } from './haproxy';
import { takenNames } from './inventory';
import { egressLimits } from './limits/egress';
import { hostPortLimits } from './limits/host-ports';
import { meshLimits } from './mesh-limits';
import { relayed, runsOnce } from './traits';

type Path = readonly string[];

const runtimes: readonly Runtime[] = ['compose'];

const wholes: Limit[] = [
  {
    code: 'unsupported',
    field: 'environments.*.runtime',
    runtimes: ['swarm'],
    reason: 'no output for Docker Swarm is made yet; it reads another dialect of these files',
    fix: 'use runtime: compose',
    acceptable: false,
    find: ({ environment }) => [['environments', environment.name, 'runtime']],
  },
];

const tooLong = `the proxy counts milliseconds in 31 bits, which is ${longestTimeout}s (24 days) at most`;

const gateway: Limit[] = [
  {
    code: 'unsupported-gateway-tls',
    field: 'gateway.tls',
    runtimes,
    reason: 'nothing makes a certificate that browsers trust for a laptop',
    fix: 'remove tls in this environment: the gateway answers on the loopback alone',
    acceptable: false,
    find: (platform) => (platform.gateway.used && platform.gateway.scheme === 'https' ? [['gateway', 'tls']] : []),
  },
  {
    code: 'unsupported-route-auth',
    field: 'services.*.routes.*.auth',
    runtimes,
    reason:
      'the proxy on a laptop checks no tokens, so this route would be open to whoever reaches it, by default this machine alone',
    fix: 'let the service check the token too, or set auth: none in this environment',
    acceptable: true,
    find: (platform) => routesWhere(platform, 'auth', ({ auth }) => auth === 'required'),
  },
  {
    code: 'unsupported-raw-tls',
    field: 'services.*.routes.*.tls',
    runtimes,
    reason: 'nothing makes a certificate for a laptop, so this port would be passed on as it is, on the loopback alone',
    fix: 'remove tls in this environment, or let the service end it: tls: passthrough',
    acceptable: true,
    find: (platform) => routesWhere(platform, 'tls', ({ tls }) => tls === 'terminate'),
  },
  {
    code: 'unsupported-long-timeout',
    field: 'services.*.routes.*.timeout',
    runtimes,
    reason: tooLong,
    fix: `write ${longestTimeout}s or less in this environment`,
    acceptable: false,
    find: (platform) =>
      routesWhere(platform, 'timeout', ({ path, timeout }) => path !== '' && timeout > longestTimeout),
  },
  {
    code: 'unsupported-long-timeout',
    field: 'gateway.idleTimeout',
    runtimes,
    reason: tooLong,
    fix: `write ${longestTimeout}s or less in this environment`,
    acceptable: false,
    find: ({ gateway: { used, idleTimeout } }) =>
      used && idleTimeout > longestTimeout ? [['gateway', 'idleTimeout']] : [],
  },
];

const running: Limit[] = [
  {
    code: 'unsupported-autoscaling',
    field: 'services.*.scale',
    runtimes,
    reason: 'Compose starts a fixed number of replicas, and that is scale.min',
    fix: 'set scale to one number in this environment',
    acceptable: true,
    find: ({ services }) => servicesWhere(services, ({ scale }) => scale.max > scale.min, 'scale'),
  },
  {
    code: 'unsupported-replicas',
    field: 'services.*.scale',
    runtimes,
    reason: 'sidecars, ports with another `as`, volumes and udp routes are there once, so it runs once',
    fix: 'set scale: 1 in this environment',
    acceptable: true,
    find: ({ services }) => servicesWhere(services, (service) => service.scale.min > 1 && runsOnce(service), 'scale'),
  },
  {
    code: 'unsupported-schedule',
    field: 'jobs.*.schedule',
    runtimes,
    reason: 'Compose has no clock, so it runs only when asked: docker compose run --rm <job>',
    fix: 'leave it out of this environment with only:',
    acceptable: true,
    find: ({ jobs }) =>
      jobs.filter(({ trigger }) => trigger.kind === 'schedule').map(({ name }) => ['jobs', name, 'schedule']),
  },
];

const network: Limit[] = [
  ...egressLimits,
  ...hostPortLimits,
  {
    code: 'unsupported-port-as',
    field: '*.*.ports.*.as',
    runtimes,
    reason: 'what answers on it shares the addresses of the program, and speaks no UDP',
    fix: 'use a number that no port of it has, or the same number for callers and program',
    acceptable: false,
    find: (platform) =>
      withPorts(platform).flatMap(({ path, ports }) =>
        relayed(ports)
          .filter((port) => port.protocol === 'udp' || ports.some((other) => other !== port && clashes(other, port.as)))
          .map((port) => [...path, 'ports', port.name]),
      ),
  },
  {
    code: 'unsupported-name',
    field: '*.*',
    runtimes,
    reason:
      'the compose file needs this name for a container of its own, such as <service>-migrate or <resource>-provision',
    fix: 'rename it',
    acceptable: false,
    find: takenNames,
  },
];

const stores: Limit[] = [
  {
    code: 'unsupported-aliases',
    field: 'resources.*.aliases',
    runtimes,
    reason: 'Docker answers for its own containers alone, and this server is elsewhere',
    fix: 'let programs use the variables or ${...} of the server, or remove the aliases in this environment',
    acceptable: true,
    find: ({ resources }) =>
      resources
        .filter(({ provider, aliases }) => provider !== 'container' && aliases.length > 0)
        .map(({ name }) => ['resources', name, 'aliases']),
  },
  {
    code: 'unsupported-store-replicas',
    field: 'resources.*.replicas',
    runtimes,
    reason: 'a server in a container is one server',
    fix: 'leave replicas out in this environment',
    acceptable: true,
    find: (platform) => ownStores(platform, ({ kind, replicas }) => kind !== 'container' && replicas > 1, 'replicas'),
  },
  {
    code: 'unsupported-backup',
    field: 'resources.*.backup',
    runtimes,
    reason: 'nothing makes backups of a volume on a laptop',
    fix: 'leave backup out in this environment',
    acceptable: true,
    find: (platform) => ownStores(platform, ({ backup }) => backup > 0, 'backup'),
  },
];

/**
 * What Compose cannot express. What every service has by default and a laptop can do without is not here but in the decision
 * about Compose: liveness beside readiness, time limits of jobs, sizes of volumes.
 */
export const limits: readonly Limit[] = [
  ...wholes,
  ...gateway,
  ...running,
  ...network,
  ...meshLimits,
  ...stores,
  ...containerLimits,
];

function servicesWhere<T extends { readonly name: string }>(
  list: readonly T[],
  test: (service: T) => boolean,
  field: string,
): Path[] {
  return list.filter(test).map(({ name }) => ['services', name, field]);
}

function routesWhere(platform: Platform, field: string, holds: (route: Route) => boolean): Path[] {
  return routing.placesOf(platform, holds).map(({ path }) => [...path, field]);
}

type Store = Platform['resources'][number];

function ownStores({ resources }: Platform, test: (resource: Store) => boolean, field: string): Path[] {
  return resources
    .filter((resource) => resource.provider === 'container' && test(resource))
    .map(({ name }) => ['resources', name, field]);
}

type Port = Platform['services'][number]['ports'][number];

function withPorts({ services, resources }: Platform): { path: Path; ports: readonly Port[] }[] {
  return [
    ...services.map(({ name, ports }) => ({ path: ['services', name], ports })),
    ...resources.flatMap((each) =>
      each.kind === 'container' ? [{ path: ['resources', each.name], ports: each.ports }] : [],
    ),
  ];
}

function clashes(other: Port, as: number): boolean {
  return other.number === as || other.as === as;
}
