import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { Gateway, rewritten, routeOf } from '../../bin/dev/gateway';
import { resolved, services } from './on-a-laptop';

describe('the gateway of processes', () => {
  let upstream: Server;
  let gateway: Gateway;
  let url: string;
  let seen: { url?: string; headers: Record<string, unknown> };

  beforeAll(async () => {
    upstream = createServer((request, response) => {
      seen = { url: request.url ?? '', headers: request.headers };
      response.setHeader('X-Content-Type-Options', 'mine');
      response.end('hello');
    }).listen(0, '127.0.0.1');
    const probe = createTcpServer().listen(0);
    await new Promise((done) => setTimeout(done, 20));
    const [own, free] = [upstream, probe].map((each) => (each.address() as AddressInfo).port);
    await new Promise((done) => probe.close(done));
    url = `http://127.0.0.1:${free}`;
    gateway = new Gateway(
      resolved(
        services(
          `  api: { build: api, ports: { http: ${own} }, routes: [{ path: /api, rewrite: /v1 }] }\n  gone: { build: api, ports: { http: 1 }, routes: /gone }`,
          `gateway: { port: ${free} }\n`,
        ),
      ),
    );
    await gateway.listen();
  });

  afterAll(async () => {
    await gateway?.close();
    upstream?.close();
  });

  it('leads a path to its service, rewritten, and says who asked', async () => {
    const answer = await fetch(`${url}/api/users?id=7`);
    expect(await answer.text()).toBe('hello');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(seen.url).toBe('/v1/users?id=7');
    expect(seen.headers['x-forwarded-for']).toBe('127.0.0.1');
  });

  it('answers 404 where no route leads, and 502 where nobody answers', async () => {
    expect((await fetch(`${url}/apis`)).status).toBe(404);
    const { status, headers } = await fetch(`${url}/gone`);
    expect([status, headers.get('x-content-type-options')]).toEqual([502, 'nosniff']);
  });

  it('goes on when a client is gone in the middle of an upgrade', async () => {
    const port = Number(new URL(url).port);
    for (let count = 0; count < 20; count += 1) {
      const socket = connect(port, '127.0.0.1');
      await new Promise((done) => socket.once('connect', done));
      socket.write('GET /x HTTP/1.1\r\nHost: nowhere\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      socket.resetAndDestroy();
    }
    expect((await fetch(`${url}/api/x`)).status).toBe(200);
  });

  it('refuses a port that somebody took meanwhile', async () => {
    const platform = resolved(
      services('  api: { build: api, ports: { http: 1 }, routes: / }', `gateway: { port: ${new URL(url).port} }\n`),
    );
    await expect(new Gateway(platform).listen()).rejects.toMatchObject({ code: 'port-in-use', exit: 1 });
  });

  it('takes the longest path of the host that is asked', () => {
    const platform = resolved(
      services(
        '  web: { build: web, ports: { http: 1000 }, routes: / }\n  api: { build: api, ports: { http: 1001 }, routes: [/api, { path: /, host: admin.localhost }] }',
      ),
    );
    const found = (host: string, path: string) => routeOf(platform, host, path)?.number;
    expect([found('localhost:8080', '/x'), found('127.0.0.1:8080', '/api/x'), found('LOCALHOST', '/api')]).toEqual([
      1000, 1001, 1001,
    ]);
    expect([found('admin.localhost', '/x'), found('elsewhere', '/')]).toEqual([1001, undefined]);
  });

  it.each([
    ['/users', '/v1', '/users/7?a=b', '/v1/7?a=b'],
    ['/users', '/v1', '/users', '/v1'],
    ['/users', '/', '/users/7', '/7'],
    ['/users', '/', '/users?a=b', '/?a=b'],
    ['/', '/v1', '/7', '/v1/7'],
    ['/users', '/users', '/users/7', '/users/7'],
  ])('rewrites %s to %s: %s becomes %s', (path, rewrite, from, to) => {
    expect(rewritten({ path, rewrite }, from)).toBe(to);
  });
});
