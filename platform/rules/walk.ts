import type { JobDescription, ServiceDescription } from '../description';
import type { Container, ContainerResource, Job, Platform, Service } from '../model';
import type { Path, Scope } from '../scope';

/** The fields of a container, whatever it belongs to. */
export type Fields = NonNullable<ServiceDescription['sidecars']>[string] & Pick<ServiceDescription, 'volumes'>;

/** A container of the resolved platform, and where the description has it. */
export interface Place {
  readonly path: Path;
  readonly container: Container;
  readonly fields: Fields;
  readonly kind: 'service' | 'job' | 'init' | 'sidecar' | 'resource';
}

/** Every container, in the order of services, jobs and resources; each with those beside it. */
export function* containers(scope: Scope, platform: Platform): Iterable<Place> {
  for (const { path, workload, fields } of workloads(scope, platform)) {
    yield { path, container: workload, fields, kind: workload.kind };
    for (const container of workload.init) yield beside(path, container, 'init', fields.init);
    for (const container of workload.sidecars) yield beside(path, container, 'sidecar', fields.sidecars);
  }
  for (const { path, resource, fields } of containerResources(scope, platform)) {
    yield { path, container: resource.container, fields, kind: 'resource' };
  }
}

function beside(
  path: Path,
  container: Container,
  kind: 'init' | 'sidecar',
  all: Record<string, Fields> | undefined,
): Place {
  const key = kind === 'init' ? 'init' : 'sidecars';
  return { path: [...path, key, container.name], container, fields: all?.[container.name] ?? {}, kind };
}

/** Services and jobs. */
export function* workloads(
  scope: Scope,
  platform: Platform,
): Iterable<{ path: Path; workload: Service | Job; fields: ServiceDescription | JobDescription }> {
  yield* services(scope, platform);
  for (const job of platform.jobs) {
    yield { path: ['jobs', job.name], workload: job, fields: scope.merged.jobs[job.name] ?? {} };
  }
}

export function* services(
  scope: Scope,
  platform: Platform,
): Iterable<{ path: Path; workload: Service; fields: ServiceDescription }> {
  for (const service of platform.services) {
    yield { path: ['services', service.name], workload: service, fields: scope.merged.services[service.name] ?? {} };
  }
}

/** Resources of kind `container` that run here. */
export function* containerResources(
  scope: Scope,
  platform: Platform,
): Iterable<{ path: Path; resource: ContainerResource; fields: Fields }> {
  for (const resource of platform.resources) {
    const fields = scope.merged.resources[resource.name];
    if (resource.kind !== 'container' || fields?.kind !== 'container' || resource.provider !== 'container') continue;
    yield { path: ['resources', resource.name], resource, fields };
  }
}

/** Names that stand in a list or as the keys of a map, each with its place. */
export function* namesIn(
  path: Path,
  given: readonly string[] | Readonly<Record<string, unknown>> | undefined,
): Iterable<Named> {
  if (given === undefined) return;
  if (Array.isArray(given)) {
    for (const [at, name] of given.entries()) yield { path: [...path, at], name: String(name), key: false };
    return;
  }
  for (const name of Object.keys(given)) yield { path: [...path, name], name, key: true };
}

export interface Named {
  readonly path: Path;
  readonly name: string;
  /** Whether the place is a key. */
  readonly key: boolean;
}

/** Place of an item of a field that is a list, or one item alone. */
export function item(path: Path, given: unknown, at: number): Path {
  return Array.isArray(given) ? [...path, at] : path;
}
