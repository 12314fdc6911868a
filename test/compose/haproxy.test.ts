import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatewayConfig, relayConfig } from '../../compose/haproxy';
import { answering, echo, freePort, get } from './http';
import { platformFrom } from './workshop';

const platform = platformFrom(`
gateway: { idleTimeout: 90s, headers: { x-frame-options: "", content-security-policy: "default-src 'self'; 50% $x \\"q\\" \\\\" } }
services:
  api:
    image: "api:1"
    ports: { http: 8081, grpc: 9090 }
    routes:
      - { path: /api, rewrite: /, timeout: 5s, sticky: true }
      - { path: /api/v2.1, rewrite: /v2 }
      - { path: /api/keep/ }
      - { path: /acme.v1.Api, port: grpc }
      - { path: /, host: api.localhost, rewrite: /all }
    scale: { min: 2, max: 4 }
  web: { image: "web:1", ports: { ws: 8080 }, routes: / }
  admin: { image: "admin:1", ports: { http: 8082 }, routes: [{ path: /admin }] }
  broker: { image: "broker:1", ports: { mqtt: { number: 1883, protocol: tcp } }, routes: [{ port: mqtt, listen: 11883 }] }
`);
const config = gatewayConfig(platform);

/** Host, path, and who answers as what: `<service's port> <path that it sees>`; '' for nobody. */
const table: [string, string, string][] = [
  ['localhost', '/', 'web:8080 /'],
  ['localhost:8080', '/index.html', 'web:8080 /index.html'],
  ['127.0.0.1:8080', '/x', 'web:8080 /x'],
  ['LOCALHOST', '/x', 'web:8080 /x'],
  ['localhost', '/api', 'api:8081 /'],
  ['localhost', '/api/', 'api:8081 /'],
  ['localhost', '/api/api', 'api:8081 /api'],
  ['localhost', '/api/7/items?q=/api', 'api:8081 /7/items?q=/api'],
  ['localhost', '/apix', 'web:8080 /apix'],
  ['localhost', '/api/v2.1', 'api:8081 /v2'],
  ['localhost', '/api/v2.1/v2.1', 'api:8081 /v2/v2.1'],
  ['localhost', '/api/v2x1', 'api:8081 /v2x1'],
  ['localhost', '/api/keep', 'api:8081 /api/keep'],
  ['localhost', '/api/keep/1', 'api:8081 /api/keep/1'],
  ['localhost', '/admin', 'admin:8082 /admin'],
  ['localhost', '/administrator', 'web:8080 /administrator'],
  ['localhost', '/acme.v1.Api/List', 'api:9090 /acme.v1.Api/List'],
  ['api.localhost', '/admin', 'api:8081 /all/admin'],
  ['api.localhost', '/', 'api:8081 /all/'],
  ['elsewhere.example', '/', ''],
];

describe('the gateway', () => {
  it.each(table)('answers %s%s by %s', (host, path, answer) => {
    expect(route(config, host, path)).toBe(answer);
  });

  it('sends no route a 404', () => {
    expect(config).toContain('default_backend no-route');
    expect(config).toContain('http-request return status 404');
  });

  it('gives each route its time, and every connection the idle time', () => {
    expect(backend('api-0')).toContain('timeout server 5s');
    expect(backend('api-1')).toContain('timeout server 30s');
    expect(config).toContain('  timeout tunnel 90s');
    expect(config).toContain('  timeout client 90s');
  });

  it('keeps a client on its replica where the route says so', () => {
    expect(backend('api-0')).toContain('cookie slipway-api-0 insert indirect nocache httponly dynamic');
    expect(backend('api-1').join()).not.toContain('cookie');
  });

  it('tries another replica where one refuses the connection', () => {
    expect(config).toContain('  retries 3\n  option redispatch 1\n');
  });

  it('speaks HTTP/2 to gRPC servers alone', () => {
    expect(backend('api-3').join()).toMatch(/server-template .* api:9090 .* proto h2/);
    expect(config.match(/proto h2/g)).toHaveLength(1);
  });

  it('has a place for each replica that there may be', () => {
    expect(backend('api-0').join()).toContain('server-template api-0- 4 api:8081 ');
    expect(backend('web-0').join()).toContain('server-template web-0- 1 web:8080 ');
  });

  it('passes a raw port on as it is', () => {
    expect(backend('broker-0')).toEqual(expect.arrayContaining(['mode tcp', 'bind :11883']));
  });

  it('sends the headers of the description and leaves out what it takes away', () => {
    expect(config).toContain(`set-header "content-security-policy" "default-src 'self'; 50%% \\$x \\"q\\" \\\\"`);
    expect(config).not.toContain('x-frame-options');
  });
});

describe('the question whether a replica is ready', () => {
  const asked = (health: string, route = 'http') => {
    const body = `image: "api:1", ports: { http: 8080, grpc: 9090 }, routes: [{ path: /, port: ${route} }]`;
    return gatewayConfig(platformFrom(`services: { api: { ${body}, health: ${health} } }`));
  };

  it('is that of the description, every second', () => {
    expect(asked('{ http: /healthz, headers: { Cookie: "id=50%" }, timeout: 3s, interval: 9s }')).toContain(
      [
        '  option httpchk',
        '  http-check send meth GET uri "/healthz" ver HTTP/1.1 hdr "host" "api" hdr "cookie" "id=50%%"',
        '  timeout check 3000ms',
        '  default-server check port 8080 inter 1s fall 2 rise 1',
        '.if version_atleast(3.1)',
        '  default-server init-state down',
        '.endif',
      ].join('\n'),
    );
  });

  it('has the host of the description where it names one', () => {
    expect(asked('{ http: /, headers: { Host: api.example } }')).toContain('ver HTTP/1.1 hdr "host" "api.example"\n');
  });

  it('goes by HTTP/1 also where requests go by HTTP/2', () => {
    const config = asked('{ http: /healthz, port: http }', 'grpc');
    expect(config).toContain('  default-server check port 8080 inter 1s fall 2 rise 1\n');
    expect(config).toContain('  default-server check-proto h1\n');
    expect(config).toMatch(/server-template .* api:9090 .* proto h2\n/);
  });

  it('is only whether the port is open where the answer would be by gRPC', () => {
    const config = asked('{ grpc: acme.v1.Api, port: grpc }');
    expect(config).toContain('  default-server check port 9090 inter 1s fall 2 rise 1\n');
    expect(config).not.toContain('httpchk');
  });

  it.each(['none', '{ command: [/app, check] }'])(
    'is not asked where nobody could answer over the network: %s',
    (health) => {
      expect(asked(health)).not.toContain(' check');
    },
  );
});

describe('the relay', () => {
  it('answers where callers ask and passes on to where the program listens', () => {
    const text = relayConfig(platform, [
      { name: 'http', protocol: 'http', number: 8080, as: 80, last: 8080, hostPort: false },
    ]);
    expect(text).toMatch(/listen http\n {2}bind :80\n {2}server program 127\.0\.0\.1:8080\n/);
  });
});

const found = spawnSync('haproxy', ['-v']).status === 0;
(found ? describe : describe.skip)('a real proxy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-haproxy-'));
  const file = join(folder, 'haproxy.cfg');
  const servers: Server[] = [];
  let proxy: ChildProcess;
  let port = 0;

  beforeAll(async () => {
    port = await freePort();
    const raw = await freePort();
    const ports = new Map<string, number>();
    for (const name of ['api:8081', 'web:8080', 'admin:8082']) ports.set(name, await echo(servers, name));
    // Names of containers mean nothing here, so each is an address of this machine.
    const local = config
      .replaceAll(
        /server-template (\S+) \d+ (\S+) resolvers docker resolve-prefer ipv4 init-addr none/g,
        (_all, id, name) => {
          return `server ${id}1 127.0.0.1:${ports.get(name) ?? raw}`;
        },
      )
      // Each answers for itself.
      .replaceAll(/default-server check port \d+/g, 'default-server check')
      .replace('bind :8080', `bind 127.0.0.1:${port}`)
      .replace('bind :11883', `bind 127.0.0.1:${raw}`);
    writeFileSync(file, local);
    proxy = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' });
    await answering(port);
  });

  afterAll(() => {
    proxy.kill('SIGKILL');
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes the configurations', () => {
    for (const text of [
      config,
      relayConfig(platform, [{ name: 'http', protocol: 'http', number: 8080, as: 18080, last: 8080, hostPort: false }]),
    ]) {
      writeFileSync(`${file}.check`, text);
      expect(execFileSync('haproxy', ['-c', '-f', `${file}.check`], { encoding: 'utf8' })).toContain('valid');
    }
  });

  it.each(table.filter(([, , answer]) => !answer.includes('9090')))(
    'answers %s%s by %s',
    async (host, path, answer) => {
      const { status, body, headers } = await get(port, host, path);
      expect([status, body]).toEqual(answer === '' ? [404, 'no route'] : [200, answer]);
      expect(headers['content-security-policy']).toBe(`default-src 'self'; 50% $x "q" \\`);
      expect(headers['x-frame-options']).toBeUndefined();
    },
  );

  it('keeps a client on its replica by a cookie', async () => {
    const { headers } = await get(port, 'localhost', '/api');
    expect(headers['set-cookie']?.join()).toMatch(/^slipway-api-0=[0-9a-f]+; path=\/; HttpOnly$/);
  });
});

function backend(name: string): string[] {
  const start = config.indexOf(`\nbackend ${name}\n`) + 1 || config.indexOf(`\nlisten ${name}\n`) + 1;
  return config
    .slice(start)
    .split('\n\n')[0]!
    .split('\n')
    .map((line) => line.trim());
}

/** Reads the configuration as the proxy does: conditions of one name are any of them, the first `use_backend` that holds wins. */
function route(text: string, authority: string, target: string): string {
  const [path = '', query] = target.split('?');
  const host = authority.replace(/:\d+$/, '').toLowerCase();
  const holds = (name: string) =>
    [...text.matchAll(new RegExp(`^ {2}acl ${name} (\\S+) -m (str|beg) (.*)$`, 'gm'))].some(([, fetch, how, words]) => {
      const value = fetch!.startsWith('req.hdr(host)') ? host : path;
      const values = words!.split(' ').map((word) => word.replaceAll('"', ''));
      return values.some((each) => (how === 'str' ? value === each : value.startsWith(each)));
    });
  const chosen = [...text.matchAll(/^ {2}use_backend (\S+) if (\S+) (\S+)$/gm)].find(
    ([, , one, two]) => holds(one!) && holds(two!),
  );
  if (chosen === undefined) return '';
  const lines = backend(chosen[1]!);
  const server = lines
    .map((line) => /^server-template \S+ \d+ (\S+)/.exec(line)?.[1])
    .find((name) => name !== undefined);
  const rewrite = lines
    .map((line) => /^http-request replace-path "(.*)" "(.*)"$/.exec(line))
    .find((match) => match !== null);
  const seen = rewrite == null ? path : replace(path, unquoted(rewrite[1]!), unquoted(rewrite[2]!));
  return `${server} ${seen}${query === undefined ? '' : `?${query}`}`;
}

function unquoted(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}

function replace(path: string, pattern: string, result: string): string {
  const match = new RegExp(pattern).exec(path);
  return match === null ? path : result.replace('\\1', match[1] ?? '').replaceAll('%%', '%');
}
