import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Client } from 'pg';
import { variablesOf } from '../../bin/variables/answers';
import { passwordOf, Shop } from './support/shop';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.start();
  await shop.migrate();
});

afterAll(() => shop?.end());

/** What a login of PostgreSQL is told when it asks something of a database. */
async function query(user: string, credential: string, database: string, sql: string): Promise<string> {
  const port = shop.platform.resources.find(({ name }) => name === 'main')?.port;
  const client = new Client({ host: '127.0.0.1', port, user, password: passwordOf(shop.stage, credential), database });
  try {
    await client.connect();
    const { rowCount } = await client.query(sql);
    return `${rowCount ?? 0} rows`;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const databases = ['users', 'orders', 'payments'] as const;
const others = databases.flatMap((own) =>
  [...databases, 'postgres', 'template1'].filter((each) => each !== own).map((other) => [own, other] as const),
);

describe("a service's login in PostgreSQL", () => {
  it.each(databases)('of %s reads and writes its own tables', async (name) => {
    const tables =
      "SELECT FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'goose_db_version'";
    expect(await query(name, `main-${name}`, name, tables)).not.toBe('0 rows');
    expect(await query(name, `main-${name}`, name, `SELECT FROM ${name}`)).toBe('0 rows');
  });

  it.each(others)('of %s is refused the database %s', async (own, other) => {
    const refusal = `permission denied for database "${other}"`;
    expect(await query(own, `main-${own}`, other, 'SELECT 1')).toBe(refusal);
    expect(await query(`${own}_migrate`, `main-${own}-migrate`, other, 'SELECT 1')).toBe(refusal);
  });

  it.each(databases)('of %s is refused a change of the schema, which the migration may make', async (name) => {
    const sql = 'CREATE TABLE more (id int)';
    expect(await query(name, `main-${name}`, name, sql)).toBe('permission denied for schema public');
    expect(await query(`${name}_migrate`, `main-${name}-migrate`, name, `${sql}; DROP TABLE more`)).not.toContain(
      'denied',
    );
  });

  it.each(databases)("of %s is refused with another service's password", async (name) => {
    const other = databases.find((each) => each !== name);
    expect(await query(name, `main-${other}`, name, 'SELECT 1')).toBe(
      `password authentication failed for user "${name}"`,
    );
  });
});

describe('the login of users in Redis', () => {
  /** Sends lines as a client types them; gives the first characters of each answer. */
  function redis(...lines: string[]): Promise<string[]> {
    const port = shop.platform.resources.find(({ name }) => name === 'sessions')?.port ?? 0;
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk)));
      socket.on('error', reject);
      socket.on('close', () => resolve(text.split('\r\n').filter((line) => line !== '')));
      socket.end(`${[...lines, 'QUIT'].join('\r\n')}\r\n`);
    });
  }

  it('keeps sessions, and is refused what is the administrator’s', async () => {
    const login = `AUTH users ${passwordOf(shop.stage, 'sessions-users')}`;
    const [ok, kept, flush, config] = await redis(login, 'SET session:1 x', 'FLUSHALL', 'CONFIG GET *');
    expect([ok, kept]).toEqual(['+OK', '+OK']);
    expect([flush, config]).toEqual([expect.stringMatching(/^-NOPERM/), expect.stringMatching(/^-NOPERM/)]);
  });

  it('is refused without its password', async () => {
    expect(await redis('GET session:1')).toEqual([expect.stringMatching(/^-NOAUTH/), '+OK']);
    expect((await redis('AUTH users wrong'))[0]).toMatch(/^-WRONGPASS/);
  });
});

describe('the variables of a process', () => {
  it('are exactly those that Slipway resolves', async () => {
    const instances = await shop.serve();
    expect(Object.keys(instances)).toEqual(['notifier', 'orders', 'payments', 'users']);
    for (const { service, child } of Object.values(instances)) {
      const told = variablesOf(shop.platform, shop.stage.place, service.name, service.env);
      // As the kernel shows them.
      const found = readFileSync(`/proc/${child.pid}/environ`, 'utf8')
        .split('\0')
        .filter((line) => line !== '');
      expect(found.sort()).toEqual(told.map(({ name, value }) => `${name}=${value}`).sort());
    }
  });
});
