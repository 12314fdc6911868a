import type { ContainerResource } from './platform';

/** Names of the servers of a resource that runs several times, each found alone; none where one server has the whole name. */
export function replicaNames({
  name,
  replicas,
  provider,
}: Pick<ContainerResource, 'name' | 'replicas' | 'provider'>): string[] {
  if (provider !== 'container' || replicas < 2) return [];
  return Array.from({ length: replicas }, (_, at) => `${name}-${at}`);
}
