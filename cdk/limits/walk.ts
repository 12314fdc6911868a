import type { Container, ContainerResource, Job, Platform, Runtime, Service } from '../../platform/index';

/** Place of a field in the description. */
export type Path = readonly string[];

/** What these limits are about. */
export const ecs: readonly Runtime[] = ['ecs'];

/** A container, and where the description has it. */
export interface Placed {
  readonly container: Container;
  readonly path: Path;
}

/** Every container that this output runs. */
export function containersIn(platform: Platform): Placed[] {
  return [...workloadsIn(platform), ...serversIn(platform)].flatMap((each) => each.containers);
}

/** The containers that run together as one task. */
export interface PlacedTask {
  readonly path: Path;
  readonly containers: readonly Placed[];
}

export interface PlacedWorkload extends PlacedTask {
  readonly workload: Service | Job;
}

export function workloadsIn(platform: Platform): PlacedWorkload[] {
  return [...platform.services, ...platform.jobs].map((workload) => {
    const path = [workload.kind === 'service' ? 'services' : 'jobs', workload.name];
    const beside = (key: 'init' | 'sidecars') =>
      workload[key].map((container) => ({ container, path: [...path, key, container.name] }));
    return { workload, path, containers: [{ container: workload, path }, ...beside('init'), ...beside('sidecars')] };
  });
}

export interface PlacedServer extends PlacedTask {
  readonly resource: ContainerResource;
}

/** Servers of kind `container` that run here. */
export function serversIn(platform: Platform): PlacedServer[] {
  return platform.resources.flatMap((resource) => {
    if (resource.kind !== 'container' || resource.provider !== 'container') return [];
    const path = ['resources', resource.name];
    const beside = (key: 'init' | 'sidecars') =>
      resource[key].map((container) => ({ container, path: [...path, key, container.name] }));
    const own = { container: resource.container, path };
    return [{ resource, path, containers: [own, ...beside('init'), ...beside('sidecars')] }];
  });
}

/** Places in containers: of each for which `wrong` gives the rest of the path. */
export function inContainers(wrong: (container: Container) => readonly Path[]): (platform: Platform) => Path[] {
  return (platform) =>
    containersIn(platform).flatMap(({ container, path }) => wrong(container).map((rest) => [...path, ...rest]));
}
