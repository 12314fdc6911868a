import type { Kafka, Platform, Postgres, RabbitMq, Resource } from '../../platform/index';
import { adminOf, loginsOf, passwordVariable, rightsIn } from '../../provision/access';
import { postgresPlan } from '../../provision/postgres-plan';
import { rabbitmqPlan } from '../../provision/rabbitmq-plan';
import { resolved } from '../platform/resolve/one';

// What is asked of a server, as plain data: the tests beside run it against real ones.

function described(body: string, environment = 'runtime: compose'): Platform {
  return resolved(`platform: shop\n${body}\nenvironments:\n  dev: { ${environment} }\n`);
}

function store<T extends Resource>(platform: Platform, name: string): T {
  const found = platform.resources.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found as T;
}

describe('rights in a database', () => {
  const platform = described(
    `
services:
  web: { build: web, uses: [main.web, other], migrate: [/up] }
  reader: { build: reader, uses: [{ name: main.web, access: read }] }
  writer: { build: writer, uses: [{ name: main.web, access: write }, main.writer] }
jobs:
  report: { build: report, uses: [{ name: main.web, access: read }, { name: main.writer, access: read }] }
resources:
  main: { kind: postgres, databases: [web, writer] }
  other: { kind: redis }`,
    'runtime: compose, accept: [shared-database]',
  );

  it('are those of each login and part, by name', () => {
    expect(rightsIn(platform, 'main')).toEqual([
      { credential: 'main-reader', part: 'web', access: 'read' },
      { credential: 'main-report', part: 'web', access: 'read' },
      { credential: 'main-report', part: 'writer', access: 'read' },
      { credential: 'main-web', part: 'web', access: 'write' },
      { credential: 'main-web-migrate', part: 'web', access: 'owner' },
      { credential: 'main-writer', part: 'web', access: 'write' },
      { credential: 'main-writer', part: 'writer', access: 'owner' },
    ]);
  });

  it('are none in a server that there is not', () => {
    expect(rightsIn(platform, 'mail')).toEqual([]);
  });

  it('are the widest where one login has several of a part, in whatever order', () => {
    const [service] = platform.services;
    const use = (access: string) => ({ ...service!.uses[0]!, resource: 'main', part: 'web', credential: 'c', access });
    const orders = [
      ['read', 'write', 'owner'],
      ['owner', 'write', 'read'],
      ['write', 'read'],
      ['read', 'read'],
    ];
    const widest = orders.map((accesses) => {
      const services = [{ ...service!, uses: accesses.map(use), migrate: null }];
      return rightsIn({ ...platform, services, jobs: [], resources: [] } as unknown as Platform, 'main');
    });
    expect(widest.map((rights) => rights.map(({ access }) => access))).toEqual([
      ['owner'],
      ['owner'],
      ['write'],
      ['read'],
    ]);
  });

  it('are planned with the login that has them', () => {
    const plan = postgresPlan(platform, store<Postgres>(platform, 'main'));
    expect(plan.databases).toEqual([
      { name: 'web', owner: 'web_owner', extensions: [] },
      { name: 'writer', owner: 'writer_owner', extensions: [] },
    ]);
    expect(plan.logins.map(({ credential }) => credential)).toEqual([
      'main-reader',
      'main-report',
      'main-web',
      'main-web-migrate',
      'main-writer',
    ]);
    expect(Object.fromEntries(plan.logins.map(({ user, rights }) => [user, rights]))).toEqual({
      reader: [{ database: 'web', access: 'read' }],
      report: [
        { database: 'web', access: 'read' },
        { database: 'writer', access: 'read' },
      ],
      web: [{ database: 'web', access: 'write' }],
      web_migrate: [{ database: 'web', access: 'owner' }],
      writer: [
        { database: 'web', access: 'write' },
        { database: 'writer', access: 'owner' },
      ],
    });
  });

  it('name the administrator nowhere among the logins', () => {
    expect(loginsOf(platform, 'main').map(({ name }) => name)).not.toContain(
      adminOf(platform, store(platform, 'main')).name,
    );
    // That of the other server is not among them either.
    expect(loginsOf(platform, 'main').map(({ user }) => user)).toEqual([
      'reader',
      'report',
      'web',
      'web_migrate',
      'writer',
    ]);
    expect(loginsOf(platform, 'other').map(({ user }) => user)).toEqual(['web']);
  });
});

describe('the plan of a PostgreSQL server', () => {
  const body = (more: string) => `
services:
  api: { build: api, uses: [main.orders] }
resources:
  main: { kind: postgres, databases: { orders: { name: Orders, extensions: [citext] } }${more} }`;

  it('closes the databases of the server where that is ours', () => {
    const platform = described(body(''));
    const plan = postgresPlan(platform, store<Postgres>(platform, 'main'));
    expect(plan).toMatchObject({ own: true, mark: 'slipway: shop/dev/main' });
  });

  it('asks for a database by the name and with the owner and extensions that the server knows', () => {
    const platform = described(body(''));
    expect(postgresPlan(platform, store<Postgres>(platform, 'main')).databases).toEqual([
      { name: 'Orders', owner: 'Orders_owner', extensions: ['citext'] },
    ]);
  });

  it('has a mark of each environment and server, so that none takes the logins of another for its own', () => {
    const text = `platform: shop${body('')}\n  second: { kind: postgres, databases: [x] }\n`.replace(
      'uses: [main.orders]',
      'uses: [main.orders, second.x]',
    );
    const environments = 'environments: { dev: { runtime: compose }, test: { runtime: compose } }\n';
    const marks = ['dev', 'test'].flatMap((environment) => {
      const platform = resolved(text + environments, environment);
      return ['main', 'second'].map((name) => postgresPlan(platform, store<Postgres>(platform, name)).mark);
    });
    expect(new Set(marks).size).toBe(4);
  });

  it('refuses a server without an administrator, which is elsewhere, by name', () => {
    const platform = described(
      'services: { api: { build: api, uses: [main.orders] } }\nresources: { main: { kind: postgres, databases: [orders], provider: external, external: { host: db.example.com } } }',
    );
    expect(() => adminOf(platform, store(platform, 'main'))).toThrow(
      'resource "main" has no administrator, so nothing can set it up',
    );
  });
});

describe('the plan of a RabbitMQ server', () => {
  const platform = described(`
services:
  all: { build: a, uses: [bus] }
  sender: { build: a, publishes: [bus.mails, bus.order.made] }
  worker: { build: a, consumes: [bus.mails] }
  both: { build: a, publishes: [bus.mails], consumes: [bus.order.made] }
jobs:
  once: { build: a, publishes: [bus.order.made] }
resources:
  bus: { kind: rabbitmq, queues: [mails, order.made] }`);
  const plan = rabbitmqPlan(platform, store<RabbitMq>(platform, 'bus'));
  const user = (name: string) => plan.users.find((each) => each.user === name);

  it('lets who uses the broker do all in its virtual host', () => {
    expect(user('all')).toMatchObject({ configure: '.*', write: '.*', read: '.*' });
  });

  it('lets a publisher write to its queues by the exchange of the server, and read nothing', () => {
    expect(user('sender')).toMatchObject({
      configure: '^(mails|order\\.made)$',
      write: '^(amq\\.default|mails|order\\.made)$',
      read: '',
    });
    expect(user('once')).toMatchObject({ write: '^(amq\\.default|order\\.made)$', read: '' });
  });

  it('lets a consumer read its queues, and write nothing', () => {
    expect(user('worker')).toMatchObject({ configure: '^(mails)$', write: '', read: '^(mails)$' });
  });

  it('keeps the two apart where one does both', () => {
    expect(user('both')).toMatchObject({
      configure: '^(mails|order\\.made)$',
      write: '^(amq\\.default|mails)$',
      read: '^(order\\.made)$',
    });
  });

  it('takes a dot for a dot, and a name for no part of a longer one', () => {
    const read = new RegExp(user('both')?.read ?? '');
    expect(
      ['order.made', 'order-made', 'orderxmade', 'order.made.late', 'my.order.made'].map((name) => read.test(name)),
    ).toEqual([true, false, false, false, false]);
  });

  it('has a user for each login, none of them the administrator', () => {
    expect(plan.users.map((each) => each.user).sort()).toEqual(['all', 'both', 'once', 'sender', 'worker']);
    expect(plan.users.map((each) => each.credential)).toEqual(plan.users.map((each) => `bus-${each.user}`));
    expect(plan.admin).toEqual({ user: 'admin', credential: 'bus-admin' });
    expect(plan.vhost).toBe('/');
    expect(plan.queues.map(({ name }) => name)).toEqual(['mails', 'order.made']);
  });
});

describe('the variable of a password', () => {
  it.each([
    ['main-orders', 'MAIN_ORDERS_PASSWORD'],
    ['a', 'A_PASSWORD'],
    ['order-history-migrate', 'ORDER_HISTORY_MIGRATE_PASSWORD'],
    ['a.b', 'A_B_PASSWORD'],
    ['a--b', 'A_B_PASSWORD'],
  ])('of %s is %s', (name, variable) => {
    expect(passwordVariable({ name })).toBe(variable);
  });
});

describe('a server that asks nobody for a password', () => {
  it('has no logins, and no rights to give', () => {
    const platform = described(`
services:
  api: { build: a, consumes: [bus.made] }
resources:
  bus: { kind: kafka, topics: [made] }`);
    expect(loginsOf(platform, store<Kafka>(platform, 'bus').name)).toEqual([]);
    expect(rightsIn(platform, 'bus')).toEqual([]);
    const open = described(
      'services: { api: { build: a, uses: [cache] } }\nresources: { cache: { kind: redis, auth: none } }',
    );
    expect(rightsIn(open, 'cache')).toEqual([]);
  });
});
