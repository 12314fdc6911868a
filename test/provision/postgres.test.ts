import type { Client } from 'pg';
import type { Platform, Postgres } from '../../platform/index';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { part, password, storeOf } from './databases';
import { driver, runners, type Target } from './runners';

let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.stop());

function open(user: string, database: string, credential: string): Promise<Client> {
  return server.connect({ user, database, password: password(credential) });
}

describe.each(runners)('services that own their databases, set up by $name', (runner) => {
  const suffix = runner === driver ? 'd' : 's';
  const platform = part('coffeeshop', ['barista', 'counter'], suffix);
  const store = storeOf(platform);
  // The test server's build has no uuid-ossp, which the example asks for. The first of these is trusted alike.
  const postgres: Postgres = {
    ...store,
    databases: store.databases.map((each) => ({ ...each, extensions: ['pgcrypto', 'pg_stat_statements'] })),
  };
  const services = ['barista', 'counter'];
  const printed: string[] = [];

  beforeAll(async () => {
    const target: Target = { server, admin: server };
    printed.push(await runner.run(target, platform, postgres, password));
    printed.push(await runner.run(target, platform, postgres, password));
  });

  it('prints no password', () => {
    expect(printed.join('\n')).not.toContain("it's");
  });

  it('gives what a service makes to the owner role', async () => {
    const client = await open(`barista_${suffix}`, `barista_${suffix}`, 'postgres-barista');
    await client.query('CREATE TABLE made (id serial PRIMARY KEY)');
    const { rows } = await client.query(
      "SELECT tableowner, current_user::text FROM pg_tables WHERE tablename = 'made'",
    );
    expect(rows).toEqual([{ tableowner: `barista_owner_${suffix}`, current_user: `barista_owner_${suffix}` }]);
  });

  it('installs the extensions, and lets a service install trusted ones', async () => {
    const client = await open(`counter_${suffix}`, `counter_${suffix}`, 'postgres-counter');
    await client.query('CREATE EXTENSION IF NOT EXISTS pgcrypto');
    await client.query('CREATE EXTENSION citext');
    const { rows } = await client.query(
      "SELECT extname, extowner::regrole::text AS owner FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1",
    );
    expect(rows).toEqual([
      { extname: 'citext', owner: `counter_owner_${suffix}` },
      // Not trusted, so the administrator made it.
      { extname: 'pg_stat_statements', owner: 'postgres' },
      { extname: 'pgcrypto', owner: `counter_owner_${suffix}` },
    ]);
  });

  it('refuses an extension that the server does not have, by name', async () => {
    const lacking = {
      ...postgres,
      databases: postgres.databases.map((each) => ({ ...each, extensions: ['nonesuch'] })),
    };
    await expect(runner.run({ server, admin: server }, platform, lacking, password)).rejects.toThrow(/nonesuch/);
  });

  it('refuses each service the databases of the others and those of the server', async () => {
    const refused = services.flatMap((service) =>
      [
        ...services.filter((other) => other !== service).map((other) => `${other}_${suffix}`),
        'postgres',
        'template1',
      ].map((database) => ({ service, database })),
    );
    expect(refused).toHaveLength(6);
    for (const { service, database } of refused) {
      const attempt = open(`${service}_${suffix}`, database, `postgres-${service}`);
      await expect(attempt).rejects.toThrow(/permission denied for database/);
    }
  });

  it('refuses a service the rights of an administrator', async () => {
    const client = await open(`counter_${suffix}`, `counter_${suffix}`, 'postgres-counter');
    await expect(client.query('CREATE ROLE more')).rejects.toThrow(/permission denied/);
    await expect(client.query('CREATE DATABASE more')).rejects.toThrow(/permission denied/);
    await expect(client.query(`SET ROLE barista_owner_${suffix}`)).rejects.toThrow(/permission denied/);
  });
});

describe.each(runners)(
  'migrations, writers and readers, set up by $name as an administrator like that of RDS',
  (runner) => {
    const suffix = runner === driver ? 'd' : 's';
    const platform = part('shop', ['orders', 'users'], suffix);
    const postgres = storeOf(platform);
    const database = `orders_${suffix}`;
    let target: Target;
    let migration: Client;
    let writer: Client;
    let reader: Client;

    /** The job reads where the example lets it write. */
    const reading: Platform = {
      ...platform,
      jobs: platform.jobs.map((job) => ({ ...job, uses: job.uses.map((use) => ({ ...use, access: 'read' })) })),
    };

    beforeAll(async () => {
      const admin = { user: `admin_${suffix}`, password: 'admin' };
      const superuser = await server.connect();
      await superuser.query(`CREATE ROLE ${admin.user} LOGIN CREATEDB CREATEROLE PASSWORD 'admin'`);
      // The other way may have closed it before: a server of RDS lets its administrator in.
      await superuser.query(`GRANT CONNECT ON DATABASE postgres TO ${admin.user}`);
      target = { server, admin };
      await runner.run(target, platform, postgres, password);
      migration = await open(`orders_migrate_${suffix}`, database, 'main-orders-migrate');
      await migration.query("CREATE TABLE early (id serial PRIMARY KEY, note text DEFAULT 'new')");
      await migration.query('CREATE SCHEMA history CREATE TABLE lines (id serial PRIMARY KEY)');
      await runner.run(target, reading, postgres, password);
      await migration.query('CREATE TABLE late (id serial PRIMARY KEY)');
      await migration.query('CREATE SCHEMA archive CREATE TABLE old (id serial PRIMARY KEY)');
      writer = await open(`orders_${suffix}`, database, 'main-orders');
      reader = await open(`reconcile_${suffix}`, database, 'main-reconcile');
    });

    const tables = ['early', 'late', 'history.lines', 'archive.old'];

    it('gives what the migration makes to the owner role', async () => {
      const { rows } = await migration.query(
        "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname !~ '^(pg_|information)'",
      );
      expect(rows).toEqual([{ tableowner: `orders_owner_${suffix}` }]);
    });

    it('lets a writer change rows of every table, whenever it was made', async () => {
      for (const table of tables) {
        const { rows } = await writer.query(`INSERT INTO ${table} DEFAULT VALUES RETURNING id`);
        await writer.query(`UPDATE ${table} SET id = 7 WHERE id = ${rows[0].id}`);
        expect((await writer.query(`DELETE FROM ${table} WHERE id = 7`)).rowCount).toBe(1);
      }
    });

    it('lets a reader read every table, whenever it was made', async () => {
      for (const table of tables) expect((await reader.query(`SELECT * FROM ${table}`)).rowCount).toBe(0);
    });

    it('refuses a reader to change a row, also where it could before', async () => {
      for (const table of tables) {
        await expect(reader.query(`INSERT INTO ${table} DEFAULT VALUES`)).rejects.toThrow(
          /permission denied for table/,
        );
        await expect(reader.query(`DELETE FROM ${table}`)).rejects.toThrow(/permission denied for table/);
      }
    });

    it('refuses writers and readers to change a table', async () => {
      for (const client of [writer, reader]) {
        await expect(client.query('CREATE TABLE more ()')).rejects.toThrow(/permission denied for schema public/);
        await expect(client.query('CREATE SCHEMA more')).rejects.toThrow(/permission denied for database/);
        await expect(client.query('CREATE TEMPORARY TABLE more ()')).rejects.toThrow(/permission denied/);
        await expect(client.query('ALTER TABLE early ADD COLUMN more int')).rejects.toThrow(/must be owner/);
        await expect(client.query('TRUNCATE early')).rejects.toThrow(/permission denied/);
        await expect(client.query(`SET ROLE orders_owner_${suffix}`)).rejects.toThrow(/permission denied/);
      }
    });

    it('refuses each login the databases of the others', async () => {
      await expect(open(`orders_${suffix}`, `users_${suffix}`, 'main-orders')).rejects.toThrow(/permission denied/);
      await expect(open(`users_migrate_${suffix}`, database, 'main-users-migrate')).rejects.toThrow(
        /permission denied/,
      );
    });
  },
);

describe('a plan that changes', () => {
  const platform = part('shop', ['orders', 'users'], 'c');
  const postgres = storeOf(platform);
  const target = () => ({ server, admin: server });

  beforeAll(async () => {
    await driver.run(target(), platform, postgres, password);
    const migration = await open('users_migrate_c', 'users_c', 'main-users-migrate');
    await migration.query('CREATE TABLE people (id int)');
    await migration.query('INSERT INTO people VALUES (1)');
  });

  it('does nothing but set the passwords and close the databases again while it stays', async () => {
    const databases = postgres.databases.length;
    const logins = platform.credentials.filter(({ resource, role }) => resource === 'main' && role !== 'admin');
    const printed = await driver.run(target(), platform, postgres, password);
    // Over each connection also one that says where names are looked up.
    expect(printed).toBe(`${1 + databases + databases + logins.length} statements`);
  });

  it('refuses to run what an owner puts in the place of a function of the server', async () => {
    const migration = await open('users_migrate_c', 'users_c', 'main-users-migrate');
    await migration.query(`CREATE FUNCTION format(text, name) RETURNS text LANGUAGE plpgsql AS $$
      BEGIN ALTER ROLE users_migrate_c SUPERUSER; RETURN 'SELECT 1'; END $$`);
    const superuser = await server.connect({ database: 'users_c' });
    await driver.run(target(), platform, postgres, password);
    const { rows } = await superuser.query("SELECT rolsuper FROM pg_roles WHERE rolname = 'users_migrate_c'");
    expect(rows).toEqual([{ rolsuper: false }]);
    // It would have worked for an administrator who looks names up as usual.
    await superuser.query("SELECT format('SCHEMA %I', nspname) FROM pg_namespace");
    expect((await superuser.query("SELECT rolsuper FROM pg_roles WHERE rolname = 'users_migrate_c'")).rows).toEqual([
      { rolsuper: true },
    ]);
    await migration.query('DROP FUNCTION format(text, name)');
    await driver.run(target(), platform, postgres, password);
    expect((await superuser.query("SELECT rolsuper FROM pg_roles WHERE rolname = 'users_migrate_c'")).rows).toEqual([
      { rolsuper: false },
    ]);
  });

  it('refuses the old password after a new one', async () => {
    await driver.run(target(), platform, postgres, (credential) => `${password(credential)} new`);
    await expect(open('users_c', 'users_c', 'main-users')).rejects.toThrow(/password authentication failed/);
    const client = await server.connect({
      user: 'users_c',
      database: 'users_c',
      password: `${password('main-users')} new`,
    });
    expect((await client.query('SELECT id FROM people')).rows).toEqual([{ id: 1 }]);
    await driver.run(target(), platform, postgres, password);
  });

  it('refuses a login that it no longer has, and keeps its data', async () => {
    const without: Platform = {
      ...platform,
      credentials: platform.credentials.filter(
        (each) => each.name !== 'main-users-migrate' && each.name !== 'main-users',
      ),
    };
    await driver.run(target(), without, postgres, password);
    await expect(open('users_migrate_c', 'users_c', 'main-users-migrate')).rejects.toThrow(/not permitted to log in/);
    const superuser = await server.connect({ database: 'users_c' });
    const { rows } = await superuser.query(`SELECT
      (SELECT count(*)::int FROM people) AS people,
      (SELECT relacl::text FROM pg_class WHERE relname = 'people') AS acl,
      (SELECT count(*)::int FROM pg_auth_members WHERE member = 'users_migrate_c'::regrole) AS memberships,
      (SELECT count(*)::int FROM pg_default_acl WHERE defaclacl::text LIKE '%users_c%') AS later,
      (SELECT count(*)::int FROM pg_db_role_setting WHERE setrole = 'users_migrate_c'::regrole) AS settings,
      (SELECT datacl::text FROM pg_database WHERE datname = 'users_c') AS connect`);
    expect(rows).toEqual([
      {
        people: 1,
        acl: expect.stringMatching(/^\{users_owner_c=\w+\/users_owner_c\}$/),
        memberships: 0,
        later: 0,
        settings: 0,
        connect: '{users_owner_c=CTc/users_owner_c}',
      },
    ]);
    await driver.run(target(), platform, postgres, password);
    await expect(open('users_c', 'users_c', 'main-users')).resolves.toBeDefined();
  });

  it('closes a database that it no longer has, and keeps it', async () => {
    const fewer = { ...postgres, databases: postgres.databases.filter(({ name }) => name !== 'orders_c') };
    const unused = {
      ...platform,
      services: platform.services.filter(({ name }) => name !== 'orders'),
      jobs: platform.jobs.filter(({ name }) => name !== 'reconcile'),
    };
    await driver.run(target(), unused, fewer, password);
    const superuser = await server.connect({ database: 'orders_c' });
    const { rows } = await superuser.query("SELECT datacl::text FROM pg_database WHERE datname = 'orders_c'");
    expect(rows).toEqual([{ datacl: '{orders_owner_c=CTc/orders_owner_c}' }]);
  });
});
