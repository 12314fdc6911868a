import type { Container, Writable } from '../platform/index';

/**
 * A container whose volumes are directories on the disk of its task, which go with that: of a migration, which has nothing
 * of what the service keeps, and of a server where an environment accepts it (limits/volumes.ts).
 */
export function onDisk<C extends Pick<Container, 'writable' | 'volumes'>>(container: C): C {
  const { writable, volumes } = container;
  if (volumes.length === 0) return container;
  const kept = volumes.map(({ path, size }): Writable => ({ path, medium: 'disk', size: size * 1024 }));
  return {
    ...container,
    writable: [...writable, ...kept].sort((a, b) => (a.path < b.path ? -1 : 1)),
    volumes: [],
  };
}

/** GiB that the directories of the containers of a task have together. What EFS holds is no part of it. */
export function storageOf(containers: readonly Pick<Container, 'writable'>[]): number {
  return Math.ceil(containers.flatMap(({ writable }) => writable).reduce((sum, { size }) => sum + size, 0) / 1024);
}
