import { defaults, type Limit, type Platform, pathOf, type Route, routing } from '../../platform/index';
import { longestDrain, mostShares, redirectStatuses } from '../bounds';
import { canAsk, targetProbe } from '../checks';
import { isResponseHeader } from '../response-headers';
import { fitsOneRule, mostValues } from '../rule-values';
import { targetId, twinOf } from '../target-id';
import { ecs, type Path } from './walk';

/** Target groups that one ECS service may be in. */
const mostTargets = 5;

/** Elastic Load Balancing API, RedirectActionConfig, Host and Path. */
const longestTarget = 128;

/** AWS Certificate Manager API, RequestCertificate, DomainName: the common name of RFC 5280. */
const longestName = 64;

/** Elastic Load Balancing, Condition types, Path conditions; quotes are in no path of the description. */
const pathCharacters = /^[A-Za-z0-9_\-.$/~'@:+&]+$/;

/** What load balancers do not do. */
export const gatewayLimits: readonly Limit[] = [
  {
    code: 'unsupported-route-timeout',
    field: 'services.*.routes.*.timeout',
    runtimes: ecs,
    reason: 'a load balancer has no time-out for a request: it closes what is silent for gateway.idleTimeout',
    fix: 'keep the time in the service, and set gateway.idleTimeout for what is silent longer',
    acceptable: true,
    find: (platform) =>
      routing.placesOf(platform, (route) => !defaults.hasUsualTimeout(route)).map(({ path }) => [...path, 'timeout']),
  },
  {
    code: 'unsupported-header',
    field: 'gateway.headers.*',
    runtimes: ecs,
    reason: 'an application load balancer adds a fixed list of response headers, some of them with fixed values',
    fix: 'send it from the services, or set it to "" in this environment',
    acceptable: true,
    find: ({ gateway }) =>
      gateway.used
        ? Object.entries(gateway.headers)
            .filter(([name, value]) => !isResponseHeader(name, value))
            .map(([name]) => ['gateway', 'headers', name])
        : [],
  },
  {
    code: 'unsupported-drain',
    field: 'services.*.drain',
    runtimes: ecs,
    reason: `a load balancer waits ${longestDrain}s at most for the requests of a task that leaves; ${longestDrain}s are taken`,
    fix: `shorten drain, so that it is ${longestDrain}s at most`,
    acceptable: true,
    find: ({ services }) =>
      services
        .filter(({ routes, drain }) => routes.some(routing.leads) && drain.deregistration > longestDrain)
        .map(({ name }) => ['services', name, 'drain']),
  },
  {
    code: 'unsupported-targets',
    field: 'services.*.routes',
    runtimes: ecs,
    reason: `an ECS service is in ${mostTargets} target groups at most: one for each routed port, sticky or not`,
    fix: 'route fewer ports, or divide the service',
    acceptable: false,
    find: (platform) =>
      routing
        .routed(platform)
        .filter(
          ({ routes }) =>
            new Set(routes.filter(routing.leads).map((route) => targetId(routes, route))).size > mostTargets,
        )
        .map((owner) => [...pathOf(owner), 'routes']),
  },
  {
    code: 'unsupported-conditions',
    field: 'services.*.routes.*.methods',
    runtimes: ecs,
    reason: `a rule of a load balancer takes ${mostValues.rule} values in all, ${mostValues.condition} of them methods: one for the host, two for a path other than /, one for each method and header`,
    fix: 'write one route for each method, or ask for fewer headers',
    acceptable: false,
    find: (platform) =>
      webRoutes(platform, (route) => !fitsOneRule(route)).map(({ path, route }) => [
        ...path,
        route.methods.length > 0 ? 'methods' : 'headers',
      ]),
  },
  {
    code: 'unsupported-route-path',
    field: 'services.*.routes.*.path',
    runtimes: ecs,
    reason: "a rule of a load balancer takes letters, digits and _ - . $ / ~ ' @ : + & in a path, and no other signs",
    fix: 'choose a path without them, or route the folder above it',
    acceptable: false,
    find: (platform) =>
      webRoutes(platform, ({ path }) => !pathCharacters.test(path)).map(({ path }) => [...path, 'path']),
  },
  {
    code: 'unsupported-route-host',
    field: 'services.*.routes.*.host',
    runtimes: ecs,
    reason: 'a rule of a load balancer takes a host name with a dot in it and letters alone behind the last one',
    fix: 'write a full name, such as api.example.com',
    acceptable: false,
    find: (platform) =>
      webRoutes(platform, ({ host }) => !/\.[a-z]+$/.test(host)).map(({ path, route }) =>
        route.host === platform.gateway.host
          ? ['environments', platform.environment.name, 'domain']
          : [...path, 'host'],
      ),
  },
  {
    code: 'unsupported-redirect-target',
    field: 'services.*.routes.*.redirect.to',
    runtimes: ecs,
    reason: `a load balancer redirects to a host and a path of ${longestTarget} characters each at most`,
    fix: 'shorten it, or let the service redirect',
    acceptable: false,
    find: (platform) =>
      webRoutes(
        platform,
        ({ answer }) => answer?.kind === 'redirect' && Math.max(answer.host.length, answer.path.length) > longestTarget,
      ).map(({ path }) => [...path, 'redirect', 'to']),
  },
  {
    code: 'unsupported-certificate-name',
    field: 'environments.*.domain',
    runtimes: ecs,
    reason: `the first name of a certificate of ACM has ${longestName} characters at most`,
    fix: 'shorten it, or name a certificate that there is: gateway.certificate',
    acceptable: false,
    find: ({ gateway, environment }) =>
      gateway.used && gateway.certificate.kind === 'managed' && gateway.host.length > longestName
        ? [['environments', environment.name, 'domain']]
        : [],
  },
  {
    code: 'unsupported-redirect-status',
    field: 'services.*.routes.*.redirect.status',
    runtimes: ecs,
    reason: `a load balancer redirects by ${redirectStatuses.join(' and ')} alone`,
    fix: 'write 301 for what has moved for good, 302 for the rest, or let the service redirect',
    acceptable: false,
    find: (platform) =>
      webRoutes(platform, ({ answer }) => answer?.kind === 'redirect' && !redirectStatuses.includes(answer.status)).map(
        ({ path }) => [...path, 'redirect', 'status'],
      ),
  },
  {
    code: 'unsupported-shares',
    field: 'services.*.routes.*.weight',
    runtimes: ecs,
    reason: `a rule of a load balancer divides requests among ${mostShares} target groups at most`,
    fix: 'give fewer services a share of these requests',
    acceptable: false,
    find: (platform) =>
      webRoutes(platform, (route) => routing.sharersOf(platform, route).indexOf(route) >= mostShares).map(
        ({ path }) => [...path, 'weight'],
      ),
  },
  {
    code: 'unsupported-nested-wildcard',
    field: 'services.*.routes.*.host',
    runtimes: ecs,
    reason:
      'a load balancer asks its rules in the order of their paths, so that of two wildcards the wider may come first',
    fix: 'write the names under the wider wildcard one by one',
    acceptable: false,
    find: (platform) => {
      const hosts = webRoutes(platform, ({ host }) => routing.isWildcard(host)).map(({ route }) => route.host);
      const inner = (route: Route) =>
        hosts.includes(route.host) && hosts.some((each) => routing.covers(each, route.host));
      return webRoutes(platform, inner).map(({ path }) => [...path, 'host']);
    },
  },
  {
    code: 'unsupported-shared-listen',
    field: 'services.*.routes.*.listen',
    runtimes: ecs,
    reason:
      'a network load balancer has one listener for a number, and what it takes by tcp and by udp goes to one port of one service',
    fix: 'give it another port by listen:, or lead both to one number of one service',
    acceptable: false,
    find: sharedListens,
  },
  {
    code: 'unsupported-sni',
    field: 'services.*.routes.*.listen',
    runtimes: ecs,
    reason: 'a network load balancer leads a port to one service, whatever name the client asks for',
    fix: 'give it another port by listen:',
    acceptable: false,
    find: (platform) => {
      const taken = new Set<number>();
      const isTaken = ({ protocol, listen }: Route) => {
        const twice = protocol === 'tcp' && taken.has(listen);
        if (protocol === 'tcp') taken.add(listen);
        return twice;
      };
      return routing.placesOf(platform, isTaken).map(({ path }) => [...path, 'listen']);
    },
  },
  {
    code: 'unsupported-udp-health',
    field: 'services.*.health',
    runtimes: ecs,
    reason: 'a network load balancer checks the targets of a udp port over TCP or HTTP on another port',
    fix: 'add a tcp or http port, and a check of it under health:',
    acceptable: false,
    find: (platform) =>
      routing
        .routed(platform)
        .filter(({ routes, health }) => {
          const probe = targetProbe(health);
          // A port that takes tcp too is asked there.
          const unasked = routes.some((route) => route.protocol === 'udp' && twinOf(routes, route) === undefined);
          return unasked && (probe === null || !canAsk('UDP', probe));
        })
        .map((owner) => [...pathOf(owner), 'health']),
  },
];

function webRoutes(platform: Platform, holds: (route: Route) => boolean) {
  return routing.placesOf(platform, (route) => route.listen === 0 && holds(route));
}

/** Udp routes whose public port a tcp route has that leads elsewhere. */
function sharedListens(platform: Platform): Path[] {
  const taken = new Set(
    routing.routesIn(platform).flatMap(({ protocol, listen }) => (protocol === 'tcp' ? [listen] : [])),
  );
  const isShared = (route: Route) =>
    route.protocol === 'udp' &&
    taken.has(route.listen) &&
    twinOf(routing.ownerOf(platform, route).routes, route) === undefined;
  return routing.placesOf(platform, isShared).map(({ path }) => [...path, 'listen']);
}
