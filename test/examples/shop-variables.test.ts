import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Image, loadText, type Platform, printText, resolve, type Variable } from '../../platform/index';
import { documentOf, examples, platformOf } from '../support/platforms';
import { loaderOf, type Read, readsOf, sources } from './shop-go';

/** One program that runs with variables: a service, its migration or a job. */
interface Program {
  readonly name: string;
  readonly given: ReadonlyMap<string, string>;
  readonly reads: readonly Read[];
  /** Names that its service reads: a migration has the variables of its service, though it needs the database alone. */
  readonly ofService: ReadonlySet<string>;
}

interface Exception {
  readonly reason: string;
  /** Where it holds; everywhere, when left out. */
  readonly where?: (given: ReadonlyMap<string, string>) => boolean;
}

const inSDK = 'the OpenTelemetry SDK reads it itself, also where it is switched off by OTEL_SDK_DISABLED';
const ofPostgres = 'for psql and clients of libpq; the services read DATABASE_URL, which says the same';
const ofRedis = 'for clients that take no URL; users reads REDIS_URL, which says the same';

/** Given by Slipway, read by nobody here. */
const unread: Readonly<Record<string, Exception>> = {
  GOMEMLIMIT: { reason: "Go's own runtime reads it" },
  PORT: { reason: 'for programs with one port; the services read each port by its name' },
  OTEL_SERVICE_NAME: { reason: inSDK },
  OTEL_RESOURCE_ATTRIBUTES: { reason: inSDK },
  PGDATABASE: { reason: ofPostgres },
  PGHOST: { reason: ofPostgres },
  PGPASSWORD: { reason: ofPostgres },
  PGPORT: { reason: ofPostgres },
  PGSSLMODE: { reason: ofPostgres },
  PGUSER: { reason: ofPostgres },
  REDIS_ADDR: { reason: ofRedis },
  REDIS_PASSWORD: { reason: ofRedis },
  REDIS_TLS: { reason: ofRedis },
  REDIS_USERNAME: { reason: ofRedis },
};

const telemetryOff = (given: ReadonlyMap<string, string>) => given.get('OTEL_SDK_DISABLED') === 'true';
const scram = (given: ReadonlyMap<string, string>) => given.get('KAFKA_SASL_MECHANISM')?.startsWith('SCRAM-') === true;
const issuer = 'the gateway checks tokens of its issuer; a service accepts them beside sessions where `env` says so';

/** Read by the services, given by no rule of Slipway: each is optional there. */
const notGiven: Readonly<Record<string, Exception>> = {
  OTEL_EXPORTER_OTLP_ENDPOINT: { reason: 'given where an environment has `telemetry`', where: telemetryOff },
  OTEL_EXPORTER_OTLP_PROTOCOL: { reason: 'given where an environment has `telemetry`', where: telemetryOff },
  KAFKA_SASL_MECHANISM: {
    reason: 'given where the brokers ask who a client is',
    where: (given) => !given.get('KAFKA_SECURITY_PROTOCOL')?.startsWith('SASL_'),
  },
  KAFKA_USERNAME: { reason: 'given where clients log in by SCRAM', where: (given) => !scram(given) },
  KAFKA_PASSWORD: { reason: 'given where clients log in by SCRAM', where: (given) => !scram(given) },
  RATE_LIMIT: { reason: 'the code has a default; `env` gives another one' },
  AUTH_ISSUER: { reason: issuer },
  AUTH_AUDIENCE: { reason: issuer },
  AUTH_JWKS_URL: { reason: issuer },
};

const root = dirname(examples.shop);

function program(name: string, image: Image, word: string, env: readonly Variable[]): Program {
  if (image.kind !== 'build') throw new Error(`${name} is not built here`);
  const folder = join(root, image.context);
  const given = new Map(env.map(({ name: variable, value }) => [variable, printText(value)]));
  const reads = readsOf(folder, 'config', loaderOf(folder, word));
  const shared = word === 'migrate' ? readsOf(folder, 'config', loaderOf(folder, '')) : [];
  return { name, given, reads, ofService: new Set(shared.map((read) => read.name)) };
}

function programsOf({ services, jobs }: Platform): Program[] {
  return [
    ...services.map(({ name, image, env }) => program(name, image, '', env)),
    ...services.flatMap(({ name, image, migrate }) =>
      migrate === null ? [] : [program(`${name} migrate`, image, 'migrate', migrate.env)],
    ),
    ...jobs.map(({ name, image, command, env }) =>
      program(name, image, command.slice(1).map(printText).join(' '), env),
    ),
  ];
}

/** What one side has and the other lacks, without what an exception excuses; `used` notes each exception that did. */
function differences({ given, reads, ofService }: Program, used: Set<string>): string[] {
  const excused = (list: Readonly<Record<string, Exception>>, name: string) => {
    const exception = list[name];
    if (exception === undefined || exception.where?.(given) === false) return false;
    used.add(name);
    return true;
  };
  const read = new Set(reads.map(({ name }) => name));
  const useful = new Set([...read, ...ofService]);
  return [
    ...[...read].filter((name) => !given.has(name) && !excused(notGiven, name)).map((name) => `${name} is not given`),
    ...[...given.keys()]
      .filter((name) => !useful.has(name) && !excused(unread, name))
      .map((name) => `${name} is not read`),
    ...reads
      .filter(({ name, words }) => words.length > 0 && given.has(name) && !words.includes(given.get(name) ?? ''))
      .map(({ name, words }) => `${name} is "${given.get(name)}", and the code takes ${words.join(', ')}`),
  ];
}

/** Whoever runs, in every environment of the example. */
const programs = documentOf('shop').environments.flatMap((environment) =>
  programsOf(platformOf('shop', environment)).map((each): [string, Program] => [`${environment} ${each.name}`, each]),
);

describe('the variables of the shop', () => {
  it('every service, migration and job of every environment is looked at', () => {
    expect(new Set(programs.map(([, { name }]) => name))).toEqual(
      new Set([
        'users',
        'orders',
        'payments',
        'notifier',
        'users migrate',
        'orders migrate',
        'payments migrate',
        'reconcile',
      ]),
    );
    for (const [, { reads }] of programs) expect(reads.length).toBeGreaterThan(5);
  });

  it.each(programs)('%s: what is read is given, and what is given is read', (_, each) => {
    expect(differences(each, new Set())).toEqual([]);
  });

  it('no exception is listed that nothing needs', () => {
    const used = new Set<string>();
    for (const [, each] of programs) differences(each, used);
    expect(Object.keys({ ...unread, ...notGiven }).filter((name) => !used.has(name))).toEqual([]);
  });

  it('production gives all that its brokers ask for', () => {
    const of = (environment: string) => programs.find(([title]) => title === `${environment} notifier`)?.[1].given;
    expect(of('prod')?.get('KAFKA_SASL_MECHANISM')).toBe('AWS_MSK_IAM');
    expect(of('edge')?.get('KAFKA_SASL_MECHANISM')).toMatch(/^SCRAM-/);
    expect([...(of('edge')?.keys() ?? [])]).toEqual(expect.arrayContaining(['KAFKA_USERNAME', 'KAFKA_PASSWORD']));
  });

  it('the environment is read by the reader alone, so nothing is read unseen', () => {
    for (const service of ['users', 'orders', 'payments', 'notifier']) {
      const readers = sources(join(root, 'examples/shop/services', service))
        .filter(({ text }) => /\bos\.(Getenv|LookupEnv|Environ|ExpandEnv)\b/.test(text))
        .map(({ path }) => path);
      // pgtest is for tests: no program contains it.
      expect(readers.filter((path) => !path.includes('/pgtest/'))).toEqual(['internal/platform/env/env.go']);
    }
  });
});

describe('a description', () => {
  const values: Record<string, string> = {
    RATE_LIMIT: '50',
    AUTH_ISSUER: 'https://id.example.com/',
    AUTH_AUDIENCE: 'shop-api',
    AUTH_JWKS_URL: 'https://id.example.com/.well-known/jwks.json',
  };

  /** The example with a line more in a service or an environment, resolved. */
  function changed(after: RegExp, line: string, environment: string): Platform {
    const text = readFileSync(examples.shop, 'utf8');
    expect(text).toMatch(after);
    const { document } = loadText(examples.shop, text.replace(after, `$&\n${line}`));
    const resolved = document && resolve(document, environment);
    if (resolved?.platform === undefined) throw new Error(JSON.stringify(resolved?.problems));
    return resolved.platform;
  }

  it('gives the optional variables of users by `env`', () => {
    const optional = readsOf(join(root, 'examples/shop/services/users'), 'config', 'Load').filter(
      (read) => read.name in values,
    );
    expect(optional.map((read) => read.name).sort()).toEqual(Object.keys(values).sort());
    const pairs = optional.map((read) => `${read.name}: "${values[read.name]}"`);
    const platform = changed(/^ {2}users:$/m, `    env: { ${pairs.join(', ')} }`, 'prod');
    const given = programsOf(platform).find((each) => each.name === 'users')?.given;
    for (const read of optional) expect(given?.get(read.name)).toBe(values[read.name]);
  });

  it('gives an endpoint for traces instead of the switch, and the services read it', () => {
    const platform = changed(/^ {2}staging:$/m, '    telemetry: { endpoint: "http://collector:4317" }', 'staging');
    for (const each of programsOf(platform))
      expect(differences(each, new Set())).toEqual([
        'OTEL_SDK_DISABLED is not given',
        'OTEL_TRACES_SAMPLER is not read',
      ]);
  });
});

describe('the comparison', () => {
  const [, first] = programs.find(([title]) => title === 'prod orders') ?? [];

  function compared(change: (given: Map<string, string>) => void, without = ''): string[] {
    if (first === undefined) throw new Error('there are no orders in production');
    const given = new Map(first.given);
    change(given);
    return differences({ ...first, given, reads: first.reads.filter(({ name }) => name !== without) }, new Set());
  }

  it('refuses a variable that is read and not given', () => {
    expect(compared((given) => given.delete('DATABASE_URL'))).toEqual(['DATABASE_URL is not given']);
    expect(compared((given) => given.delete('KAFKA_SASL_MECHANISM'))).toEqual(['KAFKA_SASL_MECHANISM is not given']);
  });

  it('refuses a variable that is given and not read', () => {
    expect(compared((given) => given.set('USERS_URL', 'http://users'))).toEqual(['USERS_URL is not read']);
    expect(compared(() => undefined, 'PRICING')).toEqual(['PRICING is not read']);
  });

  it('refuses a value that the code does not take', () => {
    expect(compared((given) => given.set('PRICING', 'v3'))).toEqual(['PRICING is "v3", and the code takes v1, v2']);
  });
});
