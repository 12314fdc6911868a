import type { Credential, Postgres, RabbitMq, Workload } from '../../platform/index';
import type { Store } from './kinds';

/** What prepares the servers of the tests. Every list may be joined with another image's and made unique. */
export interface StoreSetup {
  /** SQL that makes roles, then grants. */
  readonly roles: readonly string[];
  /** SQL that makes one database each. */
  readonly databases: readonly string[];
  /** Names. */
  readonly topics: readonly string[];
  /** Commands of `redis-cli`. */
  readonly redis: readonly string[];
  /** Arguments of `rabbitmqctl`. */
  readonly rabbitmq: readonly string[];
  readonly queues: readonly {
    readonly vhost: string;
    readonly name: string;
    readonly durable: boolean;
    readonly type: string;
  }[];
}

/** Password of every login. The servers live as long as one job and listen on its runner alone. */
export const testPassword = 'test';

/** Logins, databases, topics and queues that the workloads of one image have on a target. `credentials`: theirs. */
export function setupOf(
  credentials: readonly Credential[],
  workloads: readonly Workload[],
  stores: readonly Store[],
): StoreSetup {
  const logins = (store: Store) => credentials.filter((login) => login.resource === store.name);
  const of = <K extends Store['kind']>(kind: K) =>
    stores.filter((store): store is Extract<Store, { kind: K }> => store.kind === kind);
  const topics = workloads.flatMap(({ publishes, consumes }) => [...publishes, ...consumes]);
  return {
    roles: unique(of('postgres').flatMap((store) => roles(store, workloads, logins(store)))),
    databases: unique(of('postgres').flatMap((store) => databases(store, workloads))),
    topics: unique(
      of('kafka').flatMap((store) =>
        topics.filter((topic) => topic.resource === store.name).map((topic) => topic.part),
      ),
    ),
    redis: unique(
      of('redis').flatMap((store) =>
        logins(store).map((login) => `ACL SETUSER ${login.user} on >${testPassword} ~* &* +@all`),
      ),
    ),
    rabbitmq: unique(of('rabbitmq').flatMap((store) => rabbitmq(store, logins(store)))),
    queues: of('rabbitmq').flatMap((store) =>
      store.queues.map(({ name, durable, quorum }) => ({
        vhost: store.vhost,
        name,
        durable,
        type: quorum ? 'quorum' : 'classic',
      })),
    ),
  };
}

/** Sorted, so that `CREATE ROLE` comes before `GRANT` however many lists are joined. */
function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)].sort();
}

/** Databases of a server that the workloads use. */
function usedDatabases(store: Postgres, workloads: readonly Workload[]): Postgres['databases'] {
  const parts = new Set(
    workloads.flatMap(({ uses }) => uses.filter((use) => use.resource === store.name).map((use) => use.part)),
  );
  return store.databases.filter((database) => parts.has(database.name));
}

/** Every login may do what the owner may: tests migrate the databases that they use. */
function roles(store: Postgres, workloads: readonly Workload[], logins: readonly Credential[]): string[] {
  const owners = usedDatabases(store, workloads).map((database) => database.owner);
  return [
    ...owners.map((owner) => `CREATE ROLE "${owner}" NOLOGIN;`),
    ...logins.map((login) => `CREATE ROLE "${login.user}" LOGIN PASSWORD '${testPassword}';`),
    ...logins.flatMap((login) => owners.map((owner) => `GRANT "${owner}" TO "${login.user}";`)),
  ];
}

function databases(store: Postgres, workloads: readonly Workload[]): string[] {
  return usedDatabases(store, workloads).map(({ name, owner, extensions }) =>
    [
      `CREATE DATABASE "${name}" OWNER "${owner}";`,
      ...(extensions.length === 0 ? [] : [`\\connect "${name}"`]),
      ...extensions.map((extension) => `CREATE EXTENSION IF NOT EXISTS "${extension}" CASCADE;`),
    ].join('\n'),
  );
}

function rabbitmq(store: RabbitMq, logins: readonly Credential[]): string[] {
  return logins.flatMap(({ user }) => [
    `add_user ${user} ${testPassword}`,
    `set_permissions --vhost ${store.vhost} ${user} .* .* .*`,
  ]);
}
