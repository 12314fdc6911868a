import type { Platform, Use } from '../platform/index';

/** What services, their migrations, jobs and servers of kind `container` use. */
export function usesIn({ services, jobs, resources }: Platform): Use[] {
  const servers = resources.flatMap((each) => (each.kind === 'container' ? [each] : []));
  const migrations = services.flatMap(({ migrate }) => (migrate === null ? [] : migrate.uses));
  return [...[...services, ...jobs, ...servers].flatMap(({ uses }) => uses), ...migrations];
}
