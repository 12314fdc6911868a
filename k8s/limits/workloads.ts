import {
  containersIn,
  type Job,
  type Limit,
  type Platform,
  type Runtime,
  replicaNames,
  routing,
  type Scale,
  tasksIn,
  usersIn,
} from '../../platform/index';
import { builtImages, type Path } from '../inventory';
import {
  balancerName,
  basePolicyName,
  basePolicyNames,
  instanceBalancerName,
  migrationName,
  provisionName,
} from '../names';
import { awaitable, openPort, provisioned, stagesOf } from '../stages';

const runtimes: readonly Runtime[] = ['kubernetes'];

export const workloadLimits: readonly Limit[] = [
  scaleLimit(
    'unsupported-scale-requests',
    'requests',
    'requests are not counted without an add-on (a metrics adapter), so they do not change the number of replicas',
    ({ requests }) => requests > 0,
  ),
  scaleLimit(
    'unsupported-scale-lag',
    'lag',
    'waiting messages are not counted without an add-on (KEDA), so they do not change the number of replicas',
    ({ lag }) => lag > 0,
  ),
  scaleLimit(
    'unsupported-scale-to-zero',
    'min',
    'a HorizontalPodAutoscaler keeps one replica at least',
    ({ min, max }) => min === 0 && max > 1,
  ),
  {
    code: 'unsupported-after',
    field: '*.*.after',
    runtimes,
    reason: 'only a TCP port that may be opened can be waited for: there is no edge that opens one',
    fix: 'add a service to calls, a resource to uses, or remove it from after in this environment',
    acceptable: true,
    find: (platform) => usersIn(platform).flatMap((user) => notAwaited(platform, user)),
  },
  {
    code: 'unsupported-after-job',
    field: 'jobs.*.after',
    runtimes,
    reason:
      'all Jobs before the services start together, and all Jobs after them: there is no order among them, and what runs by a schedule is made between the two',
    fix: 'let one job do both, or let it wait by itself',
    acceptable: true,
    find: outOfOrder,
  },
  {
    code: 'unsupported-name',
    field: 'services.*',
    runtimes,
    reason: 'another object of the namespace has this name: it belongs to a migration, a set-up or a route',
    fix: 'rename it',
    acceptable: false,
    find: takenNames,
  },
  {
    code: 'unsupported-name',
    field: 'services.*.image',
    runtimes,
    reason: 'an image that is built here has the same name, and the pipeline would set both',
    fix: 'write the registry too: docker.io/library/...',
    acceptable: false,
    find: takenImages,
  },
];

function scaleLimit(code: string, field: string, reason: string, holds: (scale: Scale) => boolean): Limit {
  return {
    code,
    field: `services.*.scale.${field}`,
    runtimes,
    reason,
    fix: 'scale by cpu or memory in this environment, with min: 1 or more',
    acceptable: true,
    find: ({ services }) =>
      services.flatMap(({ name, scale }) => (holds(scale) ? [['services', name, 'scale', field]] : [])),
  };
}

/** A job of a deploy that comes after the services has waited for all of them, every one for stores; all else waits at a port. */
function notAwaited(platform: Platform, user: ReturnType<typeof usersIn>[number]): Path[] {
  const { migrate, jobs } = stagesOf(platform);
  const isIn = (stage: readonly Job[]) => stage.some(({ name }) => name === user.name);
  const kind = user.kind === 'container' ? 'resource' : user.kind;
  const unknown = user.after.filter((after) => {
    const peer = after.given ? awaitable(platform, after) : undefined;
    if (peer === undefined || openPort(platform, peer, { kind, name: user.name }) !== undefined) return false;
    return !(isIn(jobs) || (isIn(migrate) && after.kind === 'resource'));
  });
  return unknown.length === 0 ? [] : [[`${kind}s`, user.name, 'after']];
}

/** Jobs that come after a job of the same step; services and schedules after a job that comes after the services. */
function outOfOrder(platform: Platform): Path[] {
  const { migrate, jobs } = stagesOf(platform);
  const follows = (job: Job, stage: readonly Job[]) =>
    job.after.some(({ kind, name }) => kind === 'job' && stage.some((other) => other.name === name));
  const inside = [migrate, jobs].flatMap((stage) => stage.filter((job) => follows(job, stage)));
  const early = migrate.filter((job) => job.after.some(({ kind }) => kind === 'service'));
  const scheduled = platform.jobs.filter((job) => job.trigger.kind === 'schedule' && follows(job, jobs));
  return [...new Set([...inside, ...early, ...scheduled])].map(({ name }) => ['jobs', name, 'after']);
}

/** Names of workloads that something derived has too. Names of workloads themselves differ (rule `name-twice`). */
function takenNames(platform: Platform): Path[] {
  const { services, resources } = platform;
  const derived = new Set([
    ...basePolicyNames.map((name) => basePolicyName(platform, name)),
    ...services.flatMap(({ name, migrate }) => (migrate === null ? [] : [migrationName(name)])),
    ...routing
      .routed(platform)
      .flatMap(({ name }) => [balancerName(name, 'TCP'), balancerName(name, 'UDP'), balancerName(name, 'TCP', 'UDP')]),
    ...services.flatMap(({ name, scale, publicAddress }) =>
      publicAddress ? Array.from({ length: scale.min }, (_, at) => instanceBalancerName(name, at)) : [],
    ),
    ...provisioned(platform).map(({ name }) => provisionName(name)),
    ...resources.flatMap((each) => (each.kind === 'container' ? replicaNames(each) : [])),
  ]);
  const named = [
    ...services.map(({ name }) => ['services', name]),
    ...platform.jobs.map(({ name }) => ['jobs', name]),
    ...resources.map(({ name }) => ['resources', name]),
  ];
  return [...named.filter(([, name]) => derived.has(name ?? '')), ...takenContainers(platform)];
}

/** Init containers and sidecars of one pod are one list, with what is added to it. */
function takenContainers(platform: Platform): Path[] {
  return tasksIn(platform).flatMap(({ containers }) => {
    const known = new Set(['write-files']);
    return containers.flatMap(({ path, container: { name } }): Path[] => {
      const taken = known.has(name) || name.startsWith('wait-for-');
      known.add(name);
      return taken ? [path] : [];
    });
  });
}

function takenImages(platform: Platform): Path[] {
  const built = new Set(builtImages(platform).map(({ name }) => name));
  return containersIn(platform).flatMap(({ path, container: { image } }) =>
    image.kind === 'reference' && built.has(image.reference.replace(/[:@].*$/, '')) ? [[...path, 'image']] : [],
  );
}
