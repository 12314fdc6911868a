import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { meanings } from '../../bin/explain/code';
import { limits } from '../../bin/renderers';
import { load, type Origin, type Platform, resolve } from '../../platform/index';
import { described, slipway, slipwayJson, small } from './support';

interface Whole {
  environments: Record<string, { platform: Platform; origins: Record<string, Origin> }>;
}

const file = described();
const explain = (name: string, ...argv: string[]) => slipway(['explain', name, '-f', file, ...argv]);

/** The part of a JSON document at a pointer. */
function pick(value: unknown, pointer: string): unknown {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce((here, key) => (here as Record<string, unknown>)[key], value);
}

describe('slipway explain', () => {
  it('shows the platform at a glance, and what differs between environments', async () => {
    const { code, out } = await slipway(['explain', '-f', file]);
    expect(out).toMatch(/^small {2}owner small, repository acme\/small\n/);
    expect(out).toMatch(
      /edge +kubernetes +development, small +https:\/\/edge\.small\.example\.com +4 replicas at least/,
    );
    expect(out).toMatch(/mailer +grpc 9090 +inside only +3 +\[edge\]\n +mailer +grpc 9090 +inside only +1 +\[local\]/);
    expect(out).toMatch(/api +http 8080 +\/api +1\n/);
    expect(code).toBe(0);
  });

  it('prints the resolved platform of each environment with --json', async () => {
    const { document } = await slipwayJson<Whole>(['explain', '-f', file]);
    const { document: loaded } = load(file);
    for (const name of ['edge', 'local']) {
      const resolved = loaded === undefined ? undefined : resolve(loaded, name).platform;
      expect(document.result.environments[name]?.platform).toEqual(JSON.parse(JSON.stringify(resolved)));
    }
  });

  it('has an origin for every value of the platform', async () => {
    const { document } = await slipwayJson<Whole>(['explain', '-f', file]);
    const { platform, origins } = document.result.environments['edge'] as Whole['environments'][string];
    const uncovered: string[] = [];
    const visit = (value: unknown, pointer: string): void => {
      if (Object.hasOwn(origins, pointer)) return;
      const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
      if (inner.length === 0) uncovered.push(pointer);
      for (const [key, each] of inner) visit(each, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    };
    visit(platform, '');
    expect(uncovered).toEqual([]);
    for (const pointer of Object.keys(origins)) expect(pick(platform, pointer)).not.toBeUndefined();
  });

  it.each([
    ['/name', { kind: 'line', line: 1, column: 11 }],
    ['/services/0/image/reference', { kind: 'line', line: 5, column: 12 }],
    ['/services/0/routes/0/path', { kind: 'line', line: 7, column: 13 }],
    ['/services/0/memory/limit', { kind: 'default', reason: '512Mi' }],
    ['/services/0/drain/grace', { kind: 'default', reason: 'from drain' }],
    ['/services/1/scale/min', { kind: 'environment', line: 22, column: 34 }],
    ['/resources/0/provider', { kind: 'default', reason: expect.stringMatching(/^managed on ecs/) }],
    ['/environment/posture/exec', { kind: 'default', reason: 'tier development' }],
    ['/environment/domain', { kind: 'line', line: 21, column: 13 }],
    ['/flows', { kind: 'default', reason: 'from the edges' }],
  ])('says where %s comes from', async (pointer, origin) => {
    const { document } = await slipwayJson<Whole>(['explain', '-f', file, '-e', 'edge']);
    expect(document.result.environments['edge']?.origins[pointer]).toEqual(origin);
  });

  it.each([
    ['a short form over a map', 'scale: { min: 2 }', 'scale: 3', 'min', { kind: 'environment', line: 22 }],
    ['a short form over a short form', 'scale: 2', 'scale: 3', 'min', { kind: 'environment', line: 22 }],
    ['a map over a short form', 'scale: 2', 'scale: { max: 5 }', 'min', { kind: 'line', line: 15 }],
    ['a map over a map, its key', 'scale: { min: 2 }', 'scale: { max: 5 }', 'max', { kind: 'environment', line: 22 }],
    ['a map over a map, another key', 'scale: { min: 2 }', 'scale: { max: 5 }', 'min', { kind: 'line', line: 15 }],
  ])('says where a value comes from with %s', async (_case, base, over, key, origin) => {
    const merged = described(small.replace('scale: 1', base).replace('scale: 3', over));
    const { document } = await slipwayJson<Whole>(['explain', '-f', merged, '-e', 'edge']);
    expect(document.result.environments['edge']?.origins[`/services/1/scale/${key}`]).toMatchObject(origin);
  });

  it.each([
    ['a request alone', 'cpu: { request: 0.1 }', 15, 'cpu'],
    ['a limit alone', 'memory: { limit: 64Mi }', 15, 'memory'],
  ])('credits %s to its line, for the other amount too', async (_case, amount, line, field) => {
    const written = described(small.replace('scale: 1', amount));
    const { document } = await slipwayJson<Whole>(['explain', '-f', written, '-e', 'local']);
    const origins = document.result.environments['local']?.origins ?? {};
    for (const part of ['request', 'limit'])
      expect(origins[`/services/1/${field}/${part}`]).toMatchObject({ kind: 'line', line });
  });

  it('shows that a low port is open to the user', async () => {
    const low = described(small.replace('8080', '80'));
    const { out } = await slipway(['explain', 'api', '-f', low]);
    expect(out).toMatch(/sysctl net\.ipv4\.ip_unprivileged_port_start +0 +default/);
  });

  it('says who gives each variable', async () => {
    const { document } = await slipwayJson<Whole>(['explain', '-f', file, '-e', 'local']);
    const { platform, origins } = document.result.environments['local'] as Whole['environments'][string];
    const origin = (name: string) =>
      origins[`/services/0/env/${platform.services[0]?.env.findIndex((each) => each.name === name)}`];
    expect(origin('GREETING')).toEqual({ kind: 'line', line: 10, column: 22 });
    expect(origin('API_KEY')).toMatchObject({ kind: 'line', line: 11 });
    expect(origin('PGPASSWORD')).toEqual({ kind: 'default', reason: 'contract' });
  });
});

describe('slipway explain <service>', () => {
  it('shows the fields with their origins, one line for each difference', async () => {
    const { code, out } = await explain('mailer');
    expect(out).toMatch(/^mailer {2}service in edge, local\n/);
    expect(out).toMatch(/port grpc +grpc 9090, told as GRPC_PORT +line 14\n/);
    expect(out).toMatch(/memory +512Mi +default: 512Mi\n/);
    expect(out).toMatch(/scale\.min +3 +line 22, of the environment {2}\[edge\]\n +1 +line 15 {2}\[local\]\n/);
    expect(code).toBe(0);
  });

  it('shows its variables as people read them, never a secret value', async () => {
    const { out } = await explain('api', '-e', 'local');
    expect(out).toMatch(
      /DATABASE_URL +postgres:\/\/api:<password of main-api>@<host of main>:5432\/api\?sslmode=disable +contract\n/,
    );
    expect(out).toMatch(/MAILER_GRPC_ADDR +<host of mailer\.grpc>:<port of mailer\.grpc> +contract\n/);
    expect(out).toMatch(/GREETING +hello +line 10\n/);
    expect(out).toMatch(/API_KEY +<secret api-api-key> +line 11\n/);
  });

  it('shows who may open it and what it may open', async () => {
    const { out } = await explain('api', '-e', 'local');
    expect(out).toMatch(/opened by\n {2}gateway +8080\/tcp\n\nopens\n {2}main +5432\/tcp\n {2}mailer +9090\/tcp\n/);
  });

  it('shows what every task of ECS may open besides', async () => {
    const shop = (name: string, environment: string) =>
      slipway(['explain', name, '-f', join(__dirname, '../../platform.yaml'), '-e', environment]);
    const row = /opens\n(.+\n)* {2}any address +443\/tcp +default: images, logs and secrets of every task\n/;
    expect((await shop('orders', 'prod')).out).toMatch(row);
    expect((await shop('main', 'prod')).out).not.toContain('any address');
    expect((await shop('orders', 'local')).out).not.toContain('any address');
  });

  it('gives the entry of the model and its origins with --json', async () => {
    const { document } = await slipwayJson<{ section: string; environments: Whole['environments'] }>([
      'explain',
      'mailer',
      '-f',
      file,
    ]);
    expect(document.result).toMatchObject({
      section: 'services',
      name: 'mailer',
      environments: {
        edge: {
          entry: { name: 'mailer', scale: { min: 3 } },
          origins: { '/scale/min': { kind: 'environment', line: 22 } },
        },
      },
    });
  });

  it('explains a platform that an output cannot express', async () => {
    const gated = described(
      small
        .replace(
          'services:\n  api',
          'gateway: { auth: { issuer: "https://id.example.com/", audience: api } }\nservices:\n  api',
        )
        .replace('routes: /api', 'routes: [{ path: /api, auth: required }]'),
    );
    expect((await slipway(['check', '-f', gated])).code).toBe(3);
    expect((await slipway(['explain', 'api', '-f', gated])).out).toMatch(/route 1 .*token required/);
  });

  it('shows where a raw route is asked for', async () => {
    const broker = 'image: "broker:1", ports: { mqtt: { number: 1883, protocol: tcp } }, routes: [{ port: mqtt }]';
    const text = `platform: shop\nservices: { broker: { ${broker} } }\nenvironments: { dev: { runtime: kubernetes, domain: dev.example.com } }\n`;
    const { out } = await slipway(['explain', 'broker', '-f', described(text)]);
    expect(out).toContain('tcp mqtt.broker.dev.example.com:1883, to mqtt 1883');
  });
});

describe('slipway explain of the contract', () => {
  const told = async (contract: string) => {
    const text = `platform: calls\nservices:\n  sip:\n    image: example/sip\n    contract: ${contract}\n    ports: { udp: 5060 }\nenvironments: { local: { runtime: compose } }\n`;
    const { out } = await slipway(['explain', 'sip', '-f', described(text)]);
    return out;
  };

  it('says which variable tells of a port', async () => {
    expect(await told('full')).toMatch(/port udp +udp 5060, told as UDP_PORT /);
  });

  it('says that a service has its own variables only, and on which line', async () => {
    const out = await told('none');
    expect(out).not.toContain('UDP_PORT');
    expect(out).toMatch(
      /contract +none: its own variables only +.*line 5|contract +none: its own variables only +.*:5/,
    );
  });
});

describe('slipway explain <resource>', () => {
  it('shows what was decided, its logins, and who may open it', async () => {
    const { out } = await explain('main', '-e', 'local');
    expect(out).toMatch(/^main {2}resource in local\n/);
    expect(out).toMatch(/kind +postgres +line 17\n/);
    expect(out).toMatch(/database api +role api_owner, of api +line 17\n/);
    expect(out).toMatch(/login api +use, by api, password generated as main-api/);
    expect(out).toMatch(/opened by\n {2}api +5432\/tcp\n/);
  });
});

describe('slipway explain <environment>', () => {
  it('shows its place, posture and gateway', async () => {
    const { out } = await explain('edge');
    expect(out).toMatch(/^edge {2}environment\n/);
    expect(out).toMatch(/domain +edge\.small\.example\.com +line 21\n/);
    expect(out).toMatch(/posture exec +true +default: tier development\n/);
  });
});

describe('slipway explain <field>', () => {
  it('shows type, default, example and the fields inside', async () => {
    const { out } = await explain('services.scale');
    expect(out).toMatch(
      /^services\.\*\.scale\n {2}Replicas: a number, or bounds and targets\.\n {2}type +whole number from 0 to 1000 or map\n/,
    );
    expect(out).toMatch(/fields inside\n {2}min +whole number from 0 to 1000 +Fewest replicas\.\n/);
  });

  it('needs no description', async () => {
    expect((await slipway(['explain', 'services.scale.min', '-f', '/nowhere/platform.yaml'])).code).toBe(0);
  });
});

describe('slipway explain <code>', () => {
  it('shows what must hold and the fix', async () => {
    const { out } = await explain('shared-database');
    expect(out).toMatch(/^shared-database\n {2}\S.*\n {2}fix: /);
  });

  it('shows every limit of the code with its reason', async () => {
    const { out } = await explain('unsupported-route-auth');
    for (const limit of limits.filter((each) => each.code === 'unsupported-route-auth'))
      expect(out).toContain(limit.reason);
    expect(out).toMatch(/acceptable +yes, with accept: \[unsupported-route-auth\]/);
  });

  it('knows every code that the command line fails with', () => {
    const known = new Set(meanings().map(({ code }) => code));
    const root = join(__dirname, '../../bin');
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    const codes = sources.flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return [...text.matchAll(/new Failure\(\s*exit\.\w+,\s*'([\w-]+)'|code: '([a-z-]+)'/g)].map(
        (match) => match[1] ?? match[2] ?? '',
      );
    });
    expect(codes.length).toBeGreaterThan(15);
    expect(codes.filter((code) => !known.has(code))).toEqual([]);
  });
});

describe('slipway explain', () => {
  it.each([
    ['mialer', 'mailer'],
    ['services.scal.min', 'services.scale.min'],
    ['shared-databse', 'shared-database'],
    ['scal.min', 'scale.min'],
  ])('refuses %s, and names %s', async (name, meant) => {
    const { code, out, err } = await explain(name);
    expect(err).toContain(`did you mean "${meant}"?`);
    expect([code, out]).toEqual([2, '']);
  });

  it('refuses a name in a description that cannot be read, with its problems', async () => {
    const { code, err } = await slipway(['explain', 'orders', '-f', described('services: [\n')]);
    expect(err).toMatch(/yaml-syntax/);
    expect(code).toBe(3);
  });

  it('refuses an environment asked for in another', async () => {
    expect((await explain('edge', '-e', 'local')).code).toBe(2);
  });
});
