import { parse, parseAllDocuments } from 'yaml';
import { render as renderCompose } from '../../compose/index';
import { render as renderK8s } from '../../k8s/index';
import type { Platform, Postgres } from '../../platform/index';
import { runners } from '../provision/runners';
import { interpolateAll } from '../support/compose-env';
import { platformOf } from '../support/platforms';
import { startPostgres, type TestPostgres } from '../support/postgres';

const owners = ['barista', 'counter', 'kitchen'] as const;
const superuser = 'password-of-the-superuser';
const passwordOf = (credential: string) => `pw.${credential}`;

/** The variables of each container, with a value of its own for each secret. */
type Variables = Readonly<Record<string, Readonly<Record<string, string>>>>;

function composeVariables(platform: Platform): Variables {
  const text = renderCompose(platform).get('compose.yaml') ?? '';
  const values = Object.fromEntries(
    platform.credentials.map(({ name, role }) => [
      `${name.toUpperCase().replaceAll('-', '_')}_PASSWORD`,
      role === 'admin' ? superuser : passwordOf(name),
    ]),
  );
  const { services } = interpolateAll(parse(text), values) as {
    services: Record<string, { environment?: Record<string, string> }>;
  };
  return Object.fromEntries(Object.entries(services).map(([name, { environment = {} }]) => [name, environment]));
}

async function k8sVariables(platform: Platform): Promise<Variables> {
  const admins = new Set(platform.credentials.filter(({ role }) => role === 'admin').map(({ name }) => name));
  const files = await renderK8s(platform);
  const found: Record<string, Record<string, string>> = {};
  for (const [path, text] of files) {
    if (!path.endsWith('.yaml')) continue;
    for (const manifest of parseAllDocuments(text).map((document) => document.toJS())) {
      for (const container of manifest?.spec?.template?.spec?.containers ?? []) {
        const values: Record<string, string> = {};
        for (const { name, value, valueFrom } of container.env ?? []) {
          const secret = valueFrom?.secretKeyRef?.name;
          const plain = secret === undefined ? (value ?? '') : admins.has(secret) ? superuser : passwordOf(secret);
          values[name] = plain.replaceAll(/\$\((\w+)\)/g, (_: string, other: string) => values[other] ?? '');
        }
        found[manifest.metadata.labels['app.kubernetes.io/name']] = values;
      }
    }
  }
  return found;
}

describe.each([
  ['compose', 'local', composeVariables],
  ['kubernetes', 'staging', k8sVariables],
] as const)('coffeeshop on %s', (_target, environment, read) => {
  let variables: Variables;

  beforeAll(async () => {
    variables = await read(platformOf('coffeeshop', environment));
  });

  test.each(owners)('%s has a complete DSN of its own database and role', (name) => {
    const { PG_DSN_URL, PG_URL } = variables[name] ?? {};
    const password = passwordOf(`postgres-${name}`);
    expect(PG_DSN_URL).toBe(`host=postgres port=5432 user=${name} password=${password} dbname=${name} sslmode=disable`);
    expect(PG_URL).toBe(`postgres://${name}:${password}@postgres:5432/${name}?sslmode=disable`);
  });

  test.each(owners)('%s logs in to the broker under a name of its own', (name) => {
    expect(variables[name]?.['RABBITMQ_URL']).toBe(`amqp://${name}:${passwordOf(`rabbitmq-${name}`)}@rabbitmq:5672/`);
  });

  test('no service gets a password of an administrator, and the stores do', () => {
    const holders = Object.entries(variables).filter(([, values]) => JSON.stringify(values).includes(superuser));
    expect(holders.map(([name]) => name).filter((name) => !/^(postgres|rabbitmq)/.test(name))).toEqual([]);
    expect(holders.length).toBeGreaterThan(0);
  });
});

describe('the SQL of coffeeshop on a real server, twice by each that runs it', () => {
  // The server for tests is built without uuid-ossp; test/provision/ makes extensions with one that it has.
  const platform = withoutExtensions(platformOf('coffeeshop', 'local'));
  const store = platform.resources.find((each): each is Postgres => each.kind === 'postgres');
  let server: TestPostgres;

  beforeAll(async () => {
    server = await startPostgres();
    if (store === undefined) throw new Error('coffeeshop has no PostgreSQL');
    const admin = { user: server.user, password: server.password };
    for (const runner of [...runners, ...runners]) await runner.run({ server, admin }, platform, store, passwordOf);
  });

  afterAll(() => server.stop());

  const login = (user: string, database: string) =>
    server.connect({ user, password: passwordOf(`postgres-${user}`), database });

  test.each(owners)('%s makes and fills its own tables', async (name) => {
    const client = await login(name, name);
    await client.query('CREATE TABLE orders (id int); INSERT INTO orders VALUES (1)');
    expect((await client.query('SELECT id FROM orders')).rows).toEqual([{ id: 1 }]);
    await client.end();
  });

  const others = owners.flatMap((name) =>
    owners.filter((other) => other !== name).map((other) => [name, other] as const),
  );

  test.each(others)('refuses %s the database of %s', async (name, other) => {
    await expect(login(name, other)).rejects.toThrow(/permission denied for database/);
  });

  test.each(owners)('refuses %s roles and databases of its own making', async (name) => {
    const client = await login(name, name);
    await expect(client.query('CREATE DATABASE more')).rejects.toThrow(/permission denied/);
    await expect(client.query('CREATE ROLE more')).rejects.toThrow(/permission denied/);
    await client.end();
  });
});

function withoutExtensions(platform: Platform): Platform {
  const resources = platform.resources.map((resource) =>
    resource.kind === 'postgres'
      ? { ...resource, databases: resource.databases.map((database) => ({ ...database, extensions: [] })) }
      : resource,
  );
  return { ...platform, resources };
}
