import type { RabbitMqPlan } from '../rabbitmq-plan';

/** The management API of a server, as its administrator. */
export interface Api {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** Tag of the users that an earlier run made. It gives no right. */
const mark = 'slipway';

/**
 * Makes a server match a plan: its virtual host, one user per workload with its permissions, and its queues. A user that the
 * plan no longer has keeps its name and loses its permissions. No user, queue or message is ever deleted.
 */
export async function provisionRabbitMq(
  api: Api,
  plan: RabbitMqPlan,
  passwords: ReadonlyMap<string, string>,
): Promise<void> {
  const vhost = encodeURIComponent(plan.vhost);
  await ensure(api, `vhosts/${vhost}`, {});
  for (const each of plan.users) {
    const password = passwords.get(each.credential);
    if (password === undefined) throw new Error(`no secret is given for credential "${each.credential}"`);
    const user = encodeURIComponent(each.user);
    await call(api, 'PUT', `users/${user}`, { password, tags: mark });
    const { configure, write, read } = each;
    await call(api, 'PUT', `permissions/${vhost}/${user}`, { configure, write, read });
  }
  await closeOthers(api, plan);
  for (const queue of plan.queues) {
    await ensure(api, `queues/${vhost}/${encodeURIComponent(queue.name)}`, {
      durable: queue.durable,
      auto_delete: false,
      arguments: queue.quorum ? { 'x-queue-type': 'quorum' } : {},
    });
  }
}

async function closeOthers(api: Api, plan: RabbitMqPlan): Promise<void> {
  const vhost = encodeURIComponent(plan.vhost);
  const known = new Set(plan.users.map((each) => each.user));
  const users = (await call(api, 'GET', 'users')) as { name: string; tags: string | string[] }[];
  // Tags are a list since 3.9, a text with commas before.
  const marked = users.filter(({ tags }) => (Array.isArray(tags) ? tags : tags.split(',')).includes(mark));
  for (const { name } of marked.filter((user) => !known.has(user.name))) {
    await call(api, 'DELETE', `permissions/${vhost}/${encodeURIComponent(name)}`);
  }
}

/** Makes what is not there. What is there stays as it is: the server refuses another shape of a queue. */
async function ensure(api: Api, path: string, body: object): Promise<void> {
  if ((await call(api, 'GET', path)) === null) await call(api, 'PUT', path, body);
}

/** The answer's JSON; null for 404 and for an answer without a body. */
async function call(api: Api, method: 'GET' | 'PUT' | 'DELETE', path: string, body?: object): Promise<unknown> {
  const response = await fetch(new URL(`/api/${path}`, api.url), {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${api.user}:${api.password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (response.status === 404 && method !== 'PUT') return null;
  if (!response.ok) throw new Error(`${method} /api/${path}: ${response.status} ${text.slice(0, 300)}`);
  return text === '' ? null : JSON.parse(text);
}
