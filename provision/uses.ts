import type { Part, Platform, Use, Workload } from '../platform/index';

type Edges = Pick<Workload, 'uses' | 'publishes' | 'consumes'>;

/** Whoever has edges: services, jobs and servers of kind `container`. */
function usersIn({ services, jobs, resources }: Platform): Edges[] {
  return [...services, ...jobs, ...resources.flatMap((each) => (each.kind === 'container' ? [each] : []))];
}

/** What these use, and the migrations of services. */
export function usesIn(platform: Platform): Use[] {
  const migrations = platform.services.flatMap(({ migrate }) => (migrate === null ? [] : migrate.uses));
  return [...usersIn(platform).flatMap(({ uses }) => uses), ...migrations];
}

/** Topics and queues that they write, or read. */
export function streamsIn(platform: Platform, which: 'publishes' | 'consumes'): Part[] {
  return usersIn(platform).flatMap((user) => user[which]);
}
