import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { gatewayConfig } from '../../compose/haproxy';
import { images } from '../../platform/index';
import {
  answeredRoutes,
  answeredTable,
  conditionedRoutes,
  conditionedTable,
  sharedRoutes,
} from '../compose/route-table';
import { platformFrom } from '../compose/workshop';
import { docker } from './support/run';

// The proxy's own program, by the configuration that an environment on Compose has, in front of servers of this machine.

const servers: Server[] = [];
const containers: string[] = [];
let port = 0;
let answers = 0;
let shares = 0;

beforeAll(async () => {
  port = await started(conditionedRoutes);
  answers = await started(answeredRoutes);
  shares = await started(sharedRoutes);
});

async function started(text: string): Promise<number> {
  const own = await freePort();
  const ports = new Map<string, [number, number]>();
  for (const name of ['8081', '8082']) ports.set(name, [await echo(name, 'one'), await echo(name, 'two')]);
  const config = gatewayConfig(platformFrom(text))
    // Names of containers mean nothing here. Two replicas, so that a client may reach another one.
    .replaceAll(
      /server-template (\S+)- \d+ \S+:(\d+) resolvers docker resolve-prefer ipv4 init-addr none/g,
      (_all, id, number) =>
        (ports.get(number) ?? []).map((own, at) => `server ${id}-${at} 127.0.0.1:${own}`).join('\n  '),
    )
    .replaceAll(/^.*default-server check port.*\n/gm, '')
    .replaceAll(/^.*(httpchk|http-check|init-state).*\n/gm, '')
    .replace('bind :8080', `bind 127.0.0.1:${own}`);
  const program = ['sh', '-c', 'printf %s "$CONFIG" > /tmp/h.cfg && exec haproxy -db -f /tmp/h.cfg'];
  const container = await docker(
    'run',
    '-d',
    '--network',
    'host',
    '-e',
    `CONFIG=${config}`,
    images.haproxy,
    ...program,
  );
  containers.push(container);
  await answering(own, container);
  return own;
}

afterAll(async () => {
  for (const server of servers) server.close();
  await docker('rm', '--force', ...containers);
});

it.each(conditionedTable)('answers %s %s%s with %j by %s', async (method, host, path, headers, answer) => {
  const { status, body } = await ask(method, host, path, headers);
  expect([status, body]).toEqual(answer === '' ? [404, 'no route'] : [200, answer]);
});

it.each(answeredTable)('answers %s %s by %i and %s', async (method, path, expected, answer) => {
  const { status, body, location, type } = await ask(method, 'localhost', path, {}, answers);
  expect([status, location ?? body]).toEqual([expected, answer]);
  if (location === undefined && answer !== '') expect(type).toBe('text/html');
});

it('divides requests by weight', async () => {
  const count = async (path: string) => {
    let next = 0;
    for (let at = 0; at < 400; at++) {
      const { status, body } = await ask('GET', 'localhost', path, {}, shares);
      expect(status).toBe(200);
      if (body.startsWith('8082')) next++;
    }
    return next / 400;
  };
  // Four times the standard deviation of 400 draws.
  expect(Math.abs((await count('/')) - 0.25)).toBeLessThan(0.09);
  expect(await count('/v1')).toBe(0);
});

it("keeps a client on the replica that set the service's cookie, and no other", async () => {
  const replicas = async (cookie: string) => {
    const seen = new Set<unknown>();
    for (let at = 0; at < 8; at++) seen.add((await ask('GET', 'localhost', '/v1', { cookie })).replica);
    return [...seen];
  };
  const { replica } = await ask('GET', 'localhost', '/v1?set=mine', {});
  expect(await replicas('SESSION=mine')).toEqual([replica]);
  expect(await replicas('SESSION=unknown')).toHaveLength(2);
  expect(await replicas('OTHER=mine')).toHaveLength(2);
});

async function echo(name: string, replica: string): Promise<number> {
  const server = createServer((message, response) => {
    const set = /set=(\w+)/.exec(message.url ?? '')?.[1];
    if (set !== undefined) response.setHeader('set-cookie', `SESSION=${set}`);
    response.setHeader('x-replica', replica).end(`${name} ${message.url}`);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createTcpServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as AddressInfo;
      probe.close(() => resolve(free));
    });
  });
}

async function answering(at: number, container: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const up = await ask('GET', 'localhost', '/', {}, at).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the proxy did not start: ${await docker('logs', container)}`);
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
  readonly replica: string | string[] | undefined;
  readonly location: string | undefined;
  readonly type: string | undefined;
}

function ask(
  method: string,
  host: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  at = port,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { port: at, path, method, host: '127.0.0.1', headers: { ...headers, host }, agent: false },
      (response) => {
        let body = '';
        response.on('data', (chunk) => (body += String(chunk)));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            body,
            replica: response.headers['x-replica'],
            location: response.headers.location,
            type: response.headers['content-type'],
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
