import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform, RabbitMq, Service } from '../../platform/index';
import { rabbitmqStart } from '../../provision/index';
import { platformOf } from '../support/platforms';
import { placed } from './runners';

const coffeeshop = platformOf('coffeeshop', 'local');
const rabbitmq = coffeeshop.resources.find((each): each is RabbitMq => each.kind === 'rabbitmq')!;
const queues = [
  { name: 'orders.new', durable: true, quorum: true },
  { name: 'orders.done', durable: true, quorum: false },
];

/** The counter publishes to one queue and reads the other; the others use the whole broker. */
const platform: Platform = {
  ...coffeeshop,
  services: coffeeshop.services.map((service): Service => {
    if (service.name !== 'counter') return service;
    const part = (name: string) => ({ resource: 'rabbitmq', part: name, credential: 'rabbitmq-counter' });
    const uses = service.uses.filter((use) => use.resource !== 'rabbitmq');
    return { ...service, uses, publishes: [part('orders.new')], consumes: [part('orders.done')] };
  }),
};

interface Definitions {
  users: { name: string; password_hash: string; tags: string[] }[];
  permissions: { user: string; vhost: string; configure: string; write: string; read: string }[];
  queues: { name: string; arguments: object }[];
}

/** Runs the script with a stand-in for the image's entry point, which prints what it gets. */
function start(env: Readonly<Record<string, string>>) {
  const { folder, remove } = placed(rabbitmqStart(platform, { ...rabbitmq, queues }));
  try {
    const script = readFileSync(join(folder, 'rabbitmq.sh'), 'utf8').replace('exec docker-entrypoint.sh', 'echo');
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', `${script}env`], {
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
    });
    return {
      status,
      stdout,
      stderr,
      text: status === 0 ? readFileSync(join(folder, 'definitions.json'), 'utf8') : '{}',
    };
  } finally {
    remove();
  }
}

describe('the start of a RabbitMQ server', () => {
  const passwords: Record<string, string> = {
    RABBITMQ_ADMIN_PASSWORD: `root's "$HOME"`,
    RABBITMQ_BARISTA_PASSWORD: 'a\\n `id` %s',
    RABBITMQ_COUNTER_PASSWORD: 'ü',
    RABBITMQ_KITCHEN_PASSWORD: 'plain',
  };
  const { stdout, text, stderr } = start(passwords);
  const definitions = JSON.parse(text) as Definitions;

  it('starts the server and says nothing', () => {
    expect(stderr).toBe('');
    expect(stdout.split('\n')[0]).toBe('rabbitmq-server');
  });

  it('makes one user per workload, of whom only the administrator has a tag', () => {
    expect(definitions.users.map(({ name, tags }) => [name, tags])).toEqual([
      ['admin', ['administrator']],
      ['barista', []],
      ['counter', []],
      ['kitchen', []],
    ]);
  });

  it('hashes passwords as the server does', () => {
    for (const { name, password_hash } of definitions.users) {
      const bytes = Buffer.from(password_hash, 'base64');
      const password = passwords[`RABBITMQ_${name.toUpperCase()}_PASSWORD`]!;
      const hash = createHash('sha256').update(bytes.subarray(0, 4)).update(password).digest();
      expect(bytes.subarray(4)).toEqual(hash);
    }
  });

  it('passes no password on', () => {
    for (const password of Object.values(passwords)) expect(stdout + text).not.toContain(password);
  });

  it('lets who uses the broker do all in its virtual host, and others just what their queues need', () => {
    const rights = (name: string) => definitions.permissions.find(({ user }) => user === name);
    expect(rights('barista')).toEqual({ user: 'barista', vhost: '/', configure: '.*', write: '.*', read: '.*' });
    expect(rights('counter')).toEqual({
      user: 'counter',
      vhost: '/',
      configure: '^(orders\\.done|orders\\.new)$',
      write: '^(amq\\.default|orders\\.new)$',
      read: '^(orders\\.done)$',
    });
  });

  it('makes the queues', () => {
    expect(definitions.queues.map((queue) => [queue.name, queue.arguments])).toEqual([
      ['orders.new', { 'x-queue-type': 'quorum' }],
      ['orders.done', {}],
    ]);
  });

  it('refuses to start without a password', () => {
    const { RABBITMQ_KITCHEN_PASSWORD: _, ...others } = passwords;
    const { status, stderr: reason } = start(others);
    expect(status).not.toBe(0);
    expect(reason).toContain('RABBITMQ_KITCHEN_PASSWORD: is not set');
  });
});
