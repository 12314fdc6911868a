import type { Merged } from './scope';

/** The role that a workload, or its migration, says that it logs in as. */
export function givenUser(
  { services, jobs, resources }: Pick<Merged, 'services' | 'jobs' | 'resources'>,
  workload: string,
  resource: string,
  migrates: boolean,
): string | undefined {
  const migrate = services[workload]?.migrate;
  if (migrates) return migrate === undefined || Array.isArray(migrate) ? undefined : migrate.user;
  const server = resources[workload];
  const uses =
    services[workload]?.uses ?? jobs[workload]?.uses ?? (server?.kind === 'container' ? server.uses : []) ?? [];
  const named = uses.flatMap((use) =>
    typeof use === 'string' || use.user === undefined || use.name.split('.', 1)[0] !== resource ? [] : [use.user],
  );
  return named[0];
}
