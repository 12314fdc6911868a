import type { JobDescription, ResourceDescription, ServiceDescription } from '../description/description';
import type { Container, ContainerResource, Job, Platform, Service } from '../model/platform';
import type { Path, Scope } from '../resolve/scope';

/** The fields of a container, whatever it belongs to. */
export type Fields = NonNullable<ServiceDescription['sidecars']>[string] & Pick<ServiceDescription, 'volumes'>;

/** A container of the resolved platform, and where the description has it. */
export interface Place {
  readonly path: Path;
  readonly container: Container;
  readonly fields: Fields;
  readonly kind: 'service' | 'job' | 'init' | 'sidecar' | 'resource';
}

/** A service or a job, and where the description has it. */
export interface WorkloadPlace<W = Service | Job, F = ServiceDescription | JobDescription> {
  readonly path: Path;
  readonly workload: W;
  readonly fields: F;
}

export interface ResourcePlace {
  readonly path: Path;
  readonly resource: ContainerResource;
  readonly fields: Extract<ResourceDescription, { kind: 'container' }>;
}

/** A service, a job or a server of kind `container`: whoever has edges and containers beside it. */
export interface UserPlace {
  readonly path: Path;
  readonly user: Service | Job | ContainerResource;
  readonly fields: Pick<
    ServiceDescription,
    | 'build'
    | 'image'
    | 'calls'
    | 'uses'
    | 'mounts'
    | 'publishes'
    | 'consumes'
    | 'egress'
    | 'after'
    | 'init'
    | 'sidecars'
  >;
}

/** What may have routes. */
export interface RoutedPlace {
  readonly path: Path;
  readonly owner: Service | ContainerResource;
  readonly fields: Pick<ServiceDescription, 'routes'>;
}

interface Walk {
  readonly services: readonly WorkloadPlace<Service, ServiceDescription>[];
  readonly workloads: readonly WorkloadPlace[];
  readonly resources: readonly ResourcePlace[];
  readonly users: readonly UserPlace[];
  readonly routed: readonly RoutedPlace[];
  readonly containers: readonly Place[];
}

/** Every rule walks the same lists, so they are made once. */
const walks = new WeakMap<Platform, Walk>();

function walk(scope: Scope, platform: Platform): Walk {
  const known = walks.get(platform);
  if (known !== undefined) return known;
  const { merged } = scope;
  const services = platform.services.map((workload) => ({
    path: ['services', workload.name],
    workload,
    fields: merged.services[workload.name] ?? {},
  }));
  const jobs = platform.jobs.map((workload) => ({
    path: ['jobs', workload.name],
    workload,
    fields: merged.jobs[workload.name] ?? {},
  }));
  const resources = platform.resources.flatMap((resource): ResourcePlace[] => {
    const fields = merged.resources[resource.name];
    const runs = resource.kind === 'container' && fields?.kind === 'container' && resource.provider === 'container';
    return runs ? [{ path: ['resources', resource.name], resource, fields }] : [];
  });
  const workloads: WorkloadPlace[] = [...services, ...jobs];
  const containers = [
    ...workloads.flatMap(({ path, workload, fields }) => [
      { path, container: workload, fields, kind: workload.kind },
      ...besides(path, workload, fields),
    ]),
    ...resources.flatMap(({ path, resource, fields }) => [
      { path, container: resource.container, fields, kind: 'resource' as const },
      ...besides(path, resource, fields),
    ]),
  ];
  const users: UserPlace[] = [
    ...workloads.map(({ path, workload, fields }) => ({ path, user: workload, fields })),
    ...resources.map(({ path, resource, fields }) => ({ path, user: resource, fields })),
  ];
  const routed: RoutedPlace[] = [
    ...services.map(({ path, workload, fields }) => ({ path, owner: workload, fields })),
    ...resources.map(({ path, resource, fields }) => ({ path, owner: resource, fields })),
  ];
  const made = { services, workloads, resources, users, routed, containers };
  walks.set(platform, made);
  return made;
}

/** The containers that run before a workload, and those beside it. */
function besides(path: Path, user: UserPlace['user'], fields: UserPlace['fields']): Place[] {
  const list = (containers: readonly Container[], kind: 'init' | 'sidecar', key: 'init' | 'sidecars') =>
    containers.map((container) => ({
      path: [...path, key, container.name],
      container,
      fields: fields[key]?.[container.name] ?? {},
      kind,
    }));
  return [...list(user.init, 'init', 'init'), ...list(user.sidecars, 'sidecar', 'sidecars')];
}

/** Every container that runs here, in the order of services, jobs and resources; each with those beside it. */
export function containers(scope: Scope, platform: Platform): readonly Place[] {
  return walk(scope, platform).containers;
}

export function workloads(scope: Scope, platform: Platform): readonly WorkloadPlace[] {
  return walk(scope, platform).workloads;
}

/** Whoever has edges, in the order of services, jobs and resources. */
export function users(scope: Scope, platform: Platform): readonly UserPlace[] {
  return walk(scope, platform).users;
}

/** Whatever may have routes, in the order of services and resources. */
export function routed(scope: Scope, platform: Platform): readonly RoutedPlace[] {
  return walk(scope, platform).routed;
}

export function services(scope: Scope, platform: Platform): Walk['services'] {
  return walk(scope, platform).services;
}

/** Resources of kind `container` that run here. */
export function containerResources(scope: Scope, platform: Platform): readonly ResourcePlace[] {
  return walk(scope, platform).resources;
}

/** A name in a list or as the key of a map. Most are right, so the place is put together only where it is asked for. */
export class Named {
  constructor(
    private readonly base: Path,
    private readonly step: string | number,
    readonly name: string,
    /** Whether the place is a key. */
    readonly key: boolean,
  ) {}

  get path(): Path {
    return [...this.base, this.step];
  }
}

/** Names that stand in a list or as the keys of a map. */
export function namesIn(
  path: Path,
  given: readonly string[] | Readonly<Record<string, unknown>> | undefined,
): readonly Named[] {
  if (given === undefined) return [];
  if (Array.isArray(given)) return given.map((name, at) => new Named(path, at, String(name), false));
  return Object.keys(given).map((name) => new Named(path, name, name, true));
}

/** Place of an item of a field that is a list, or one item alone. */
export function item(path: Path, given: unknown, at: number): Path {
  return Array.isArray(given) ? [...path, at] : path;
}
