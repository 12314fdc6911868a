import { randomUUID } from 'node:crypto';
import { publishedPort } from './shop';

/** What a user of the shop asks, through the published port of the gateway. */
export const address = `http://127.0.0.1:${publishedPort()}`;

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

export const newOrder = { items: [{ sku: 'mug', quantity: 2 }] };

export async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> {
  const response = await fetch(`${address}${path}`, {
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

export function placeOrder(token: string, key: string): Promise<Answer<Order>> {
  return call('POST', '/v1/orders', newOrder, { ...bearer(token), 'idempotency-key': key });
}

export async function register(): Promise<Account> {
  const account = { email: `${randomUUID()}@example.com`, password: randomUUID() };
  const { status, body } = await call<{ id: string }>('POST', '/v1/users', { ...account, name: 'A buyer' });
  if (status !== 201) throw new Error(`no account: ${status} ${JSON.stringify(body)}`);
  return { ...account, id: body.id };
}

export async function logIn({ email, password }: Account): Promise<string> {
  const { status, body } = await call<{ token: string }>('POST', '/v1/users/sessions', { email, password });
  if (status !== 201) throw new Error(`no session: ${status} ${JSON.stringify(body)}`);
  return body.token;
}

export interface Entry {
  readonly order_id: string;
  readonly total_cents: number;
  readonly pieces: number;
}

interface Socket {
  onopen: () => void;
  onerror: (event: { message?: string }) => void;
  onmessage: (event: { data: string }) => void;
  close(): void;
}

/** Node 20 has it behind a flag, which the npm script sets; the types of Node 20 do not know it. */
const { WebSocket } = globalThis as unknown as { WebSocket: new (url: string) => Socket };

/** The feed, from when it is open: waits for the entry of an order, whether it came already or not. */
export async function listen(): Promise<{ entryOf(order: string): Promise<Entry>; close(): void }> {
  const entries: Entry[] = [];
  const socket = new WebSocket(`${address.replace('http', 'ws')}/v1/feed`);
  socket.onmessage = ({ data }) => entries.push(JSON.parse(data));
  await new Promise<void>((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = ({ message }) => reject(new Error(`no feed: ${message}`));
  });
  return {
    entryOf: async (order) => {
      for (let tries = 0; tries < 300; tries += 1) {
        const found = entries.find((entry) => entry.order_id === order);
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`the feed says nothing of order ${order}`);
    },
    close: () => socket.close(),
  };
}
