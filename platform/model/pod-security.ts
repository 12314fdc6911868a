import type { Platform } from './platform';
import { mayBeRoot } from './user';

/** Workloads and servers of which a container runs as root, or as whoever its image says. Sorted. */
export function rootable({ services, jobs, resources }: Platform): string[] {
  const workloads = [...services, ...jobs].filter(({ user, init, sidecars }) =>
    [user, ...[...init, ...sidecars].map((each) => each.user)].some(mayBeRoot),
  );
  const servers = resources.filter(
    (each) => each.kind === 'container' && each.provider === 'container' && mayBeRoot(each.container.user),
  );
  return [...workloads, ...servers].map(({ name }) => name).sort();
}
