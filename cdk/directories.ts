import type { Container, Writable } from '../platform/index';

/**
 * Directories of a container that are on the disk of its task, sorted by path: those that it may write, and the volumes,
 * where an environment accepts that what is in them goes with the task (limits/containers.ts).
 */
export function directoriesOf({ writable, volumes }: Pick<Container, 'writable' | 'volumes'>): readonly Writable[] {
  if (volumes.length === 0) return writable;
  const kept = volumes.map(({ path, size }): Writable => ({ path, medium: 'disk', size: size * 1024 }));
  return [...writable, ...kept].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** GiB that the directories of the containers of a task have together. */
export function storageOf(containers: readonly Pick<Container, 'writable' | 'volumes'>[]): number {
  return Math.ceil(containers.flatMap(directoriesOf).reduce((sum, { size }) => sum + size, 0) / 1024);
}
