import type { Platform, Postgres } from '../platform/index';
import { adminOf, loginsOf, passwordVariable } from './access';
import { postgresScripts } from './postgres';
import { postgresPlan } from './postgres-plan';
import { identifier, type Script, type Statement } from './sql';
import { type Step, stepFolder, stepName } from './step';

/** Seconds between two tries to reach the server, and how many there are. */
const pause = 2;
const tries = 60;

/**
 * Makes databases, roles and rights, in the server's own image (a shell and psql, Debian or Alpine, 13 to 18). It waits
 * until the server answers. Passwords come from variables and are in no argument, no file and no output.
 */
export function postgresStep(platform: Platform, postgres: Postgres): Step {
  const admin = adminOf(platform, postgres);
  const logins = loginsOf(platform, postgres.name);
  const variables = new Map(logins.map((login) => [login.name, passwordVariable(login)]));
  const sql = `${stepFolder}/postgres.sql`;
  return {
    name: stepName(postgres),
    command: ['/bin/sh', `${stepFolder}/postgres.sh`],
    files: [
      { path: `${stepFolder}/postgres.sh`, text: shell(sql, [...variables.values()]) },
      { path: sql, text: psql(postgresScripts(postgresPlan(platform, postgres)), variables) },
    ],
    secrets: [
      { variable: 'PGPASSWORD', credential: admin.name },
      ...logins.map((login) => ({ variable: passwordVariable(login), credential: login.name })),
    ],
    env: [
      { name: 'PGDATABASE', value: ['postgres'] },
      { name: 'PGHOST', value: [{ kind: 'resource', resource: postgres.name, attribute: 'host' }] },
      { name: 'PGPORT', value: [String(postgres.port)] },
      { name: 'PGSSLMODE', value: [postgres.sslmode] },
      { name: 'PGUSER', value: [admin.user] },
    ],
  };
}

function shell(sql: string, variables: readonly string[]): string {
  return `#!/bin/sh
set -eu
${['PGPASSWORD', ...variables].map((variable) => `: "\${${variable}:?is not set}"`).join('\n')}
export PGCONNECT_TIMEOUT=5
export PGOPTIONS='-c client_min_messages=warning'

# The official image's server listens on TCP only when its own set-up is over.
tries=0
until reason=$(psql --no-psqlrc --no-password --quiet --command 'SELECT 1' 2>&1 >/dev/null); do
  tries=$((tries + 1))
  [ "$tries" -lt ${tries} ] || { echo "$reason" >&2; exit 1; }
  sleep ${pause}
done
exec psql --no-psqlrc --no-password --quiet --tuples-only --set ON_ERROR_STOP=1 --file ${sql}
`;
}

function psql(scripts: readonly Script[], variables: ReadonlyMap<string, string>): string {
  const parts = scripts.map(({ database, statements }) => [
    ...(database === '' ? [] : [`\\connect ${identifier(database)}`]),
    ...statements.map((statement) => command(statement, variables)),
  ]);
  // An error must not repeat a statement, which may hold a password; nor may the server's log.
  const quiet = `\\set VERBOSITY terse
SELECT 'SET log_statement = ''none''; SET log_min_error_statement = ''panic''; SET log_min_duration_statement = -1'
  FROM pg_roles WHERE rolname = current_user AND rolsuper
\\gexec`;
  return `${[quiet, ...parts.flat()].join('\n\n')}\n`;
}

function command(statement: Statement, variables: ReadonlyMap<string, string>): string {
  switch (statement.kind) {
    case 'run':
      return `${statement.sql};`;
    case 'each':
      return `${statement.sql}\n\\gexec`;
    case 'password':
      return [
        `\\set password \`printf %s "$${variables.get(statement.credential)}"\``,
        `ALTER ROLE ${identifier(statement.user)} PASSWORD :'password';`,
        '\\unset password',
      ].join('\n');
  }
}
