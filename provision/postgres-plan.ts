import type { Access, Platform, Postgres } from '../platform/index';
import { loginsOf, rightsIn } from './access';

/** Databases, roles and rights of one PostgreSQL server. Plain data: it is also part of a request to the handler. */
export interface PostgresPlan {
  /** The comment by which a later run knows the roles that an earlier one made. */
  readonly mark: string;
  /** Whether the server is the platform's own, so that also its maintenance databases may be closed. */
  readonly own: boolean;
  readonly databases: readonly PlannedDatabase[];
  readonly logins: readonly PlannedLogin[];
}

export interface PlannedDatabase {
  readonly name: string;
  readonly owner: string;
  readonly extensions: readonly string[];
}

export interface PlannedLogin {
  readonly user: string;
  readonly credential: string;
  readonly rights: readonly { readonly database: string; readonly access: Access }[];
}

export function postgresPlan(platform: Platform, postgres: Postgres): PostgresPlan {
  const rights = rightsIn(platform, postgres.name);
  const names = new Map(postgres.databases.map(({ name, database }) => [name, database]));
  return {
    mark: `slipway: ${platform.name}/${platform.environment.name}/${postgres.name}`,
    own: postgres.address.kind === 'own',
    databases: postgres.databases.map(({ database, owner, extensions }) => ({ name: database, owner, extensions })),
    logins: loginsOf(platform, postgres.name).map((login) => ({
      user: login.user,
      credential: login.name,
      rights: rights
        .filter((right) => right.credential === login.name)
        .flatMap(({ part, access }) => {
          const database = names.get(part);
          return database === undefined ? [] : [{ database, access }];
        }),
    })),
  };
}
