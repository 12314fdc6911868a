import { randomUUID } from 'node:crypto';

/** Where the example shop answers: `http://localhost:8080`, the same for all behind a gateway. */
export interface ShopAddresses {
  readonly users: string;
  readonly orders: string;
  readonly notifier: string;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

export interface Order {
  readonly id: string;
  readonly user_id: string;
  readonly status: string;
  readonly total_cents: number;
}

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

/** What the feed says of an order. */
export interface Entry {
  readonly order_id: string;
  readonly total_cents: number;
  readonly pieces: number;
}

export interface Feed {
  /** Waits for the entry of an order, whether it came already or not. */
  entryOf(order: string): Promise<Entry>;
  /** All entries of an order so far. */
  entriesOf(order: string): readonly Entry[];
  close(): void;
}

export const newOrder = { items: [{ sku: 'mug', quantity: 2 }] };

interface Socket {
  onopen: () => void;
  onerror: (event: { message?: string }) => void;
  onmessage: (event: { data: string }) => void;
  close(): void;
}

export async function ask<T>(
  method: string,
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, body: json ? JSON.parse(text) : text };
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** What a user of the shop asks. */
export class ShopClient {
  constructor(private readonly at: ShopAddresses) {}

  async register(): Promise<Account> {
    const account = { email: `${randomUUID()}@example.com`, password: randomUUID() };
    const { status, body } = await ask<{ id: string }>('POST', `${this.at.users}/v1/users`, {
      ...account,
      name: 'A buyer',
    });
    if (status !== 201) throw new Error(`no account: ${status} ${JSON.stringify(body)}`);
    return { ...account, id: body.id };
  }

  async logIn({ email, password }: Account): Promise<string> {
    const url = `${this.at.users}/v1/users/sessions`;
    const { status, body } = await ask<{ token: string }>('POST', url, { email, password });
    if (status !== 201) throw new Error(`no session: ${status} ${JSON.stringify(body)}`);
    return body.token;
  }

  logOut(token: string): Promise<Answer<unknown>> {
    return ask('DELETE', `${this.at.users}/v1/users/sessions/current`, undefined, bearer(token));
  }

  placeOrder(token: string, key: string, order: unknown = newOrder): Promise<Answer<Order>> {
    return ask('POST', `${this.at.orders}/v1/orders`, order, { ...bearer(token), 'idempotency-key': key });
  }

  order(token: string, id: string): Promise<Answer<Order>> {
    return ask('GET', `${this.at.orders}/v1/orders/${id}`, undefined, bearer(token));
  }

  orders(token: string): Promise<Answer<{ orders: Order[] }>> {
    return ask('GET', `${this.at.orders}/v1/orders`, undefined, bearer(token));
  }

  /** The feed, from when it is open. */
  async listen(): Promise<Feed> {
    // Node 20 has it behind --experimental-websocket, which the scripts set; the types of Node 20 do not know it.
    const { WebSocket } = globalThis as unknown as { WebSocket: new (url: string) => Socket };
    const entries: Entry[] = [];
    const socket = new WebSocket(`${this.at.notifier.replace('http', 'ws')}/v1/feed`);
    socket.onmessage = ({ data }) => entries.push(JSON.parse(data));
    await new Promise<void>((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = ({ message }) => reject(new Error(`no feed: ${message}`));
    });
    const entriesOf = (order: string) => entries.filter((entry) => entry.order_id === order);
    return {
      entriesOf,
      entryOf: (order) => until(`an entry of order ${order} on the feed`, () => entriesOf(order)[0]),
      close: () => socket.close(),
    };
  }
}

/** Looks every tenth of a second until something is there. */
export async function until<T>(
  what: string | (() => string),
  look: () => Promise<T | undefined> | T | undefined,
  seconds = 30,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`${seconds} s without ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
