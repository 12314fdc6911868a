import {
  type After,
  type Flow,
  type Health,
  type Limit,
  lateJobs,
  type Platform,
  type Probe,
  pathOf,
  routing,
  usersIn,
} from '../../platform/index';
import { commandBounds, longestStop, targetBounds } from '../bounds';
import { canAsk, targetProbe, targetProtocol } from '../checks';
import { schedulerCron } from '../cron';
import { findsServerByDns } from '../discovery';
import { volumeOwners } from '../kept';
import { isReservedPart, migrationPart, volumesPart } from '../names';
import { ecs, type Path, serversIn } from './walk';

/** What a service, a job or a server may want that ECS does not do. */
export const workloadLimits: readonly Limit[] = [
  {
    code: 'unsupported-health',
    field: '*.*.health',
    runtimes: ecs,
    reason:
      'ECS asks inside a container by command alone, and from outside only what a load balancer reaches, in the words of its protocol',
    fix: 'give the check as command:, or route the service, or live without it: a task still starts anew when it ends',
    acceptable: true,
    find: (platform) => probes(platform, (probe, service) => service.health.given && !isMade(probe, service)),
  },
  {
    code: 'unsupported-health-headers',
    field: '*.*.health',
    runtimes: ecs,
    reason: 'a load balancer sends no headers of yours with its check',
    fix: 'let the path answer without them',
    acceptable: true,
    find: (platform) =>
      probes(
        platform,
        (probe, service) =>
          probe.action.kind === 'http' && Object.keys(probe.action.headers).length > 0 && isMade(probe, service),
      ),
  },
  {
    code: 'unsupported-health-timing',
    field: '*.*.health',
    runtimes: ecs,
    reason:
      'a check has an interval of 5s to 300s, a timeout of 2s to 120s (60s for a command) and 2 to 10 failures (1 to 10 for a command), and start-up with delay of 300s at most for a command; the nearest is taken',
    fix: 'stay inside these bounds',
    acceptable: true,
    find: (platform) =>
      probes(platform, (probe, service) => isMade(probe, service) && !inBounds(probe, service.health)),
  },
  {
    code: 'unsupported-start-order',
    field: '*.*.after',
    runtimes: ecs,
    reason:
      'ECS starts services and schedules when they are deployed and in no order; the pipeline orders jobs and migrations alone',
    fix: 'let the service wait or end when it lacks a peer: ECS starts it again',
    acceptable: true,
    find: (platform) =>
      usersIn(platform).flatMap((user): Path[] =>
        user.after.some((each) => isUnordered(platform, user, each)) ? [[...pathOf(user), 'after']] : [],
      ),
  },
  {
    code: 'unsupported-stop-timeout',
    field: 'services.*.drain',
    runtimes: ecs,
    reason: `Fargate waits ${longestStop}s at most before it kills a container`,
    fix: `shorten drain, so that its end comes within ${longestStop}s`,
    acceptable: true,
    find: ({ services }) =>
      services.filter(({ drain }) => drain.grace > longestStop).map(({ name }) => ['services', name, 'drain']),
  },
  {
    code: 'unsupported-aliases',
    field: '*.*.aliases',
    runtimes: ecs,
    reason: 'Service Connect gives a port one name, and that is the name of the service',
    fix: 'let callers use the name of the service',
    acceptable: true,
    find: (platform) => [
      ...platform.services.filter(({ aliases }) => aliases.length > 0).map(({ name }) => ['services', name, 'aliases']),
      ...serversIn(platform)
        .filter(({ resource }) => resource.aliases.length > 0)
        .map(({ path }) => [...path, 'aliases']),
    ],
  },
  {
    code: 'unsupported-dns-port',
    field: '*.*.uses',
    runtimes: ecs,
    reason:
      'jobs, and who uses a udp port, find a server by DNS, which leads to the ports of its container, and `as` is another number',
    fix: 'leave as: out, so that both numbers are one',
    acceptable: false,
    find: (platform) =>
      flowPaths(
        platform.flows.filter(
          ({ from, to }) =>
            to.kind === 'resource' && findsServerByDns(platform, from.name, to.name) && isRenumbered(platform, to.name),
        ),
      ),
  },
  {
    code: 'unsupported-scale-lag',
    field: 'services.*.scale.lag',
    runtimes: ecs,
    reason:
      'the number of waiting messages per task is no metric that scaling of ECS knows; deriving one is not done yet',
    fix: 'scale by cpu in this environment',
    acceptable: true,
    find: ({ services }) =>
      services.filter(({ scale }) => scale.lag > 0).map(({ name }) => ['services', name, 'scale', 'lag']),
  },
  {
    code: 'unsupported-scale-requests',
    field: 'services.*.scale.requests',
    runtimes: ecs,
    reason: 'requests are counted at the load balancer, and no route with http, ws or grpc leads to this service',
    fix: 'scale by cpu in this environment',
    acceptable: true,
    find: ({ services }) =>
      services
        .filter(
          ({ scale, routes }) =>
            scale.requests > 0 && !routes.some((route) => routing.leads(route) && route.listen === 0),
        )
        .map(({ name }) => ['services', name, 'scale', 'requests']),
  },
  {
    code: 'unsupported-schedule',
    field: 'jobs.*.schedule',
    runtimes: ecs,
    reason: 'EventBridge Scheduler asks for a day of the month or of the week, not for either',
    fix: 'put * for one of the two days, and make a second job for the other',
    acceptable: false,
    find: ({ jobs }) =>
      jobs
        .filter(({ trigger }) => trigger.kind === 'schedule' && schedulerCron(trigger.schedule) === undefined)
        .map(({ name }) => ['jobs', name, 'schedule']),
  },
  {
    code: 'unsupported-name',
    field: '*.*',
    runtimes: ecs,
    reason:
      'a stack has its name, and this one is taken by what services share, or by the migration or the volumes of a service',
    fix: 'choose another name',
    acceptable: false,
    find: (platform) => {
      const parts = new Set([
        ...platform.services.filter(({ migrate }) => migrate !== null).map(({ name }) => migrationPart(name)),
        ...volumeOwners(platform).map(({ name }) => volumesPart(name)),
      ]);
      const named: Path[] = [
        ...platform.services.map(({ name }) => ['services', name]),
        ...platform.jobs.map(({ name }) => ['jobs', name]),
        ...platform.resources.filter(({ provider }) => provider !== 'external').map(({ name }) => ['resources', name]),
      ];
      return named.filter(([, name = '']) => isReservedPart(name) || parts.has(name));
    },
  },
];

/** Health of services and servers with a probe that a condition takes. */
function probes(platform: Platform, wrong: (probe: Probe, owner: routing.Routed) => boolean): Path[] {
  return routing
    .routed(platform)
    .filter((owner) =>
      [owner.health.liveness, owner.health.readiness].some((probe) => probe !== null && wrong(probe, owner)),
    )
    .map((owner) => [...pathOf(owner), 'health']);
}

/**
 * Whether ECS or a load balancer asks it. Of two probes a balancer makes one; since ECS replaces a task whose target is
 * unhealthy, it stands for liveness too, which no working service fails while it is ready.
 */
function isMade(probe: Probe, { routes, health }: routing.Routed): boolean {
  if (probe.action.kind === 'command') return isOnlyCommand(probe, health);
  const asked = targetProbe(health);
  return asked !== null && routes.some((route) => routing.leads(route) && canAsk(targetProtocol(routes, route), asked));
}

/** ECS makes one check by command in a container: that of liveness. */
function isOnlyCommand(probe: Probe, { liveness, readiness }: Health): boolean {
  const [one, other] = [liveness, readiness].map((each) =>
    each?.action.kind === 'command' ? each.action.command : undefined,
  );
  if (one === undefined || other === undefined) return true;
  return probe === liveness || JSON.stringify(one) === JSON.stringify(other);
}

function inBounds(probe: Probe, { startup }: Health): boolean {
  const command = probe.action.kind === 'command';
  if (command && startup + probe.delay > commandBounds.startup[1]) return false;
  const bounds = command ? commandBounds : targetBounds;
  return (['interval', 'timeout', 'failures'] as const).every((key) => {
    const [least, most] = bounds[key];
    return probe[key] >= least && probe[key] <= most;
  });
}

/**
 * Stores of AWS stand before any service; a store that the workload uses is waited for by trying again. What runs by a schedule
 * is deployed with the services, so that only the jobs before them have come first.
 */
function isUnordered(platform: Platform, user: ReturnType<typeof usersIn>[number], after: After): boolean {
  if (!after.given) return false;
  const onDeploy = user.kind === 'job' && user.trigger.kind === 'deploy';
  if (after.kind === 'service') return !onDeploy;
  if (after.kind === 'job') return !onDeploy && lateJobs(platform).has(after.name);
  return platform.resources.some(({ name, provider }) => name === after.name && provider === 'container');
}

/** Whether callers of a server are told other numbers than its container listens on. */
function isRenumbered(platform: Platform, server: string): boolean {
  return serversIn(platform).some(
    ({ resource }) => resource.name === server && resource.ports.some(({ number, as }) => number !== as),
  );
}

function flowPaths(flows: readonly Flow[]): Path[] {
  const paths = flows.map(({ from, to }) => [`${from.kind}s`, from.name, to.kind === 'service' ? 'calls' : 'uses']);
  return [...new Map(paths.map((path) => [path.join('.'), path])).values()];
}
