import { randomUUID } from 'node:crypto';
import { ask, bearer, newOrder, type ShopClient } from '../support/shop-client';
import { type Instance, Shop } from './support/shop';

let shop: Shop;
let instances: Record<string, Instance>;
let client: ShopClient;
let token: string;
let user: string;

beforeAll(async () => {
  shop = await Shop.start();
  await shop.migrate();
  instances = await shop.serve();
  client = shop.client(instances);
  const account = await client.register();
  user = account.id;
  token = await client.logIn(account);
});

afterAll(() => shop?.end());

describe('an order over REST', () => {
  it('goes through gRPC, PostgreSQL and Kafka, and is seen on the feed', async () => {
    const feed = await client.listen();
    try {
      const { status, body: order } = await client.placeOrder(token, randomUUID());
      expect([status, order]).toEqual([201, expect.objectContaining({ user_id: user, status: 'paid' })]);
      const entry = await feed.entryOf(order.id);
      expect(entry).toMatchObject({ total_cents: order.total_cents, pieces: newOrder.items[0]?.quantity });
      const { body: kept } = await client.order(token, order.id);
      expect(kept).toEqual(order);
    } finally {
      feed.close();
    }
    // One trace: the order's line, and that of the payment that it caused.
    const orders = instances['orders']?.lines.map((line) => JSON.parse(line) as Line) ?? [];
    const payments = instances['payments']?.lines.map((line) => JSON.parse(line) as Line) ?? [];
    const trace = orders.find(({ msg }) => msg === 'order')?.trace_id;
    expect(trace).toMatch(/^[0-9a-f]{32}$/);
    expect(payments.map(({ trace_id }) => trace_id)).toContain(trace);
  });

  it('is made once when it is sent many times at once with the same key', async () => {
    const key = randomUUID();
    const feed = await client.listen();
    try {
      const answers = await Promise.all(Array.from({ length: 8 }, () => client.placeOrder(token, key)));
      const made = answers.filter(({ status }) => status === 201 || status === 200);
      expect(made.length).toBeGreaterThan(0);
      expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
      // Whoever came while the first was at work may be told to try again, and gets the same order then.
      const again = await client.placeOrder(token, key);
      expect([again.status, again.body.id]).toEqual([200, made[0]?.body.id]);
      const { body } = await client.orders(token);
      expect(body.orders.filter(({ id }) => id === again.body.id)).toHaveLength(1);
      await feed.entryOf(again.body.id);
      expect(new Set(answers.map(({ status }) => status)).size).toBeLessThanOrEqual(3);
      for (const { status } of answers) expect([200, 201, 409]).toContain(status);
    } finally {
      feed.close();
    }
  });

  it('refuses another order under a key that was used', async () => {
    const key = randomUUID();
    expect((await client.placeOrder(token, key)).status).toBe(201);
    const other = await client.placeOrder(token, key, { items: [{ sku: 'tea', quantity: 1 }] });
    expect(other.status).toBe(422);
  });

  it('refuses a token that nobody was given, and one whose session has ended', async () => {
    expect((await client.placeOrder(randomUUID(), randomUUID())).status).toBe(401);
    const ended = await client.logIn(await client.register());
    expect((await client.logOut(ended)).status).toBe(204);
    expect((await client.placeOrder(ended, randomUUID())).status).toBe(401);
  });

  it("refuses to show somebody else's order", async () => {
    const { body } = await client.placeOrder(token, randomUUID());
    const stranger = await client.logIn(await client.register());
    expect((await client.order(stranger, body.id)).status).toBe(404);
  });

  it('says what is wrong with a request, field by field', async () => {
    const url = `${instances['orders']?.url}/v1/orders`;
    const headers = { ...bearer(token), 'idempotency-key': randomUUID() };
    const { status, body } = await ask<Problem>('POST', url, { items: [{ sku: 'mug', quantity: 0 }] }, headers);
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain('items[0].quantity');
  });
});

interface Line {
  readonly msg: string;
  readonly trace_id?: string;
}

interface Problem {
  readonly title: string;
}
