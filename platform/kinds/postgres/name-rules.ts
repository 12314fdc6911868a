import type { Platform } from '../../model/platform';
import { pathOf, usersIn } from '../../model/users';
import { givenUser } from '../../resolve/given-user';
import type { Path, Scope } from '../../resolve/scope';
import type { Broken, Rule } from '../../rules/rule';
import { asMap } from '../kind';
import type { Postgres } from './model';
import { sqlIdentifier } from './names';

/** Databases that mean something to a server, and what. */
export const reservedDatabases: Readonly<Record<string, string>> = {
  postgres: 'the database that every server has for its administrators',
  rdsadmin: 'a database of Amazon RDS',
  template0: 'what new databases are copied from',
  template1: 'what new databases are copied from',
};

/** PostgreSQL, CREATE ROLE. */
const reservedWords: Readonly<Record<string, string>> = {
  none: 'a word that PostgreSQL keeps for itself',
  public: 'a word that PostgreSQL keeps for itself',
};

/** Amazon RDS User Guide, "Understanding PostgreSQL roles and permissions": what every server of RDS has. */
const rdsRoles = [
  'rdsadmin',
  'rds_superuser',
  'rds_replication',
  'rds_password',
  'rds_iam',
  'rds_ad',
  'rds_extension',
  'rds_reserved',
  'rdsrepladmin',
  'rdstopmgr',
  'rds_writer_admin',
];
const rolesOfRds: Readonly<Record<string, string>> = Object.fromEntries(
  rdsRoles.map((role) => [role, 'a role of Amazon RDS']),
);

/** Names that no workload may log in by. */
const reservedLogins: Readonly<Record<string, string>> = { ...reservedWords, ...rolesOfRds };

/** And its administrator, whose members would be administrators; and that of Amazon RDS. */
const reservedRoles: Readonly<Record<string, string>> = {
  ...reservedWords,
  postgres: 'the administrator, and whoever owns the database would be one too',
  ...rolesOfRds,
  rdsadmin: 'the administrator of Amazon RDS',
};

function* databaseName(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const store of stores(platform)) {
    const given = scope.merged.resources[store.name];
    const list = given?.kind === 'postgres' ? given.databases : undefined;
    const written = asMap<{ name?: string; owner?: string }>(list);
    const databases = new Map<string, string>();
    const owners = new Map<string, string>();
    for (const { name, database, owner } of store.databases) {
      const step = Array.isArray(list) ? list.indexOf(name) : name;
      const path = ['resources', store.name, 'databases', step];
      const own = written[name] ?? {};
      if (own.name !== undefined) yield* reserved([...path, 'name'], reservedDatabases, database);
      if (own.owner !== undefined) yield* reserved([...path, 'owner'], reservedRoles, owner);
      const twin = databases.get(database);
      const rule = `is the database "${database}" of the server, which ${twin} is already`;
      if (twin !== undefined)
        yield { path, key: step === name, value: '', rule, fix: 'give one of them another name:' };
      databases.set(database, name);
      // One owner of two databases is meant where it is written.
      const other = own.owner === undefined && twin === undefined ? owners.get(owner) : undefined;
      const same = `would have the owner role "${owner}", as ${other} has`;
      if (other !== undefined)
        yield { path, key: step === name, value: '', rule: same, fix: 'give one of them an owner: of its own' };
      owners.set(owner, name);
    }
  }
}

function* reserved(path: Path, table: Readonly<Record<string, string>>, name: string): Iterable<Broken> {
  if (Object.hasOwn(table, name)) yield { path, rule: `but that is ${table[name]}`, fix: 'write another name' };
}

/** A workload has one login in a server, and only databases are logged into by a role of the team's choice. */
function* loginName(scope: Scope, platform: Platform): Iterable<Broken> {
  const servers = new Set(stores(platform).map(({ name }) => name));
  for (const section of ['services', 'jobs', 'resources'] as const) {
    for (const [workload, fields] of Object.entries(scope.merged[section])) {
      const uses = 'uses' in fields ? fields.uses : undefined;
      const known = new Map<string, string>();
      for (const [at, use] of (uses ?? []).entries()) {
        if (typeof use === 'string' || use.user === undefined) continue;
        const path = [section, workload, 'uses', at, 'user'];
        const [server = ''] = use.name.split('.', 1);
        const other = known.get(server);
        known.set(server, use.user);
        if (!servers.has(server)) yield { path, rule: `but ${server} has no roles to choose from`, fix: 'remove it' };
        else if (other !== undefined && other !== use.user)
          yield { path, rule: `but it logs in at ${server} as "${other}" already`, fix: `write "${other}"` };
        else yield* reserved(path, reservedLogins, use.user);
      }
    }
  }
  yield* migrationName(scope, platform, servers);
  yield* derivedLogin(scope, platform, servers);
}

/** A role that is made of the name of its workload: what is written is judged where it stands. */
function* derivedLogin({ merged }: Scope, platform: Platform, servers: ReadonlySet<string>): Iterable<Broken> {
  for (const user of usersIn(platform)) {
    const { name } = user;
    const login = platform.credentials.find(
      (each) => each.workload === name && each.role === 'use' && servers.has(each.resource),
    );
    const role = sqlIdentifier(name);
    if (login === undefined || !Object.hasOwn(reservedLogins, role)) continue;
    if (givenUser(merged, name, login.resource, false) !== undefined) continue;
    const rule = `would log in at ${login.resource} as "${role}", ${reservedLogins[role]}`;
    yield {
      path: pathOf(user),
      key: true,
      value: '',
      rule,
      fix: 'rename it, or give it another role: user: under uses:',
    };
  }
}

function* migrationName(scope: Scope, platform: Platform, servers: ReadonlySet<string>): Iterable<Broken> {
  for (const { name, migrate } of platform.services) {
    const given = scope.merged.services[name]?.migrate;
    if (migrate === null || given === undefined || Array.isArray(given) || given.user === undefined) continue;
    const path = ['services', name, 'migrate', 'user'];
    if (migrate.uses.some(({ resource }) => servers.has(resource))) yield* reserved(path, reservedLogins, given.user);
    else yield { path, rule: `but ${name} uses no database`, fix: 'remove it' };
  }
}

function stores({ resources }: Platform): Postgres[] {
  return resources.flatMap((each) => (each.kind === 'postgres' ? [each] : []));
}

export const nameRules: readonly Rule[] = [
  {
    code: 'database-name',
    summary:
      'Databases of one server have names that differ and that the server does not keep for itself, and owner roles that are not its administrator; two have one owner only where that is written.',
    fix: 'give one of them another name: or owner:',
    find: databaseName,
  },
  {
    code: 'login-name',
    summary:
      'A workload logs in at a server of PostgreSQL as one role, by a name that SQL does not keep for itself; other stores have no roles to choose from.',
    fix: 'write one role, or remove user:',
    find: loginName,
  },
];
