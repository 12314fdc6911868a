import type { ContainerResource, Egress, Job, Platform, Service, Use } from './platform';

/** Servers of kind `container` that run here. */
export function containerServers({ resources }: Pick<Platform, 'resources'>): ContainerResource[] {
  return resources.flatMap((each) => (each.kind === 'container' && each.provider === 'container' ? [each] : []));
}

/** Whoever has edges: services, jobs, and servers of kind `container`. */
export function usersIn(platform: Platform): (Service | Job | ContainerResource)[] {
  return [...platform.services, ...platform.jobs, ...containerServers(platform)];
}

/** Where the description has it: `[resources, cache]`. */
export function pathOf({ kind, name }: Pick<Service | Job | ContainerResource, 'kind' | 'name'>): [string, string] {
  return [kind === 'container' ? 'resources' : `${kind}s`, name];
}

/** Places of the ways out for which something holds. */
export function waysOut(platform: Platform, holds: (egress: Egress) => boolean): string[][] {
  return usersIn(platform).flatMap((user) =>
    user.egress.flatMap((each, at) => (holds(each) ? [[...pathOf(user), 'egress', String(at)]] : [])),
  );
}

/** Everything that is used, by migrations too. */
export function usesIn(platform: Platform): Use[] {
  const migrations = platform.services.flatMap(({ migrate }) => (migrate === null ? [] : migrate.uses));
  return [...usersIn(platform).flatMap(({ uses }) => uses), ...migrations];
}

/**
 * Whether a server needs something of the platform: it stands with the services then, after the stores that are set up, and
 * not with these.
 */
export function hasEdges({
  container: { mounts },
  calls,
  uses,
  publishes,
  consumes,
  after,
}: ContainerResource): boolean {
  return [calls, uses, mounts, publishes, consumes, after].some((edges) => edges.length > 0);
}
