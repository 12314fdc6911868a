import type { PlannedDatabase, PlannedLogin, PostgresPlan } from './postgres-plan';
import { each, identifier, literal, rows, type Statement, when } from './sql';

/** The comment on a database's owner role; that on a login is the plan's mark itself. */
function ownerMark(plan: PostgresPlan): string {
  return `${plan.mark} owner`;
}

/** Whether the role of an id has a mark as its comment. */
export function marked(oid: string, mark: string): string {
  return `shobj_description(${oid}, 'pg_authid') IS NOT DISTINCT FROM ${literal(mark)}`;
}

function role(name: string, attributes: string, mark: string): Statement[] {
  const known = `(SELECT FROM pg_roles WHERE rolname = ${literal(name)}`;
  return [
    when(`NOT EXISTS ${known})`, `CREATE ROLE ${identifier(name)} ${attributes}`),
    when(`NOT EXISTS ${known} AND ${marked('oid', mark)})`, `COMMENT ON ROLE ${identifier(name)} IS ${literal(mark)}`),
  ];
}

/** An administrator that is no superuser must be a member to hand a database to the role and to act for it. */
export function ownerRole(plan: PostgresPlan, { owner }: PlannedDatabase): Statement[] {
  return [
    ...role(owner, 'NOLOGIN', ownerMark(plan)),
    when(`NOT pg_has_role(current_user, ${literal(owner)}, 'USAGE')`, `GRANT ${identifier(owner)} TO CURRENT_USER`),
  ];
}

export function loginRole(plan: PostgresPlan, { user, credential }: PlannedLogin): Statement[] {
  const of = `FROM pg_roles WHERE rolname = ${literal(user)}`;
  return [
    ...role(user, 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION', plan.mark),
    when(`EXISTS (SELECT ${of} AND NOT rolcanlogin)`, `ALTER ROLE ${identifier(user)} LOGIN`),
    when(
      `EXISTS (SELECT ${of} AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls))`,
      `ALTER ROLE ${identifier(user)} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS`,
    ),
    { kind: 'password', user, credential },
  ];
}

/** Logins of an earlier plan: they stay, with what they own, and let nobody in. */
export function closedLogins(plan: PostgresPlan): Statement {
  const names = rows(
    ['login'],
    plan.logins.map((login) => [login.user]),
  );
  return each(`SELECT format('ALTER ROLE %I NOLOGIN', rolname)
  FROM pg_roles
  WHERE rolcanlogin AND ${marked('oid', plan.mark)} AND rolname::text NOT IN (${names})
  ORDER BY 1`);
}

/** Who is a member of which owner role. */
export function memberships(plan: PostgresPlan): Statement {
  const wanted = owners(plan).map(({ owner, user }) => [owner, user]);
  return each(`WITH wanted AS (
  ${rows(['owner', 'login'], wanted)}
),
found AS (
  SELECT o.rolname::text AS owner, m.rolname::text AS login
  FROM pg_auth_members JOIN pg_roles o ON o.oid = roleid JOIN pg_roles m ON m.oid = member
  WHERE ${marked('o.oid', ownerMark(plan))} AND ${marked('m.oid', plan.mark)}
)
SELECT format('REVOKE %I FROM %I', owner, login) FROM (TABLE found EXCEPT TABLE wanted) AS surplus
UNION ALL
SELECT format('GRANT %I TO %I', owner, login) FROM (TABLE wanted EXCEPT TABLE found) AS missing
ORDER BY 1 DESC`);
}

/** What an owner makes must belong to the owner role, whoever of its members made it: sessions start as that role. */
export function sessionRoles(plan: PostgresPlan): Statement {
  const wanted = owners(plan).map(({ owner, user, database }) => [user, database, owner]);
  return each(`WITH wanted AS (
  ${rows(['login', 'database', 'owner'], wanted)}
),
found AS (
  SELECT rolname::text AS login, datname::text AS database, substr(setting, 6) AS owner
  FROM pg_db_role_setting JOIN pg_roles r ON r.oid = setrole JOIN pg_database d ON d.oid = setdatabase
    CROSS JOIN unnest(setconfig) AS setting
  WHERE setting LIKE 'role=%' AND ${marked('r.oid', plan.mark)}
)
SELECT format('ALTER ROLE %I IN DATABASE %I RESET role', login, database) AS statement
FROM (SELECT login, database FROM found EXCEPT SELECT login, database FROM wanted) AS surplus
UNION ALL
SELECT format('ALTER ROLE %I IN DATABASE %I SET role = %L', login, database, owner)
FROM (TABLE wanted EXCEPT TABLE found) AS missing
ORDER BY 1`);
}

function owners(plan: PostgresPlan): { user: string; database: string; owner: string }[] {
  const owner = new Map(plan.databases.map((database) => [database.name, database.owner]));
  return plan.logins.flatMap(({ user, rights }) =>
    rights.flatMap(({ database, access }) => {
      const name = owner.get(database);
      return access === 'owner' && name !== undefined ? [{ user, database, owner: name }] : [];
    }),
  );
}
