import { perPlatform } from './per-platform';
import type { Container, Mounted, Platform, Service } from './platform';
import { tasksIn } from './tasks';

/** A volume that other workloads or servers read than the one that writes it. */
export interface SharedVolume {
  readonly owner: string;
  readonly volume: string;
  /** Names of services, jobs and servers, sorted. */
  readonly readers: readonly string[];
}

/** Every volume with a reader elsewhere, by owner and name. Containers beside the owner's own are in its pod or task anyway. */
export const sharedVolumes = perPlatform((platform): readonly SharedVolume[] => {
  const readers = new Map<string, { readonly mount: Mounted; readonly names: Set<string> }>();
  for (const { user, containers } of tasksIn(platform)) {
    for (const mount of elsewhere(
      user.name,
      containers.map(({ container }) => container),
    )) {
      const key = `${mount.owner}.${mount.volume}`;
      const entry = readers.get(key) ?? { mount, names: new Set() };
      entry.names.add(user.name);
      readers.set(key, entry);
    }
  }
  return [...readers]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { mount, names }]) => ({ owner: mount.owner, volume: mount.volume, readers: [...names].sort() }));
});

/** Who reads a volume besides its owner. */
export function readersOf(platform: Platform, owner: string, volume: string): readonly string[] {
  return sharedVolumes(platform).find((each) => each.owner === owner && each.volume === volume)?.readers ?? [];
}

/** What the containers of a workload read of others, each volume once. */
export function elsewhere(name: string, containers: readonly Pick<Container, 'mounts'>[]): readonly Mounted[] {
  const mounts = containers.flatMap((each) => each.mounts).filter(({ owner }) => owner !== name);
  return [...new Map(mounts.map((mount) => [`${mount.owner}.${mount.volume}`, mount])).values()];
}

/** Volumes of a service that nobody else reads: elsewhere each replica has them to itself. */
export function ownVolumes(
  platform: Platform,
  { name, volumes }: Pick<Service, 'name' | 'volumes'>,
): readonly string[] {
  return volumes.map((each) => each.name).filter((volume) => readersOf(platform, name, volume).length === 0);
}
