import type { Container, Image, Platform, Port } from '../platform/index';

export type Path = readonly string[];

/** A container of the description, and where it is described. */
export interface Described {
  readonly path: Path;
  readonly container: Container;
}

/** The containers of one pod, its main one first. */
export interface DescribedPod {
  readonly path: Path;
  readonly containers: readonly Described[];
}

/** Every pod whose containers the description knows: services, jobs and resources of kind `container`. */
export function podsIn({ services, jobs, resources }: Platform): DescribedPod[] {
  const workloads = [
    ...services.map((workload) => ({ path: ['services', workload.name], workload })),
    ...jobs.map((workload) => ({ path: ['jobs', workload.name], workload })),
  ].map(({ path, workload }) => ({
    path,
    containers: [
      { path, container: workload },
      ...workload.init.map((container) => ({ path: [...path, 'init', container.name], container })),
      ...workload.sidecars.map((container) => ({ path: [...path, 'sidecars', container.name], container })),
    ],
  }));
  const stores = resources.flatMap((resource): DescribedPod[] => {
    if (resource.kind !== 'container' || resource.provider !== 'container') return [];
    const path = ['resources', resource.name];
    const beside = (key: 'init' | 'sidecars') =>
      resource[key].map((container) => ({ path: [...path, key, container.name], container }));
    return [{ path, containers: [{ path, container: resource.container }, ...beside('init'), ...beside('sidecars')] }];
  });
  return [...workloads, ...stores];
}

export function containersIn(platform: Platform): Described[] {
  return podsIn(platform).flatMap(({ containers }) => containers);
}

/** Built images that some container runs, by name. */
export function builtImages(platform: Platform): Extract<Image, { kind: 'build' }>[] {
  const built = containersIn(platform).flatMap(({ container: { image } }) => (image.kind === 'build' ? [image] : []));
  return [...new Map(built.map((image) => [image.name, image])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What listens: services and servers that are containers of the description. */
export function listening({
  services,
  resources,
}: Platform): { readonly name: string; readonly ports: readonly Port[] }[] {
  return [
    ...services,
    ...resources.flatMap((each) => (each.kind === 'container' && each.provider === 'container' ? [each] : [])),
  ];
}
