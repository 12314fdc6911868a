import type { Container, Credential, Image, Platform, Resource, Service } from '../platform/index';

/** A platform with its parts by name. */
export interface Lookup {
  readonly platform: Platform;
  readonly services: ReadonlyMap<string, Service>;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly credentials: ReadonlyMap<string, Credential>;
  /** Image of each service and job. */
  readonly images: ReadonlyMap<string, Image>;
}

export function lookupOf(platform: Platform): Lookup {
  return {
    platform,
    services: byName(platform.services),
    resources: byName(platform.resources),
    credentials: byName(platform.credentials),
    images: new Map([...platform.services, ...platform.jobs].map(({ name, image }) => [name, image])),
  };
}

/** The model names only what exists, so a miss is an error of ours. */
export function get<Part>(parts: ReadonlyMap<string, Part>, name: string): Part {
  const part = parts.get(name);
  if (part === undefined) throw new Error(`the model names "${name}", which it does not hold`);
  return part;
}

/** The main container of a service or a server whose volume another mounts. */
export function ownerOf({ services, resources }: Lookup, name: string): Container {
  const service = services.get(name);
  if (service !== undefined) return service;
  const resource = get(resources, name);
  if (resource.kind !== 'container') throw new Error(`"${name}" has no volume that another could mount`);
  return resource.container;
}

function byName<Part extends { readonly name: string }>(parts: readonly Part[]): Map<string, Part> {
  return new Map(parts.map((part) => [part.name, part]));
}
