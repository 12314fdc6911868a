import { Client } from 'pg';
import { loadText, type Platform, type Postgres, resolve, type Text } from '../../platform/index';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { password, storeOf } from './databases';
import { driver, runners } from './runners';

let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.stop());

/** Everything that a name may hold, and PostgreSQL, psql, a shell or a URL could take for something else. */
const signs = 'a;b:c %s {x} [y] <z> (w) ~|^ #?&! @+*/,.-_';

function platformOf(suffix: string): Platform {
  const { document, problems } = loadText(
    'platform.yaml',
    `platform: shop-${suffix}
services:
  orders:
    image: "ghcr.io/acme/orders:1.0"
    uses: [{ name: main.orders, user: "Orders ${suffix}@shop" }, { name: main.odd, access: read }]
    migrate: { command: [/app, migrate], user: "DDL ${suffix}" }
  history-${suffix}: { image: "ghcr.io/acme/history:1.0", uses: [main.order_history_${suffix}] }
  odd: { image: "ghcr.io/acme/odd:1.0", uses: [{ name: main.odd, user: "${suffix}${signs}" }] }
resources:
  main:
    kind: postgres
    databases:
      orders: { name: "Order Items ${suffix}", owner: "Orders-${suffix}", extensions: [pgcrypto] }
      order_history_${suffix}: {}
      odd: { name: "${suffix}${signs}" }
environments: { dev: { runtime: compose } }
`,
  );
  const { platform, problems: wrong } =
    document === undefined ? { platform: undefined, problems } : resolve(document, 'dev');
  if (platform === undefined) throw new Error(wrong.map(({ field, rule }) => `${field} ${rule}`).join('\n'));
  return platform;
}

/** A text as a client gets it, once the target has put the values in. */
function filled(value: Text): string {
  return value
    .map((each) => {
      if (typeof each === 'string') return each;
      if (each.kind === 'credential') return encodeURIComponent(password(each.credential));
      return each.kind === 'resource' ? server.host : `<${each.kind}>`;
    })
    .join('');
}

describe.each(runners)('names of a live server, set up by $name', (runner) => {
  const suffix = runner === driver ? 'd' : 's';
  const platform = platformOf(suffix);
  const store: Postgres = storeOf(platform);
  const clients: Client[] = [];

  /** The client of a workload, by the URL that it finds in its environment. */
  async function byUrl(workload: string, variable = 'DATABASE_URL', migration = false): Promise<Client> {
    const service = platform.services.find(({ name }) => name === workload);
    const env = migration ? service?.migrate?.env : service?.env;
    const url = filled(env?.find(({ name }) => name === variable)?.value ?? []).replace(':5432/', `:${server.port}/`);
    // As Go reads it. The driver of these tests leaves "%23" in a path as it is.
    const { username, password: secret, hostname: host, port, pathname } = new URL(url);
    const [user, database] = [username, pathname.slice(1)].map(decodeURIComponent);
    const client = new Client({ host, port: Number(port), user, database, password: decodeURIComponent(secret) });
    clients.push(client);
    await client.connect();
    return client;
  }

  beforeAll(async () => {
    const superuser = await server.connect();
    await superuser.query(`CREATE ROLE "Orders-${suffix}" LOGIN PASSWORD 'old'`);
    await superuser.query(`CREATE DATABASE "Order Items ${suffix}" OWNER "Orders-${suffix}"`);
    const before = await server.connect({
      database: `Order Items ${suffix}`,
      user: `Orders-${suffix}`,
      password: 'old',
    });
    await before.query('CREATE TABLE "Lines" (id int); ');
    await before.query('INSERT INTO "Lines" VALUES (42)');
    for (let time = 0; time < 2; time += 1) await runner.run({ server, admin: server }, platform, store, password);
  });

  afterAll(() => Promise.all(clients.map((client) => client.end())));

  it('are kept: the database, its data and its owner', async () => {
    const superuser = await server.connect({ database: `Order Items ${suffix}` });
    const { rows } = await superuser.query(
      `SELECT pg_get_userbyid(datdba)::text AS owner, (SELECT id FROM "Lines") AS id,
        (SELECT rolcanlogin FROM pg_roles WHERE oid = datdba) AS login FROM pg_database WHERE datname = current_database()`,
    );
    expect(rows).toEqual([{ owner: `Orders-${suffix}`, id: 42, login: true }]);
  });

  it('are those by which the URL of a workload logs in, and what it may do', async () => {
    const client = await byUrl('orders');
    const { rows } = await client.query('SELECT session_user::text AS role, current_database()::text AS database');
    expect(rows).toEqual([{ role: `Orders ${suffix}@shop`, database: `Order Items ${suffix}` }]);
    await client.query('UPDATE "Lines" SET id = 43');
    await expect(client.query('CREATE TABLE more ()')).rejects.toThrow(/permission denied for schema public/);
  });

  it('are those of the migration, whose tables belong to the owner that was there', async () => {
    const client = await byUrl('orders', 'DATABASE_URL', true);
    await client.query('CREATE TABLE "New Lines" (id int)');
    const { rows } = await client.query(
      "SELECT tableowner::text, session_user::text AS role FROM pg_tables WHERE tablename = 'New Lines'",
    );
    expect(rows).toEqual([{ tableowner: `Orders-${suffix}`, role: `DDL ${suffix}` }]);
  });

  it('may have underscores without further words', async () => {
    const client = await byUrl(`history-${suffix}`);
    await client.query('CREATE TABLE made ()');
    const { rows } = await client.query("SELECT tableowner::text FROM pg_tables WHERE tablename = 'made'");
    expect(rows).toEqual([{ tableowner: `order_history_${suffix}_owner` }]);
  });

  it('may hold every sign that a name takes', async () => {
    const client = await byUrl('odd');
    await client.query('CREATE TABLE made (id int)');
    const { rows } = await client.query('SELECT session_user::text AS role, current_database()::text AS database');
    expect(rows).toEqual([{ role: `${suffix}${signs}`, database: `${suffix}${signs}` }]);
    const reader = await byUrl('orders', 'ODD_URL');
    expect((await reader.query('SELECT * FROM made')).rowCount).toBe(0);
    await expect(reader.query('INSERT INTO made VALUES (1)')).rejects.toThrow(/permission denied for table/);
  });

  it('refuse one service the database of another', async () => {
    const history = platform.services.find(({ name }) => name.startsWith('history'));
    const user = history?.env.find(({ name }) => name === 'PGUSER')?.value.join('');
    await expect(
      server.connect({ user, password: password(`main-history-${suffix}`), database: `Order Items ${suffix}` }),
    ).rejects.toThrow(/permission denied for database/);
  });
});
