import { containerServers, containersIn, type Image, type Platform, type Port } from '../platform/index';

export type Path = readonly string[];

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
  return [...services, ...containerServers({ resources })];
}
