import type { Credential, Postgres } from '../../platform/index';
import { type Tested, type TestStore, testPassword } from './kind';

export const postgres: TestStore<Postgres> = {
  port: 5432,
  health: 'pg_isready --username postgres',
  env: { POSTGRES_HOST_AUTH_METHOD: 'trust' },
  prefix: 'PG',
  // SQL that makes roles, then grants; and SQL that makes one database each.
  setup: (stores, { workloads, logins }) => ({
    roles: stores.flatMap((store) => roles(store, workloads, logins(store))),
    databases: stores.flatMap((store) => databases(store, workloads)),
  }),
  script: `if [ -n "$POSTGRES" ]; then
  { lines roles; lines databases; } | docker exec -i "$POSTGRES" psql --quiet --set ON_ERROR_STOP=1 --username postgres
fi`,
};

/** Databases of a server that the workloads use. */
function usedDatabases(store: Postgres, workloads: readonly Tested[]): Postgres['databases'] {
  const parts = new Set(
    workloads.flatMap(({ uses }) => uses.filter((use) => use.resource === store.name).map((use) => use.part)),
  );
  return store.databases.filter((database) => parts.has(database.name));
}

/** Every login may do what the owner may: tests migrate the databases that they use. */
function roles(store: Postgres, workloads: readonly Tested[], logins: readonly Credential[]): string[] {
  const owners = [...new Set(usedDatabases(store, workloads).map((database) => database.owner))];
  return [
    ...owners.map((owner) => `CREATE ROLE "${owner}" NOLOGIN;`),
    ...logins.map((login) => `CREATE ROLE "${login.user}" LOGIN PASSWORD '${testPassword}';`),
    ...logins.flatMap((login) => owners.map((owner) => `GRANT "${owner}" TO "${login.user}";`)),
  ];
}

function databases(store: Postgres, workloads: readonly Tested[]): string[] {
  return usedDatabases(store, workloads).map(({ database, owner, extensions }) =>
    [
      `CREATE DATABASE "${database}" OWNER "${owner}";`,
      ...(extensions.length === 0 ? [] : [`\\connect "${database}"`]),
      ...extensions.map((extension) => `CREATE EXTENSION IF NOT EXISTS "${extension}" CASCADE;`),
    ].join('\n'),
  );
}
