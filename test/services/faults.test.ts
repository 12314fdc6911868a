import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type ShopClient, until } from '../support/shop-client';
import { type Instance, Shop } from './support/shop';

let shop: Shop;
let instances: Record<string, Instance>;
let client: ShopClient;
let token: string;

beforeAll(async () => {
  shop = await Shop.start();
  await shop.migrate();
  instances = await shop.serve();
  client = shop.client(instances);
  token = await client.logIn(await client.register());
});

afterAll(() => shop?.end());

const instance = (name: string) => instances[name] as Instance;

async function becomes(name: string, ready: boolean): Promise<void> {
  await until(
    `${name} being ${ready ? '' : 'not '}ready`,
    async () => (await instance(name).ready()) === ready || undefined,
  );
}

describe('a variable', () => {
  it.each([
    ['users', 'DATABASE_URL', undefined, 'DATABASE_URL is not set'],
    ['users', 'REDIS_URL', 'http://sessions', 'REDIS_URL must be a URL that starts with "redis://" or "rediss://"'],
    ['orders', 'USERS_GRPC_ADDR', 'users', 'USERS_GRPC_ADDR must be host:port'],
    ['orders', 'PRICING', 'v3', 'PRICING must be "v1" or "v2"'],
    ['payments', 'PAYMENT_PROVIDER_KEY', '', 'PAYMENT_PROVIDER_KEY is empty'],
    ['notifier', 'KAFKA_BROKERS', 'events', 'KAFKA_BROKERS must be host:port'],
  ])('of %s that is wrong ends it at once with one line: %s', async (name, variable, value, line) => {
    const started = performance.now();
    const broken = shop.launch(name, { [variable]: value });
    const ended = await broken.child.ended;
    expect([0, 'SIGKILL']).not.toContain(ended);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(broken.lines).toHaveLength(1);
    expect(broken.lines[0]).toContain(line);
  });
});

describe('a dead database', () => {
  it('makes its services not ready, and they recover without a restart', async () => {
    const names = ['users', 'orders', 'payments'];
    const pids = names.map((name) => instance(name).child.pid);
    const postgres = shop.store('main');
    await postgres.stop();
    await Promise.all(['users', 'orders'].map((name) => becomes(name, false)));
    const { status } = await client.placeOrder(token, randomUUID());
    expect(status).toBeGreaterThanOrEqual(500);
    await shop.restart('main');
    await Promise.all(['users', 'orders'].map((name) => becomes(name, true)));
    await until('an order', async () => (await client.placeOrder(token, randomUUID())).status === 201 || undefined);
    expect(names.map((name) => instance(name).child.pid)).toEqual(pids);
    expect(names.every((name) => instance(name).child.isRunning)).toBe(true);
  });
});

describe('a dead broker', () => {
  it('keeps no order from being made: its event is published when the broker is back', async () => {
    await shop.store('events').stop();
    await becomes('notifier', false);
    const key = randomUUID();
    const order = await until('an order', async () => {
      const { status, body } = await client.placeOrder(token, key);
      return status === 201 || status === 200 ? body : undefined;
    });
    await shop.restart('events');
    await becomes('notifier', true);
    const feed = await client.listen();
    try {
      expect((await feed.entryOf(order.id)).total_cents).toBe(order.total_cents);
    } finally {
      feed.close();
    }
    expect(instance('orders').child.isRunning && instance('notifier').child.isRunning).toBe(true);
  });
});

describe('dead sessions', () => {
  it('make users not ready, and it recovers without a restart', async () => {
    await shop.store('sessions').stop();
    await becomes('users', false);
    await shop.restart('sessions');
    await becomes('users', true);
    const again = await client.logIn(await client.register());
    expect((await client.placeOrder(again, randomUUID())).status).toBe(201);
  });
});

describe('a poisoned event', () => {
  const events = (...words: string[]) => {
    const broker = shop.platform.resources.find(({ name }) => name === 'events')?.port;
    const cwd = join(__dirname, 'support/events');
    return execFileSync('go', ['run', '.', `127.0.0.1:${broker}`, ...words], {
      cwd,
      env: process.env,
      encoding: 'utf8',
    });
  };

  it('is parked once, as it came and with the reason, and the events behind it are read', async () => {
    const parked = () => instance('notifier').lines.filter((line) => line.includes('"msg":"parked"'));
    events('write', 'order-created', 'no JSON at all');
    await until(
      () => `a parked event:\n${instance('notifier').lines.slice(-5).join('\n')}`,
      () => parked()[0],
    );
    const event = JSON.parse(events('read', 'order-parked'));
    expect(event).toMatchObject({ value: 'no JSON at all', 'parked-from': expect.stringContaining('order-created') });
    expect(event['parked-reason']).not.toBe('');
    const feed = await client.listen();
    try {
      // Twelve partitions: some of these come behind it.
      const orders = await Promise.all(Array.from({ length: 24 }, () => client.placeOrder(token, randomUUID())));
      for (const { body } of orders) await feed.entryOf(body.id);
    } finally {
      feed.close();
    }
    expect(parked()).toHaveLength(1);
  });
});
