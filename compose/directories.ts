import type { Container, Writable } from '../platform/index';
import type { Mount } from './file';
import type { Project } from './project';
import { fileName } from './volume-names';

/** What decides whose a container's directories are. */
export type Owned = Pick<Container, 'user' | 'volumes' | 'writable'>;

/** Directories on disk that go with a container: a volume each, which starts empty whatever the image has at its path. */
export function disksOf(project: Project, name: string, { writable }: Pick<Container, 'writable'>): Mount[] {
  return onDisk(writable).map(({ path }) => ({
    type: 'volume',
    source: project.volume(diskName(name, path)),
    target: path,
    volume: { nocopy: true },
  }));
}

/**
 * A directory in memory. Where the image has the directory, Docker takes its mode in place of ours, and not its owner: so
 * the owner is said. Programs in it may be run, as everywhere else that these directories exist.
 */
export function memoryOf({ writable, user }: Pick<Container, 'writable' | 'user'>): string[] {
  const owner = user === null ? '' : `uid=${user.uid},gid=${user.gid},`;
  return writable.filter(isInMemory).map(({ path, size }) => `${path}:size=${size}m,mode=1777,${owner}exec`);
}

export function isInMemory({ medium }: Writable): boolean {
  return medium === 'memory';
}

export function onDisk(writable: readonly Writable[]): readonly Writable[] {
  return writable.filter(({ medium }) => medium === 'disk');
}

/** A volume of the description has one underscore in its name, between owner and volume; this has more. */
export function diskName(name: string, path: string): string {
  return `${name}_writable_${fileName(path)}`;
}

export function hasDisk({ writable }: Pick<Container, 'writable'>): boolean {
  return onDisk(writable).length > 0;
}

/**
 * Whether Docker would leave it with a directory that it may not write. `ownsData`: the image gives its volumes away, as it
 * does where its own user runs.
 */
export function needsOwner({ user, volumes, writable }: Owned, ownsData: boolean): boolean {
  if (user === null) return hasDisk({ writable });
  return user.uid !== 0 && (hasDisk({ writable }) || (volumes.length > 0 && !ownsData));
}
