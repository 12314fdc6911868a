import type { Access, Platform, Redis } from '../platform/index';
import { adminOf, loginsOf, passwordVariable, rightsIn } from './access';
import { countedOn } from './amount';
import { type Step, stepFolder, stepName } from './step';

/**
 * What a service may do: everything with every key and channel, and nothing with the server.
 *
 * `@admin` and `@dangerous` go first; what ordinary clients call without being asked to comes back. INFO: the ready check
 * of ioredis, BullMQ and Celery. CLIENT, by subcommand: in Redis 6 the whole command is `@admin`; HELLO, AUTH, SCAN and CLIENT
 * SETINFO were never taken. SORT: with all keys allowed it reads nothing new. KEYS: it tells no more than SCAN, much code uses
 * it, and a refusal would show first in production. FLUSHDB and FLUSHALL stay out: the server's other users share the data.
 */
const all =
  '~* &* +@all -@admin -@dangerous +info +keys +sort ' +
  '+client|id +client|setname +client|getname +client|reply +client|caching +client|tracking';

/** The rules of a service's user, in the words of Redis' and Valkey's access lists. `read` changes nothing. */
export const redisRights: Readonly<Record<Access, string>> = { read: `${all} -@write`, write: all, owner: all };

/** Percent of the container's memory that data may take; the rest is for buffers and for the copy made while it saves. */
const dataShare = 75;

/**
 * The start of a Redis server's container: makes the access list from variables, one user per workload, and becomes the
 * server. Needs a shell alone, so it runs in the Debian and the Alpine images, as any user, on a read-only root: `/tmp` must
 * be writable, and `/data` where the server keeps its data.
 */
export function redisStart(platform: Platform, redis: Redis): Step {
  const users = redisUsers(platform, redis);
  return {
    name: stepName(redis),
    command: ['/bin/sh', `${stepFolder}/redis.sh`],
    files: [{ path: `${stepFolder}/redis.sh`, text: script(redis, users.map(userLine)) }],
    secrets: users.map((user) => ({ variable: passwordVariable(user), credential: user.name })),
    env: [],
  };
}

/** A user of the server's access list. */
export interface RedisUser {
  /** Name of the credential. */
  readonly name: string;
  readonly user: string;
  /** In the words of the access list. */
  readonly rights: string;
}

/** Who may log in: the administrator and a user for each workload; nobody needs to where `auth` is `none`. */
export function redisUsers(platform: Platform, redis: Redis): RedisUser[] {
  if (redis.auth === 'none') return [];
  const access = new Map(rightsIn(platform, redis.name).map((right) => [right.credential, right.access]));
  return [
    { ...adminOf(platform, redis), rights: '~* &* +@all' },
    ...loginsOf(platform, redis.name).flatMap(({ name, user }) => {
      const given = access.get(name);
      return given === undefined ? [] : [{ name, user, rights: redisRights[given] }];
    }),
  ];
}

function userLine(user: RedisUser): string {
  return `user '${user.user}' '${passwordVariable(user)}' '${user.rights}'`;
}

function script(redis: Redis, users: readonly string[]): string {
  return [
    '#!/bin/sh',
    'set -eu',
    ...(users.length === 0 ? [] : accessList(users)),
    server(redis, users.length > 0),
    '',
  ].join('\n');
}

/** The list holds hashes alone: what reads the file still cannot log in. */
function accessList(users: readonly string[]): string[] {
  return [
    'umask 077',
    'user() {',
    '  eval "password=\\${$2:-}"',
    '  [ -n "$password" ] || { echo "$2: is not set" >&2; exit 1; }',
    '  hash=$(printf %s "$password" | sha256sum | cut -d \' \' -f 1)',
    '  echo "user $1 on #$hash $3"',
    '  unset "$2" password',
    '}',
    '{',
    "  echo 'user default off'",
    ...users.map((user) => `  ${user}`),
    '} > /tmp/users.acl',
  ];
}

function server(redis: Redis, withUsers: boolean): string {
  const settings: [string, string][] = [
    ...(withUsers ? ([['aclfile', '/tmp/users.acl']] satisfies [string, string][]) : []),
    ['port', String(redis.port)],
    // The official image passes this too: who may connect is decided by the network and the access list.
    ['protected-mode', 'no'],
    ['dir', redis.persistence ? '/data' : '/tmp'],
    ...redisSettings(redis),
  ];
  const words = settings.map(([name, value]) => `--${name} ${value === '' ? "''" : value}`);
  return ['exec redis-server', ...words].join(' \\\n  ');
}

/** What the description decides of a server's memory and data, wherever it runs: directives of redis.conf with their values. */
export function redisSettings(redis: Redis): [string, string][] {
  const maxmemory = Math.floor((countedOn(redis.memory) * dataShare) / 100);
  return [
    ['maxmemory', `${maxmemory}mb`],
    ['maxmemory-policy', redis.eviction],
    ['appendonly', redis.persistence ? 'yes' : 'no'],
    ['save', ''],
  ];
}
