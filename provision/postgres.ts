import type { Access } from '../platform/index';
import type { PlannedDatabase, PostgresPlan } from './postgres-plan';
import { closedLogins, loginRole, marked, memberships, ownerRole, sessionRoles } from './postgres-roles';
import { each, identifier, literal, rows, run, type Script, type Statement, when } from './sql';

/**
 * The statements that make a server match a plan: databases with an owner role each, a login per workload, and rights by
 * access. They run again and again without harm: each asks the catalogue what differs and does only that, and a right that
 * the plan no longer has is taken away. A login that the plan no longer has is closed. Nothing is ever dropped.
 *
 * The administrator is a superuser, or may create roles and databases (Amazon RDS). PostgreSQL 13 to 18.
 */
export function postgresScripts(plan: PostgresPlan): Script[] {
  return [
    {
      database: '',
      statements: [
        ownNames,
        ...plan.databases.flatMap((database) => ownerRole(plan, database)),
        ...plan.databases.flatMap(ownedDatabase),
        ...(plan.own ? [closedMaintenance()] : []),
        ...plan.logins.flatMap((login) => loginRole(plan, login)),
        closedLogins(plan),
        memberships(plan),
        connections(plan),
        sessionRoles(plan),
      ],
    },
    ...plan.databases.map((database) => ({ database: database.name, statements: inDatabase(plan, database) })),
  ];
}

/**
 * An owner may put functions into its schemas that fit a call better than the server's own (CVE-2018-1058), and the
 * administrator would run them: so names are looked up in the server's catalogue alone.
 */
const ownNames = run('SET search_path = pg_catalog');

/** What each access may do with each kind of object. The owner's rights come from the owner role. */
const privileges: Readonly<Record<Access, Readonly<Record<'schema' | 'table' | 'sequence', readonly string[]>>>> = {
  read: { schema: ['USAGE'], table: ['SELECT'], sequence: ['SELECT'] },
  write: {
    schema: ['USAGE'],
    table: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    sequence: ['SELECT', 'UPDATE', 'USAGE'],
  },
  owner: { schema: [], table: [], sequence: [] },
};

function ownedDatabase({ name, owner }: PlannedDatabase): Statement[] {
  const known = `(SELECT FROM pg_database WHERE datname = ${literal(name)}`;
  return [
    // From template1: before PostgreSQL 15, on RDS, the schema public is the administrator's there and not in template0.
    when(`NOT EXISTS ${known})`, `CREATE DATABASE ${identifier(name)} OWNER ${identifier(owner)}`),
    when(
      `EXISTS ${known} AND pg_get_userbyid(datdba) <> ${literal(owner)})`,
      `ALTER DATABASE ${identifier(name)} OWNER TO ${identifier(owner)}`,
    ),
    run(`REVOKE ALL ON DATABASE ${identifier(name)} FROM PUBLIC`),
  ];
}

/** The databases that every server has: no service has business there. */
function closedMaintenance(): Statement {
  return each(`SELECT DISTINCT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', datname)
  FROM pg_database CROSS JOIN aclexplode(coalesce(datacl, acldefault('d', datdba))) AS granted
  WHERE datname IN ('postgres', 'template1', current_database(), current_user)
    AND granted.grantee = 0 AND pg_has_role(datdba, 'USAGE')
  ORDER BY 1`);
}

/** Who may connect to what, in every database of the server: also in one that the plan no longer has. */
function connections(plan: PostgresPlan): Statement {
  const wanted = plan.logins.flatMap(({ user, rights }) => rights.map(({ database }) => [database, user]));
  return difference({
    mark: plan.mark,
    objects: `SELECT format('DATABASE %I', datname) AS object, datacl AS acl
  FROM pg_database WHERE pg_has_role(datdba, 'USAGE')`,
    wanted: `SELECT format('DATABASE %I', datname) AS object, login, 'CONNECT'::text AS privilege
  FROM pg_database JOIN (${rows(['database', 'login'], wanted)}) AS list ON datname = database`,
    prefix: '',
  });
}

function inDatabase(plan: PostgresPlan, database: PlannedDatabase): Statement[] {
  return [
    ownNames,
    ...publicSchema(database),
    ...database.extensions.map((extension) => installed(database, extension)),
    objectRights(plan, database),
    laterRights(plan, database),
  ];
}

/** Before PostgreSQL 15 everybody may create in the schema `public`. */
function publicSchema({ name, owner }: PlannedDatabase): Statement[] {
  const schema = "FROM pg_namespace WHERE nspname = 'public'";
  const reason = `database "${name}": PUBLIC may create in schema public and the administrator cannot take that away`;
  return [
    when(
      `EXISTS (SELECT ${schema} AND pg_get_userbyid(nspowner) <> ${literal(owner)} AND pg_has_role(nspowner, 'USAGE'))`,
      `ALTER SCHEMA public OWNER TO ${identifier(owner)}`,
    ),
    each(`SELECT DISTINCT 'REVOKE CREATE ON SCHEMA public FROM PUBLIC'
  FROM pg_namespace CROSS JOIN aclexplode(coalesce(nspacl, acldefault('n', nspowner))) AS granted
  WHERE nspname = 'public' AND granted.grantee = 0 AND granted.privilege_type = 'CREATE'`),
    when(
      `EXISTS (SELECT ${schema} AND has_schema_privilege('public', oid, 'CREATE'))`,
      `DO $refusal$ BEGIN RAISE EXCEPTION USING MESSAGE = ${literal(reason)}; END $refusal$`,
    ),
  ];
}

/**
 * A trusted extension belongs to the owner role, which can then update it; any other needs the administrator. Its place is
 * the schema public, unless the extension itself says another.
 */
function installed({ owner }: PlannedDatabase, extension: string): Statement {
  const create = ['SET search_path = public', `CREATE EXTENSION IF NOT EXISTS ${identifier(extension)} CASCADE`];
  const asOwner = [`SET ROLE ${identifier(owner)}`, ...create, 'RESET ROLE', 'SET search_path = pg_catalog'];
  const asAdmin = [...create, 'SET search_path = pg_catalog'];
  const list = (statements: readonly string[]) => `ARRAY[${statements.map(literal).join(', ')}]`;
  return each(`SELECT unnest(CASE WHEN bool_or(trusted) THEN ${list(asOwner)} ELSE ${list(asAdmin)} END)
  FROM pg_available_extension_versions WHERE name = ${literal(extension)}
  HAVING NOT EXISTS (SELECT FROM pg_extension WHERE extname = ${literal(extension)})`);
}

/** Rights in what the database holds now. */
function objectRights(plan: PostgresPlan, database: PlannedDatabase): Statement {
  return difference({
    mark: plan.mark,
    objects: `SELECT 'schema'::text AS kind, format('SCHEMA %I', nspname) AS object, nspacl AS acl
  FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND pg_has_role(nspowner, 'USAGE')
  UNION ALL
  SELECT CASE relkind WHEN 'S' THEN 'sequence' ELSE 'table' END,
    format('%s %I.%I', CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, nspname, relname), relacl
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND pg_has_role(relowner, 'USAGE')
    AND nspname !~ '^pg_' AND nspname <> 'information_schema'`,
    wanted: `SELECT object, login, privilege FROM objects JOIN (${rights(plan, database)}) AS list USING (kind)`,
    prefix: '',
  });
}

/** The same rights in what the owner role will make. */
function laterRights(plan: PostgresPlan, database: PlannedDatabase): Statement {
  const kinds = rows(
    ['kind', 'code', 'object'],
    [
      ['schema', 'n', 'SCHEMAS'],
      ['table', 'r', 'TABLES'],
      ['sequence', 'S', 'SEQUENCES'],
    ],
  );
  return difference({
    mark: plan.mark,
    objects: `SELECT kind, object, defaclacl AS acl
  FROM (${kinds}) AS kinds LEFT JOIN pg_default_acl ON defaclobjtype::text = code AND defaclnamespace = 0
    AND defaclrole = (SELECT oid FROM pg_roles WHERE rolname = ${literal(database.owner)})`,
    wanted: `SELECT object, login, privilege FROM objects JOIN (${rights(plan, database)}) AS list USING (kind)`,
    prefix: `ALTER DEFAULT PRIVILEGES FOR ROLE ${identifier(database.owner)} `,
  });
}

function rights(plan: PostgresPlan, database: PlannedDatabase): string {
  const list = plan.logins.flatMap(({ user, rights }) =>
    rights
      .filter((right) => right.database === database.name)
      .flatMap(({ access }) =>
        (['schema', 'table', 'sequence'] as const).flatMap((kind) =>
          privileges[access][kind].map((privilege) => [user, kind, privilege]),
        ),
      ),
  );
  return rows(['login', 'kind', 'privilege'], list);
}

/** Grants what is wanted and not there, and revokes what one of the plan's logins has and should not. */
function difference(of: { mark: string; objects: string; wanted: string; prefix: string }): Statement {
  const prefix = literal(of.prefix);
  return each(`WITH objects AS (
  ${of.objects}
),
wanted AS (
  ${of.wanted}
),
found AS (
  SELECT object, rolname::text AS login, privilege_type AS privilege
  FROM objects CROSS JOIN aclexplode(acl) JOIN pg_roles r ON r.oid = grantee
  WHERE ${marked('r.oid', of.mark)}
)
SELECT statement FROM (
  SELECT 1 AS place,
    ${prefix} || format('REVOKE %s ON %s FROM %I', string_agg(privilege, ', ' ORDER BY privilege), object, login) AS statement
  FROM (TABLE found EXCEPT TABLE wanted) AS surplus GROUP BY object, login
  UNION ALL
  SELECT 2, ${prefix} || format('GRANT %s ON %s TO %I', string_agg(privilege, ', ' ORDER BY privilege), object, login)
  FROM (TABLE wanted EXCEPT TABLE found) AS missing GROUP BY object, login
) AS statements
ORDER BY place, statement`);
}
