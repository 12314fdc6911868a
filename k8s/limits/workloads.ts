import type { Job, Limit, Platform, Runtime, Scale, Service } from '../../platform/index';
import { builtImages, containersIn, type Path, podsIn } from '../inventory';
import { balancerName, basePolicyName, basePolicyNames, migrationName, provisionName } from '../names';
import { openPort, provisioned, stagesOf } from '../stages';

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
    field: 'services.*.after',
    runtimes,
    reason: 'only a port that may be opened can be waited for: there is no call between the two',
    fix: 'add the service to calls, or remove it from after in this environment',
    acceptable: true,
    find: (platform) => [...platform.services, ...platform.jobs].flatMap((workload) => notAwaited(platform, workload)),
  },
  {
    code: 'unsupported-after-job',
    field: 'jobs.*.after',
    runtimes,
    reason: 'all Jobs before the services start together, and all Jobs after them: there is no order among them',
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

/** A job after the services has waited for all of them; every other workload waits at a port. */
function notAwaited(platform: Platform, workload: Service | Job): Path[] {
  const late = stagesOf(platform).jobs.some(({ name }) => name === workload.name);
  const services = workload.after.filter(({ kind, given }) => kind === 'service' && given);
  const unknown = services.filter(({ name }) => {
    const service = platform.services.find((each) => each.name === name);
    return service !== undefined && openPort(service, platform.flows, workload) === undefined;
  });
  return late || unknown.length === 0
    ? []
    : [[workload.kind === 'service' ? 'services' : 'jobs', workload.name, 'after']];
}

/** Jobs that come after a job of the same step; and services after a job that comes after a service. */
function outOfOrder(platform: Platform): Path[] {
  const { migrate, jobs } = stagesOf(platform);
  const inside = [migrate, jobs].flatMap((stage) =>
    stage.filter((job) =>
      job.after.some(({ kind, name }) => kind === 'job' && stage.some((other) => other.name === name)),
    ),
  );
  const early = migrate.filter((job) => job.after.some(({ kind }) => kind === 'service'));
  return [...new Set([...inside, ...early])].map(({ name }) => ['jobs', name, 'after']);
}

/** Names of workloads that something derived has too. Names of workloads themselves differ (rule `name-twice`). */
function takenNames(platform: Platform): Path[] {
  const { services, resources } = platform;
  const derived = new Set([
    ...basePolicyNames.map((name) => basePolicyName(platform, name)),
    ...services.flatMap(({ name, migrate }) => (migrate === null ? [] : [migrationName(name)])),
    ...services.flatMap(({ name }) => [
      balancerName(name, 'TCP'),
      balancerName(name, 'UDP'),
      balancerName(name, 'TCP', 'UDP'),
    ]),
    ...provisioned(platform).map(({ name }) => provisionName(name)),
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
  return podsIn(platform).flatMap(({ containers }) => {
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
