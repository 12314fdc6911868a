import type { Container, Mounted, Platform, Service } from './platform';
import { usersIn } from './users';

/** A volume that other workloads or servers read than the one that writes it. */
export interface SharedVolume {
  readonly owner: string;
  readonly volume: string;
  /** Names of services, jobs and servers, sorted. */
  readonly readers: readonly string[];
}

const known = new WeakMap<Platform, readonly SharedVolume[]>();

/** Every volume with a reader elsewhere, by owner and name. Containers beside the owner's own are in its pod or task anyway. */
export function sharedVolumes(platform: Platform): readonly SharedVolume[] {
  const found = known.get(platform);
  if (found !== undefined) return found;
  const readers = new Map<string, { readonly mount: Mounted; readonly names: Set<string> }>();
  for (const user of usersIn(platform)) {
    for (const mount of elsewhere(user.name, containersOf(user))) {
      const key = `${mount.owner}.${mount.volume}`;
      const entry = readers.get(key) ?? { mount, names: new Set() };
      entry.names.add(user.name);
      readers.set(key, entry);
    }
  }
  const list = [...readers]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { mount, names }]) => ({ owner: mount.owner, volume: mount.volume, readers: [...names].sort() }));
  known.set(platform, list);
  return list;
}

/** Who reads a volume besides its owner. */
export function readersOf(platform: Platform, owner: string, volume: string): readonly string[] {
  return sharedVolumes(platform).find((each) => each.owner === owner && each.volume === volume)?.readers ?? [];
}

/** What the containers of a workload read of others, each volume once. */
export function elsewhere(name: string, containers: readonly Pick<Container, 'mounts'>[]): readonly Mounted[] {
  const mounts = containers.flatMap((each) => each.mounts).filter(({ owner }) => owner !== name);
  return [...new Map(mounts.map((mount) => [`${mount.owner}.${mount.volume}`, mount])).values()];
}

function containersOf(user: ReturnType<typeof usersIn>[number]): Container[] {
  return [user.kind === 'container' ? user.container : user, ...user.init, ...user.sidecars];
}

/** Volumes of a service that nobody else reads: elsewhere each replica has them to itself. */
export function ownVolumes(
  platform: Platform,
  { name, volumes }: Pick<Service, 'name' | 'volumes'>,
): readonly string[] {
  return volumes.map((each) => each.name).filter((volume) => readersOf(platform, name, volume).length === 0);
}
