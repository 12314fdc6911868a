import { randomUUID } from 'node:crypto';
import { newOrder } from '../support/shop-client';
import { client } from './support/client';
import { docker } from './support/run';
import { containers } from './support/shop';

describe('an order through the published address', () => {
  let token: string;
  let user: string;

  beforeAll(async () => {
    const account = await client.register();
    user = account.id;
    token = await client.logIn(account);
  });

  it('is paid, kept, and seen on the feed', async () => {
    const feed = await client.listen();
    try {
      const { status, body: order } = await client.placeOrder(token, randomUUID());
      expect([status, order]).toEqual([201, expect.objectContaining({ user_id: user, status: 'paid' })]);
      expect(await client.order(token, order.id)).toEqual({ status: 200, body: order });
      const { pieces, total_cents } = await feed.entryOf(order.id);
      expect([pieces, total_cents]).toEqual([newOrder.items[0]!.quantity, order.total_cents]);
    } finally {
      feed.close();
    }
  });

  it('is the same order when it is sent again with the same key', async () => {
    const key = randomUUID();
    const first = await client.placeOrder(token, key);
    const again = await client.placeOrder(token, key);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    const { body: other } = await client.placeOrder(token, randomUUID());
    expect(other.id).not.toBe(first.body.id);
    const { body } = await client.orders(token);
    expect(body.orders.filter((order) => order.id === first.body.id)).toHaveLength(1);
  });

  it('refuses a token that nobody was given', async () => {
    expect((await client.placeOrder(randomUUID(), randomUUID())).status).toBe(401);
  });

  it('refuses a token whose session has ended', async () => {
    const account = await client.register();
    const ended = await client.logIn(account);
    expect((await client.placeOrder(ended, randomUUID())).status).toBe(201);
    expect((await client.logOut(ended)).status).toBe(204);
    expect((await client.placeOrder(ended, randomUUID())).status).toBe(401);
  });

  it("refuses to show somebody else's order", async () => {
    const { body: order } = await client.placeOrder(token, randomUUID());
    const stranger = await client.logIn(await client.register());
    expect((await client.order(stranger, order.id)).status).toBe(404);
  });

  it('refuses a token whose time is over', async () => {
    const expired = await client.logIn(await client.register());
    expect((await client.placeOrder(expired, randomUUID())).status).toBe(201);
    await endAllSessions();
    expect((await client.placeOrder(expired, randomUUID())).status).toBe(401);
  });
});

/** Nobody waits for the hours that a session has. */
async function endAllSessions(): Promise<void> {
  const store = (await containers()).find(({ Service }) => Service === 'sessions');
  const redis = 'REDISCLI_AUTH="$SESSIONS_ADMIN_PASSWORD" redis-cli --user admin';
  const command = `${redis} --scan | while read -r key; do ${redis} pexpire "$key" 1; done`;
  expect(await docker('exec', store!.ID, 'sh', '-c', command)).toMatch(/^1$/m);
}
