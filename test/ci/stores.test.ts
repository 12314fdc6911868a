import { testStoresOf } from '../../ci/stores/test-stores';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { described } from './described';
import { platformsOf } from './rendered';

describe('the stores that tests find', () => {
  const shop = platformsOf('shop');

  it('are those that the workloads of the image use, in the versions of the environment that runs them as containers', () => {
    expect(testStoresOf(shop)('users').images).toEqual({
      kafka: '',
      postgres: 'docker.io/library/postgres:17-alpine',
      rabbitmq: '',
      redis: 'docker.io/library/redis:8-alpine',
    });
    expect(testStoresOf(shop)('notifier').images).toMatchObject({
      kafka: 'docker.io/apache/kafka:4.1.1',
      postgres: '',
    });
  });

  it('are named by the variables that the service has on a target', () => {
    expect(testStoresOf(shop)('users').variables).toEqual({
      DATABASE_URL: 'postgres://users:test@localhost:5432/users?sslmode=disable',
      PGDATABASE: 'users',
      PGHOST: 'localhost',
      PGPASSWORD: 'test',
      PGPORT: '5432',
      PGSSLMODE: 'disable',
      PGUSER: 'users',
      REDIS_ADDR: 'localhost:6379',
      REDIS_PASSWORD: 'test',
      REDIS_TLS: 'false',
      REDIS_URL: 'redis://users:test@localhost:6379',
      REDIS_USERNAME: 'users',
    });
  });

  it('have the databases, roles and topics of the workloads', () => {
    const { setup } = testStoresOf(shop)('orders');
    expect(setup.databases).toEqual(['CREATE DATABASE "orders" OWNER "orders_owner";']);
    expect(setup.roles).toContain(`CREATE ROLE "reconcile" LOGIN PASSWORD 'test';`);
    expect(setup.roles).toContain('GRANT "orders_owner" TO "orders_migrate";');
    expect(setup.topics).toEqual(['order-created']);
  });

  it('make every role before it is granted, however many lists are joined', () => {
    const { roles } = testStoresOf(shop)('orders').setup;
    const joined = ([...new Set([...testStoresOf(shop)('users').setup.roles!, ...roles!])] as string[]).sort();
    const first = joined.findIndex((line) => line.startsWith('GRANT'));
    expect(joined.slice(first).every((line) => line.startsWith('GRANT'))).toBe(true);
  });

  it('are none where every environment has a managed server, which would be another one', () => {
    const managed = shop.filter(({ environment }) => environment.runtime === 'ecs');
    expect(testStoresOf(managed)('users')).toMatchObject({ images: { postgres: '', redis: '' }, variables: {} });
  });

  const own = described(`
platform: shop
services:
  api:
    build: api
    ports: { http: 8080 }
    calls: [other]
    uses: [main.api, search]
    publishes: [broker.mails]
    env: { DB: "\${main.api.url}", BOTH: "\${main.api.host} \${other.addr}", INDEX: "\${search.addr}", PLAIN: x }
  other: { image: "example.com/other:1", ports: { http: 8080 } }
resources:
  main: { kind: postgres, databases: { api: { extensions: [pg_trgm] } } }
  broker: { kind: rabbitmq, vhost: shop, queues: [mails] }
  search: { kind: container, image: "example.com/search:1", ports: { http: 9200 } }
environments:
  local: { runtime: compose }
`);

  it('are named by variables of the description too, but by none that needs what tests do not have', () => {
    const { variables } = testStoresOf(own)('api');
    expect(variables).toMatchObject({ DB: 'postgres://api:test@localhost:5432/api?sslmode=disable' });
    expect(Object.keys(variables)).not.toEqual(expect.arrayContaining(['BOTH']));
    for (const name of ['BOTH', 'INDEX', 'PLAIN', 'PORT', 'OTHER_URL']) expect(variables).not.toHaveProperty(name);
  });

  it('have extensions, and the users and queues of a broker', () => {
    const { setup } = testStoresOf(own)('api');
    expect(setup.databases).toEqual([
      'CREATE DATABASE "api" OWNER "api_owner";\n\\connect "api"\nCREATE EXTENSION IF NOT EXISTS "pg_trgm" CASCADE;',
    ]);
    expect(setup.rabbitmq).toEqual(['add_user api test', 'set_permissions --vhost shop api .* .* .*']);
    expect(setup.queues).toEqual([{ vhost: 'shop', name: 'mails', durable: true, type: 'classic' }]);
  });
});

describe('the SQL on a real server', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  it('gives every login of the image the rights of the owner', async () => {
    const { setup } = testStoresOf(platformsOf('shop'))('orders');
    const admin = await postgres.connect();
    for (const statement of [...setup.roles!, ...setup.databases!]) await admin.query(String(statement));
    const login = { database: 'orders', password: 'test' };
    const migrating = await postgres.connect({ ...login, user: 'orders_migrate' });
    await migrating.query('set role orders_owner; create table public.orders (id int)');
    const using = await postgres.connect({ ...login, user: 'orders' });
    await using.query('insert into orders values (1)');
    expect((await using.query('select id from orders')).rows).toEqual([{ id: 1 }]);
  });
});
