import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform, Redis } from '../../platform/index';
import { redisStart } from '../../provision/index';
import { platformOf } from '../support/platforms';
import { redisClient } from './redis-client';
import { has, placed } from './runners';

const shop = platformOf('shop', 'local');
const sessions = shop.resources.find((each): each is Redis => each.kind === 'redis')!;
const passwords = { SESSIONS_ADMIN_PASSWORD: `root's "$HOME"`, SESSIONS_USERS_PASSWORD: 'users\\n `id` %s' };

/** Runs the script with a program in the server's place that prints its arguments, and gives those and the access list. */
function start(redis: Redis, env: Readonly<Record<string, string>>) {
  const { folder, remove } = placed(redisStart(shop, redis));
  try {
    const script = `${readFileSync(join(folder, 'redis.sh'), 'utf8').replace('exec redis-server', "printf '%s\\n'")}env\n`;
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script], {
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
    });
    const list = status === 0 && redis.auth === 'password' ? readFileSync(join(folder, 'users.acl'), 'utf8') : '';
    return { status, stdout, stderr, list };
  } finally {
    remove();
  }
}

describe('the start of a Redis server', () => {
  it('makes one user per workload and closes the default user', () => {
    const users = start(sessions, passwords)
      .list.split('\n')
      .map((line) => line.split(' ').slice(0, 3).join(' '));
    expect(users).toEqual(['user default off', 'user admin on', 'user users on', '']);
  });

  it('writes hashes and passes no password on', () => {
    const { list, stdout } = start(sessions, passwords);
    expect(list.match(/ #[0-9a-f]{64} /g)).toHaveLength(2);
    for (const password of Object.values(passwords)) expect(list + stdout).not.toContain(password);
  });

  it('keeps data on the volume and leaves memory for its copy', () => {
    const { stdout } = start({ ...sessions, memory: { request: 256, limit: 512 } }, passwords);
    expect(stdout).toContain('--dir\n/data\n--maxmemory\n384mb\n--maxmemory-policy\nnoeviction\n--appendonly\nyes\n');
  });

  it('keeps nothing where the description wants no persistence', () => {
    const { stdout } = start({ ...sessions, persistence: false }, passwords);
    expect(stdout).toContain('--dir\n/tmp\n');
    expect(stdout).toContain('--appendonly\nno\n');
  });

  it('has no users where the description wants no authentication', () => {
    const step = redisStart(shop, { ...sessions, auth: 'none', admin: '' });
    expect(step.secrets).toEqual([]);
    expect(start({ ...sessions, auth: 'none', admin: '' }, {}).stdout).not.toContain('--aclfile');
  });

  it('takes the right to write from who may only read', () => {
    const reading: Platform = {
      ...shop,
      services: shop.services.map((each) => ({
        ...each,
        migrate: null,
        uses: each.uses.map((use) => ({ ...use, access: 'read' })),
      })),
    };
    expect(redisStart(reading, sessions).files[0]?.text).toMatch(/^ {2}user 'users' .* -@write'$/m);
  });

  it('refuses to start without a password', () => {
    const { status, stderr, stdout } = start(sessions, { SESSIONS_ADMIN_PASSWORD: 'x' });
    expect({ status, stderr, stdout }).toEqual({
      status: 1,
      stderr: 'SESSIONS_USERS_PASSWORD: is not set\n',
      stdout: '',
    });
  });
});

// A real server runs too where the machine has one.
(has('redis-server') ? describe : describe.skip)('a Redis server that was started so', () => {
  const users = { user: 'users', password: passwords.SESSIONS_USERS_PASSWORD };
  let port: number;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    port = await freePort();
    const { folder, command, remove } = placed(redisStart(shop, { ...sessions, port, persistence: false }));
    const [program = '', ...args] = command;
    const server = spawn(program, args, { cwd: folder, env: { ...process.env, ...passwords }, stdio: 'ignore' });
    stop = async () => {
      server.kill();
      await once(server, 'exit');
      remove();
    };
    for (let tries = 0; tries < 50; tries += 1) {
      if ((await redisClient(port)(['PING']).catch(() => '')) !== '') return;
      await sleep(100);
    }
    throw new Error('the server did not start');
  });

  afterAll(() => stop());

  it.each([
    ['HELLO', '3'],
    ['CLIENT', 'SETNAME', 'orders'],
    ['CLIENT', 'ID'],
    ['INFO', 'server'],
    ['SET', 'key', 'value'],
    ['SCAN', '0'],
    ['KEYS', '*'],
    ['PUBLISH', 'channel', 'message'],
    ['EVAL', "return redis.call('GET', 'key')", '0'],
    ['COMMAND', 'COUNT'],
  ])('lets a service call %s', async (...command) => {
    expect(await redisClient(port, users)(command)).not.toMatch(/^-/);
  });

  it.each([
    ['CONFIG', 'GET', '*'],
    ['FLUSHALL'],
    ['FLUSHDB'],
    ['ACL', 'LIST'],
    ['MONITOR'],
    ['SHUTDOWN'],
    ['CLIENT', 'LIST'],
  ])('refuses a service to call %s', async (...command) => {
    expect(await redisClient(port, users)(command)).toMatch(/^-NOPERM/);
  });

  it('refuses a connection without a user', async () => {
    expect(await redisClient(port)(['GET', 'key'])).toMatch(/^-NOAUTH/);
  });

  it('refuses a wrong password', async () => {
    await expect(redisClient(port, { user: 'users', password: 'wrong' })(['PING'])).rejects.toThrow('WRONGPASS');
  });

  it('lets the administrator see the settings', async () => {
    const admin = { user: 'admin', password: passwords.SESSIONS_ADMIN_PASSWORD };
    expect(await redisClient(port, admin)(['CONFIG', 'GET', 'maxmemory'])).toContain(String(192 * 1024 * 1024));
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
