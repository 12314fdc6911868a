import type { Resource } from '../platform/index';
import { replicaNames } from '../platform/index';

/** One server among several: its service in the file, and the names that it answers to beside that one. */
export interface Replica {
  readonly name: string;
  readonly aliases: readonly string[];
}

/**
 * Each server of a resource of kind `container` is a service of its own, with its own volumes. The first keeps the name, and so
 * the data, of the one that there was before; all answer to it.
 */
export function replicasOf(resource: Resource): Replica[] {
  const { name } = resource;
  const names = resource.kind === 'container' ? replicaNames(resource) : [];
  if (names.length === 0) return [{ name, aliases: [] }];
  return names.map((own, at) => (at === 0 ? { name, aliases: [own] } : { name: own, aliases: [name] }));
}
