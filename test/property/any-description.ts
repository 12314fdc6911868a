import type { Dice } from './mutate';
import { alike, alphabets, texts } from './nasty';

type Fields = Record<string, unknown>;

/**
 * A whole description made by dice: services of all kinds, jobs, stores, routes, files, secrets and overrides, with names that are
 * alike and texts of characters that some target reads in its own way. Most are right, so that there is something to render.
 */
export function anyDescription(dice: Dice, accepted: readonly string[]): Fields {
  return new Maker(dice).whole(accepted);
}

/** How often something unusual is written. */
const seldom = 0.12;

class Maker {
  private readonly taken = new Set<string>();
  private readonly servers = new Map<string, readonly string[]>();
  private readonly used = new Set<string>();
  private readonly callable: string[] = [];

  constructor(private readonly dice: Dice) {}

  whole(accepted: readonly string[]): Fields {
    const { dice } = this;
    const resources = this.some(0, 2, () => this.resource());
    const services = this.some(1, 3, () => this.service());
    const jobs = this.some(0, 1, () => this.job());
    return {
      platform: dice.pick(['p', 'shop', 'a-b']),
      ...this.maybe('owner', () => dice.pick(['team', 'R & D', 'core_team:a', 'Équipe', '<team>', texts.pick(dice)])),
      repository: 'acme/shop',
      ...this.maybe('gateway', () => this.gateway()),
      services,
      ...(Object.keys(jobs).length > 0 && { jobs }),
      ...(Object.keys(resources).length > 0 && { resources }),
      environments: this.environments(accepted),
    };
  }

  private environments(accepted: readonly string[]): Fields {
    const { dice } = this;
    const accept = [...accepted];
    return {
      local: { runtime: 'compose', accept, ...this.overrides('compose') },
      stg: {
        runtime: 'kubernetes',
        domain: 'stg.example.com',
        accept,
        ...(dice.roll() < 0.2 && { gateway: { kind: 'ingress' } }),
        ...this.overrides('k8s'),
      },
      dev: {
        runtime: 'ecs',
        account: '111111111111',
        region: 'eu-west-1',
        domain: 'dev.example.com',
        ...(dice.roll() < 0.7 && { hostedZone: 'example.com' }),
        ...(dice.roll() < 0.2 && { tier: 'production' }),
        accept,
        ...this.overrides('cdk'),
      },
    };
  }

  /** A patch of something that may not be there: a problem, or a patch, and no exception. */
  private overrides(output: string): Fields {
    if (this.dice.roll() >= seldom / 2) return {};
    const target = output === 'compose' ? {} : { target: this.dice.pick(['Deployment/api', 'network/Vpc', 'x']) };
    const path = this.dice.pick(['/services/api/labels', '/metadata/labels/team', '/a~1b', '/Properties/Tags/0']);
    return { overrides: { [output]: [{ ...target, path, set: 'core' }] } };
  }

  private gateway(): Fields {
    return {
      ...this.maybe('headers', () => ({ [this.dice.pick(['x-frame-options', 'X-Team', 'x-team'])]: this.text() })),
      ...this.maybe('auth', () => ({ issuer: 'https://id.example.com/', audience: 'shop' })),
      ...this.maybe('from', () => ['10.0.0.0/8', '192.0.2.0/24']),
    };
  }

  private service(): Fields {
    const ports = this.ports();
    const { dice } = this;
    const names = Object.keys(ports);
    const made = {
      image: 'ghcr.io/acme/a:1',
      ...(names.length > 0 && { ports }),
      ...this.workload(),
      ...(names.includes('http') && this.maybe('routes', () => this.routes(names), 0.7)),
      ...this.maybe('aliases', () => [this.name()]),
      ...this.maybe('scale', () => dice.pick([1, 2, { min: 1, max: 3 }, { min: 2, max: 4, cpu: 60 }])),
      ...(names.includes('http') &&
        this.maybe('health', () => dice.pick(['none', '/livez', { command: ['/app', this.text()] }]))),
      ...this.maybe('migrate', () => ['/app', 'migrate', this.text()]),
      ...this.maybe('drain', () => dice.pick(['5s', '20s', '2m'])),
    };
    return made;
  }

  private job(): Fields {
    const { dice } = this;
    const schedule = dice.pick([
      '0 3 * * *',
      '0 0 * * 7',
      '*/5 * * * 5-7',
      '0 0 1 * *',
      '0 0 * * sun',
      '0 0 * * 1-7/2',
    ]);
    return { image: 'ghcr.io/acme/job:1', ...this.workload(), ...this.maybe('schedule', () => schedule, 0.6) };
  }

  private workload(): Fields {
    const { dice } = this;
    const edges = [...this.servers].filter(([name]) => !this.used.has(name) || dice.roll() < 0.5);
    for (const [name] of edges) this.used.add(name);
    const kind = (name: string) => this.kinds.get(name) ?? '';
    const used = edges.filter(([name]) => !['kafka', 'rabbitmq'].includes(kind(name)));
    const streams = edges.filter(([name]) => ['kafka', 'rabbitmq'].includes(kind(name)));
    const uses = used.flatMap(([name, parts]) => (parts.length > 0 ? parts.map((part) => `${name}.${part}`) : [name]));
    const parts = streams
      .filter(([, all]) => all.length > 0)
      .flatMap(([name, all]) => all.map((each) => `${name}.${each}`));
    const calls = this.callable.filter(() => dice.roll() < 0.3);
    return {
      ...(uses.length > 0 && { uses }),
      ...(parts.length > 0 && { [dice.pick(['publishes', 'consumes'])]: parts }),
      ...(calls.length > 0 && { calls }),
      ...this.container(),
      ...this.maybe('volumes', () => this.map(alphabets.name, () => ({ path: `/data/${dice.below(1e6)}` }))),
      ...this.maybe('sidecars', () =>
        this.map(alphabets.name, () => ({ image: 'ghcr.io/acme/b:1', ...this.container() })),
      ),
      ...this.maybe('init', () => this.map(alphabets.name, () => ({ image: 'ghcr.io/acme/c:1', ...this.container() }))),
      ...this.maybe('egress', () => [{ cidr: dice.pick(['10.1.2.0/24', '0.0.0.0/0', '2001:db8::/32']), ports: [443] }]),
    };
  }

  private container(): Fields {
    const { dice } = this;
    return {
      ...this.maybe('env', () => this.map(alphabets.variable, () => this.text()), 0.4),
      ...this.maybe('secrets', () => Object.keys(this.map(alphabets.variable, () => ''))),
      ...this.maybe('files', () => this.map(alphabets.file, () => ({ content: this.text() }))),
      ...this.maybe('command', () => ['/app', this.text()]),
      ...this.maybe('args', () => [this.text(), this.text()]),
      ...this.maybe('writable', () => ['/tmp', `/var/cache/${dice.below(100)}`]),
      ...this.maybe('user', () => dice.pick([1000, '1000:1000'])),
      ...this.maybe('ulimits', () => ({ nofile: 65536 })),
    };
  }

  private readonly kinds = new Map<string, string>();

  private resource(): Fields {
    const { dice } = this;
    const kind = dice.pick(['postgres', 'postgres', 'redis', 'kafka', 'rabbitmq', 'container']);
    const list = (alphabet: readonly (readonly string[])[]) => Object.keys(this.map(alphabet, () => ''));
    this.pending = { kind, parts: [] };
    if (kind === 'postgres') {
      const databases = list(alphabets.database);
      this.pending = { kind, parts: databases };
      return { kind, databases, ...this.maybe('parameters', () => this.parameters()) };
    }
    if (kind === 'kafka' || kind === 'rabbitmq') {
      const parts = list(alphabets.stream);
      this.pending = { kind, parts };
      return { kind, [kind === 'kafka' ? 'topics' : 'queues']: parts };
    }
    if (kind === 'redis') return { kind };
    const ports = { ...this.ports(), http: 1024 + dice.below(60_000) };
    return { kind, image: 'docker.io/library/x:1', ports, ...this.container() };
  }

  private pending: { kind: string; parts: readonly string[] } | undefined;

  private parameters(): Fields {
    const { dice } = this;
    return dice.pick<Fields>([
      { shared_buffers: dice.pick(['256MB', 32768, '1GB', '16kB']) },
      { work_mem: '16MB', log_min_duration_statement: '500ms' },
      { statement_timeout: dice.pick(['30s', 30000, '1min']) },
      { random_page_cost: 1.1, log_statement: 'ddl' },
      { 'pg_stat_statements.max': 1000 },
    ]);
  }

  private ports(): Fields {
    const { dice } = this;
    const number = () => 1024 + dice.below(60_000);
    return dice.pick<() => Fields>([
      () => ({}),
      () => ({ http: number() }),
      () => ({ http: number(), grpc: number() }),
      () => ({ tcp: number(), udp: number() }),
      () => ({ http: number(), metrics: number() }),
      () => ({
        ...this.map(alphabets.port, () => ({ number: number(), protocol: dice.pick(['http', 'grpc', 'tcp']) })),
        http: number(),
      }),
    ])();
  }

  private routes(ports: readonly string[]): Fields[] {
    const { dice } = this;
    const paths = Object.keys(this.map(alphabets.path, () => ''));
    return paths.map((path) => ({
      path,
      ...this.maybe('host', () => alike(dice, alphabets.host)),
      ...this.maybe('methods', () => dice.pick([['GET'], ['POST', 'PUT']])),
      ...this.maybe('headers', () => this.map(alphabets.header, () => dice.pick(['beta', 'Beta', 'a b', '%x', 'ä']))),
      ...this.maybe('rewrite', () => alike(dice, alphabets.path)),
      ...this.maybe('sticky', () =>
        dice.pick<unknown>([true, { cookie: dice.pick(['SESSION', 'session', 'a-b', 'a_b']) }]),
      ),
      ...this.maybe('port', () => dice.pick(ports.filter((port) => port !== 'udp' && port !== 'tcp'))),
    }));
  }

  private text(): string {
    return texts.pick(this.dice);
  }

  /** One to three entries under names that are alike. */
  private map(alphabet: readonly (readonly string[])[], value: () => unknown): Fields {
    const family = this.dice.pick(alphabet);
    const count = 1 + this.dice.below(3);
    const names = new Set(Array.from({ length: count }, () => this.dice.pick(family)));
    return Object.fromEntries([...names].map((name) => [name, value()]));
  }

  private some(least: number, most: number, make: () => Fields): Fields {
    const made: Fields = {};
    const count = least + this.dice.below(most - least + 1);
    for (let at = 0; at < count; at++) {
      this.pending = undefined;
      const value = make();
      const name = this.name();
      made[name] = value;
      if (this.pending !== undefined) {
        const { kind, parts } = this.pending as { kind: string; parts: readonly string[] };
        this.servers.set(name, parts);
        this.kinds.set(name, kind);
      } else if ('ports' in value && most > 1) this.callable.push(name);
    }
    return made;
  }

  private name(): string {
    for (let tries = 0; ; tries++) {
      const name = tries < 20 ? alike(this.dice, alphabets.name) : `n${this.taken.size}`;
      if (this.taken.has(name)) continue;
      this.taken.add(name);
      return name;
    }
  }

  private maybe(key: string, make: () => unknown, often = seldom): Fields {
    return this.dice.roll() < often ? { [key]: make() } : {};
  }
}
