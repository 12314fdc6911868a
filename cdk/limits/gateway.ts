import { defaults, type Limit, type Platform } from '../../platform/index';
import { longestDrain } from '../bounds';
import { canAsk, targetProbe } from '../checks';
import { isResponseHeader } from '../response-headers';
import { targetId, twinOf } from '../target-id';
import { ecs, type Path } from './walk';

/** Target groups that one ECS service may be in. */
const mostTargets = 5;

/** What load balancers do not do. */
export const gatewayLimits: readonly Limit[] = [
  {
    code: 'unsupported-route-timeout',
    field: 'services.*.routes.*.timeout',
    runtimes: ecs,
    reason: 'a load balancer has no time-out for a request: it closes what is silent for gateway.idleTimeout',
    fix: 'keep the time in the service, and set gateway.idleTimeout for what is silent longer',
    acceptable: true,
    find: ({ services }) =>
      services.flatMap(({ name, routes }) =>
        routes.flatMap((route, at): Path[] =>
          defaults.hasUsualTimeout(route) ? [] : [['services', name, 'routes', String(at), 'timeout']],
        ),
      ),
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
        .filter(({ routes, drain }) => routes.length > 0 && drain.deregistration > longestDrain)
        .map(({ name }) => ['services', name, 'drain']),
  },
  {
    code: 'unsupported-targets',
    field: 'services.*.routes',
    runtimes: ecs,
    reason: `an ECS service is in ${mostTargets} target groups at most: one for each routed port, sticky or not`,
    fix: 'route fewer ports, or divide the service',
    acceptable: false,
    find: ({ services }) =>
      services
        .filter(({ routes }) => new Set(routes.map((route) => targetId(routes, route))).size > mostTargets)
        .map(({ name }) => ['services', name, 'routes']),
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
    code: 'unsupported-udp-health',
    field: 'services.*.health',
    runtimes: ecs,
    reason: 'a network load balancer checks the targets of a udp port over TCP or HTTP on another port',
    fix: 'add a tcp or http port, and a check of it under health:',
    acceptable: false,
    find: ({ services }) =>
      services
        .filter(({ routes, health }) => {
          const probe = targetProbe(health);
          // A port that takes tcp too is asked there.
          const unasked = routes.some((route) => route.protocol === 'udp' && twinOf(routes, route) === undefined);
          return unasked && (probe === null || !canAsk('UDP', probe));
        })
        .map(({ name }) => ['services', name, 'health']),
  },
];

/** Udp routes whose public port a tcp route has that leads elsewhere. */
function sharedListens({ services }: Platform): Path[] {
  const taken = new Set(
    services.flatMap(({ routes }) => routes.filter(({ protocol }) => protocol === 'tcp').map(({ listen }) => listen)),
  );
  return services.flatMap(({ name, routes }) =>
    routes.flatMap((route, at): Path[] =>
      route.protocol === 'udp' && taken.has(route.listen) && twinOf(routes, route) === undefined
        ? [['services', name, 'routes', String(at), 'listen']]
        : [],
    ),
  );
}
