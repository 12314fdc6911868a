import { addressesOf, busybox as b, projectOf, until } from './support/project';

/** What answers to which name, and whose own address is reached by whom, in containers of the rendered file. */
const port = 18_484;
const project = projectOf(
  'slipway-test-names',
  (image) => `gateway: { port: ${port} }
services:
  finder:
    image: "${image}"
    command: [${b}, sh, -ec, "${b} httpd -p 8080 -h /; exec ${b} sleep infinity"]
    ports: { http: 8080 }
    drain: 1s
  geo:
    image: "${image}"
    command: [${b}, sh, -ec, "${b} httpd -p 9000 -h /; exec ${b} sleep infinity"]
    ports: { http: 9000 }
    drain: 1s
  caller:
    image: "${image}"
    command: [${b}, sleep, infinity]
    uses: [store, memo, main.books]
    env: { MEMO: "\${memo.addrs}" }
    drain: 1s
  stranger:
    image: "${image}"
    command: [${b}, sleep, infinity]
    calls: [finder]
    drain: 1s
meshes: { discovery: [finder, geo] }
resources:
  store: { kind: redis, auth: none, aliases: [redis-master, sessions] }
  main: { kind: postgres, databases: [books], aliases: [db] }
  pages:
    kind: container
    image: "${image}"
    command: [${b}, httpd, -f, -p, "8300", -h, /files]
    ports: { http: { number: 8300, as: 80 } }
    health: /index.html
    replicas: 2
    routes: [{ path: /pages, rewrite: / }]
  memo:
    kind: container
    image: "${image}"
    command: [${b}, sh, -ec, "${b} hostname > /www/index.html; exec ${b} httpd -f -p 11211 -h /www"]
    ports: { tcp: 11211 }
    writable: [/www]
    health: { tcp: true }
    replicas: 2
`,
  {
    tools: ['RUN mkdir /files && echo hello > /files/index.html'],
    image: ['COPY --from=tools /files /files'],
    secrets: { MAIN_ADMIN_PASSWORD: 'admin', MAIN_CALLER_PASSWORD: 'caller' },
  },
);
const { inside, compose } = project;

beforeAll(() => project.up());
afterAll(() => project.down());

/** Whether a port of a host is open to a service. */
async function opens(service: string, host: string, port: number): Promise<boolean> {
  return (await inside(service, `${b} nc -w 2 ${host} ${port} -e ${b} true && echo open || echo closed`)) === 'open';
}

describe('a store', () => {
  it.each(['store', 'redis-master', 'sessions'])('answers as redis to %s', async (name) => {
    await until(async () =>
      /PONG/.test(await inside('caller', `printf 'PING\\r\\n' | ${b} nc -w 2 ${name} 6379 || :`)),
    );
    expect(await opens('stranger', name, 6379)).toBe(false);
  });

  it('answers to its alias at the address that its own name has', async () => {
    await until(() => opens('caller', 'main', 5432));
    expect(await opens('caller', 'db', 5432)).toBe(true);
    // Answers for IPv4 and IPv6 come in any order.
    const addresses = (name: string) =>
      inside('caller', `${b} nslookup ${name} 127.0.0.11 | ${b} grep '^Address: [0-9]' | ${b} sort -u`);
    expect(await addresses('db')).toMatch(/^Address: [\d.]+$/);
    expect(await addresses('db')).toBe(await addresses('main'));
  });
});

describe('replicas of a server', () => {
  it('are each found by a name of their own, which the list of addresses has', async () => {
    const addresses = (await inside('caller', 'echo "$MEMO"')).split(',');
    expect(addresses).toEqual(['memo-0:11211', 'memo-1:11211']);
    for (const address of addresses) await until(() => opens('caller', address.replace(':11211', ''), 11211));
    const pages = await Promise.all(
      addresses.map((address) => inside('caller', `${b} wget -q -O - http://${address}/index.html`)),
    );
    expect(new Set(pages).size).toBe(2);
  });

  it('are all reached by the name of the server', async () => {
    const found = await inside('caller', `${b} nslookup memo 127.0.0.11 | ${b} grep -c '^Address.*[0-9]$'`);
    expect(Number(found)).toBeGreaterThanOrEqual(2);
  });
});

describe('a routed server', () => {
  const asked = async (path: string) => {
    const answer = await fetch(`http://localhost:${port}${path}`).catch(() => undefined);
    return answer === undefined ? '' : `${answer.status} ${(await answer.text()).trim()}`;
  };

  it('is reached by the gateway, and what no route takes is not', async () => {
    await until(async () => (await asked('/pages/index.html')) === '200 hello');
    expect(await asked('/index.html')).toBe('404 no route');
  });

  it('answers while one of its replicas is away', async () => {
    for (const away of ['pages', 'pages-1']) {
      await compose('stop', '--timeout', '1', away);
      await until(async () => (await asked('/pages/index.html')) === '200 hello');
      await compose('start', away);
    }
  });
});

describe('members of a group', () => {
  it('have one address, on the network of the group, and find it by themselves', async () => {
    for (const member of ['finder', 'geo']) {
      const addresses = await addressesOf(project, member);
      expect(Object.keys(addresses)).toEqual(['discovery']);
      expect(await inside(member, `${b} hostname -i`)).toBe(addresses['discovery']);
    }
  });

  it('reach one another by these addresses, as a registry would hand them out', async () => {
    const finder = (await addressesOf(project, 'finder'))['discovery'] ?? '';
    const geo = (await addressesOf(project, 'geo'))['discovery'] ?? '';
    expect([await opens('finder', geo, 9000), await opens('geo', finder, 8080)]).toEqual([true, true]);
  });

  it('are closed to who has no edge to them and is in no group', async () => {
    const geo = (await addressesOf(project, 'geo'))['discovery'] ?? '';
    expect(await opens('caller', geo, 9000)).toBe(false);
  });
});

it('starts all of it without a restart', async () => {
  expect(await compose('ps', '--all', '--format', '{{.Service}} {{.State}}')).not.toMatch(/restarting|dead/);
});
