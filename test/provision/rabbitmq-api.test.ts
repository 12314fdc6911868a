import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { provisionRabbitMq } from '../../provision/handlers/rabbitmq';
import type { RabbitMqPlan } from '../../provision/rabbitmq-plan';

/** A management API in memory: what is put can be got. */
const objects = new Map<string, Record<string, unknown>>();
const asked: string[] = [];
const credentials = `Basic ${Buffer.from('admin:secret').toString('base64')}`;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => {
      body += String(data);
    });
    request.on('end', () => {
      const path = String(request.url).replace('/api/', '');
      if (request.headers.authorization !== credentials) {
        response.writeHead(401).end('{"error":"not_authorized"}');
        return;
      }
      if (request.method !== 'GET') asked.push(`${request.method} ${path}`);
      if (request.method === 'PUT') {
        objects.set(path, JSON.parse(body));
        response.writeHead(201).end();
      } else if (request.method === 'DELETE') response.writeHead(objects.delete(path) ? 204 : 404).end();
      else if (path === 'users') response.end(JSON.stringify(users()));
      else if (objects.has(path)) response.end(JSON.stringify(objects.get(path)));
      else response.writeHead(404).end('{"error":"Object Not Found"}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

function users() {
  const made = [...objects].filter(([path]) => path.startsWith('users/'));
  return [
    { name: 'somebody', tags: ['monitoring'] },
    ...made.map(([path, { tags }]) => ({ name: path.slice('users/'.length), tags: [tags] })),
  ];
}

function plan(...names: string[]): RabbitMqPlan {
  return {
    vhost: '/',
    admin: { user: 'admin', credential: 'admin' },
    users: names.map((user) => ({ user, credential: user, configure: '', write: '^(a)$', read: '.*' })),
    queues: [{ name: 'a/b', durable: true, quorum: true }],
  };
}

const passwords = new Map([
  ['orders', 'one'],
  ['users', 'two'],
]);

describe('the users and queues of a managed RabbitMQ server', () => {
  it('are made with their rights', async () => {
    await provisionRabbitMq({ url, user: 'admin', password: 'secret' }, plan('orders', 'users'), passwords);
    expect(Object.fromEntries(objects)).toEqual({
      'vhosts/%2F': {},
      'users/orders': { password: 'one', tags: 'slipway' },
      'users/users': { password: 'two', tags: 'slipway' },
      'permissions/%2F/orders': { configure: '', write: '^(a)$', read: '.*' },
      'permissions/%2F/users': { configure: '', write: '^(a)$', read: '.*' },
      'queues/%2F/a%2Fb': { durable: true, auto_delete: false, arguments: { 'x-queue-type': 'quorum' } },
    });
  });

  it('stay as they are the second time, but for the passwords', async () => {
    asked.length = 0;
    await provisionRabbitMq({ url, user: 'admin', password: 'secret' }, plan('orders', 'users'), passwords);
    expect(asked.filter((line) => /vhosts|queues|DELETE/.test(line))).toEqual([]);
  });

  it('lose their rights, and nothing else, when the plan no longer has them', async () => {
    asked.length = 0;
    await provisionRabbitMq({ url, user: 'admin', password: 'secret' }, plan('orders'), passwords);
    expect(asked.filter((line) => line.startsWith('DELETE'))).toEqual(['DELETE permissions/%2F/users']);
  });

  it('refuses a wrong administrator without repeating the password', async () => {
    const attempt = provisionRabbitMq({ url, user: 'admin', password: 'wrong' }, plan('orders'), passwords);
    await expect(attempt).rejects.toThrow(/^GET \/api\/vhosts\/%2F: 401 {"error":"not_authorized"}$/);
  });

  it('refuses a user without a secret, by name', async () => {
    const attempt = provisionRabbitMq({ url, user: 'admin', password: 'secret' }, plan('orders'), new Map());
    await expect(attempt).rejects.toThrow('no secret is given for credential "orders"');
  });
});
