import { createHash } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from '../../../platform/index';
import { redisSettings, redisUsers } from '../../../provision/index';
import { exit, Failure } from '../../exit';
import type { Io } from '../../io';
import { Child } from '../child';
import { listening } from '../listening';
import type { Stage } from '../stage';
import { required } from './passwords';
import { folderOf, pathFolders } from './programs';

/** The server: Valkey answers as Redis does. */
export function findRedis(name: string, env: Io['env']): string {
  for (const program of ['redis-server', 'valkey-server']) {
    const folder = folderOf(program, pathFolders(env));
    if (folder !== undefined) return join(folder, program);
  }
  const fix = 'install redis-server or valkey-server';
  throw new Failure(exit.missing, 'missing-store', `${name} needs Redis, and this machine has none on its PATH`, fix);
}

/** Starts the server with the users and rights that it has on every other target. */
export async function startRedis(stage: Stage, redis: Redis, program: string): Promise<void> {
  const { name, port } = redis;
  const data = stage.state.data(name);
  const users = redisUsers(stage.platform, redis);
  const list = join(data, 'users.acl');
  if (users.length > 0) {
    const lines = users.map(({ user, name: credential, rights }) => {
      const hash = createHash('sha256').update(required(stage, credential)).digest('hex');
      return `user ${user} on #${hash} ${rights}`;
    });
    writeFileSync(list, `${['user default off', ...lines].join('\n')}\n`, { mode: 0o600 });
    chmodSync(list, 0o600);
  }
  const settings: [string, string][] = [
    ['bind', '127.0.0.1'],
    ['port', String(port)],
    ['dir', data],
    ...(users.length > 0 ? ([['aclfile', list]] satisfies [string, string][]) : []),
    ...redisSettings(redis),
  ];
  const command = [program, ...settings.flatMap(([key, value]) => [`--${key}`, value])];
  const server = new Child({
    ...{ name, command, cwd: data, env: {}, signal: 'SIGTERM', grace: 30 },
    line: stage.line(name, true),
  });
  await listening(stage, server, port);
}
