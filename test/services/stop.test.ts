import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ShopClient } from '../support/shop-client';
import { Load } from './support/load';
import { type Instance, Shop } from './support/shop';

const perSecond = 200;

let shop: Shop;
let instances: Record<string, Instance>;
let client: ShopClient;
let tokens: string[];

beforeAll(async () => {
  shop = await Shop.start();
  await shop.migrate();
  instances = await shop.serve();
  client = shop.client(instances);
  tokens = await Promise.all(Array.from({ length: 4 }, async () => client.logIn(await client.register())));
});

afterAll(() => shop?.end());

/** One request in four makes an order, the others look at orders. */
async function request({ url }: Instance, number: number): Promise<number> {
  const headers = { authorization: `Bearer ${tokens[number % tokens.length]}` };
  const order = { body: JSON.stringify({ items: [{ sku: 'tea', quantity: 1 }] }), method: 'POST' };
  const more = number % 4 === 0 ? order : {};
  const response = await fetch(`${url}/v1/orders`, {
    ...more,
    headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
  });
  await response.arrayBuffer();
  return response.status;
}

describe('SIGTERM', () => {
  it('under steady load ends an instance of orders without a failed request, in less time than drain allows', async () => {
    const [first, second] = [instances['orders'] as Instance, await shop.replica('orders')];
    await second.whenReady();
    const load = new Load([first, second], perSecond, request);
    await sleep(4000);
    const { seconds, ended } = await first.stop();
    await sleep(4000);
    const { sent, failures, byInstance } = await load.stop();
    process.stderr.write(
      `orders: ${sent} requests at ${perSecond} a second, ${failures.length} failed; the stop took ${seconds.toFixed(1)} s ` +
        `of ${first.service.drain.shutdown} s\n`,
    );
    expect(failures).toEqual([]);
    expect(sent).toBeGreaterThanOrEqual(2000);
    // Both had their share, the first until it was no longer ready.
    expect(Math.min(...byInstance.values())).toBeGreaterThan(perSecond);
    expect(ended).toBe(0);
    expect(seconds).toBeLessThan(first.service.drain.shutdown);
    instances['orders'] = second;
  });

  it.each(['notifier', 'payments', 'users'])('ends %s in less time than drain allows', async (name) => {
    const { service } = instances[name] as Instance;
    const { seconds, ended } = await (instances[name] as Instance).stop();
    expect(ended).toBe(0);
    expect(seconds).toBeLessThan(service.drain.shutdown);
  });
});
