import { type Case, platform } from './describe';

/** A platform of a service, a job and a PostgreSQL server. */
const of = (databases: string, orders: string, other = '{ build: reports, uses: [main.reports] }') =>
  platform(
    `services:\n  orders: { build: orders, ${orders} }\n  reports: ${other}\nresources:\n  main:\n    kind: postgres\n    databases: ${databases}\n  cache: { kind: redis }`,
  );
const two = '{ orders: {}, reports: {} }';
const uses = 'uses: [main.orders]';

/** Names of databases, owners and logins. */
export const databaseCases: readonly Case[] = [
  {
    title: 'a database by a name that every server has',
    text: of('{ orders: { name: <<database-name>>postgres }, reports: {} }', uses),
  },
  {
    title: 'two databases of one name in the server',
    text: of('{ orders: { name: reports }, <<database-name>>reports: {} }', uses),
  },
  {
    title: 'two databases whose owners would be one by default',
    text: platform(
      'services:\n  orders: { build: orders, uses: [main.a_b, main.a-b] }\nresources:\n  main: { kind: postgres, databases: [a-b, <<database-name>>a_b] }',
    ).replace('uses: [main.a_b, main.a-b]', 'contract: none, uses: [main.a_b, main.a-b]'),
  },
  {
    title: 'a database of the administrator',
    text: of('{ orders: { owner: <<database-name>>postgres }, reports: {} }', uses),
  },
  {
    title: 'an owner by a word of PostgreSQL',
    text: of('{ orders: { owner: <<database-name>>public }, reports: {} }', uses),
  },
  {
    title: 'an owner of the server itself',
    text: of('{ orders: { owner: <<bad-format>>pg_orders }, reports: {} }', uses),
  },
  {
    title: 'a database by a name with a quotation mark',
    text: of(`{ orders: { name: <<bad-format>>'a"b' }, reports: {} }`, uses),
  },
  {
    title: 'a database by a name of 64 characters',
    text: of(`{ orders: { name: <<bad-format>>${'a'.repeat(64)} }, reports: {} }`, uses),
  },
  {
    title: 'a login in a store without roles',
    text: of(two, 'uses: [main.orders, { name: cache, user: <<login-name>>orders_app }]'),
  },
  {
    title: 'two logins of one workload in one server',
    text: of(
      two,
      'uses: [{ name: main.orders, user: one }, { name: main.reports, access: read, user: <<login-name>>two }]',
    ),
  },
  {
    title: 'a login by a word of PostgreSQL',
    text: of(two, 'uses: [{ name: main.orders, user: <<login-name>>public }]'),
  },
  {
    title: 'a migration by a word of PostgreSQL',
    text: of(two, `${uses}, migrate: { command: [/app], user: <<login-name>>none }`),
  },
  {
    title: 'a login for the migration of no database',
    text: of(
      two,
      `${uses}`,
      '{ build: r, uses: [cache], migrate: { command: [/app], user: <<login-name>>ddl } }',
    ).replace('uses: [main.orders]', 'uses: [main.orders, main.reports]'),
  },
  {
    title: 'a login as the administrator',
    text: of(two, 'uses: [{ name: main.orders, user: postgres }]').replace(
      '  orders: { build',
      '  <<user-twice>>orders: { build',
    ),
  },
  {
    title: 'a login that another workload has',
    text: of(two, 'uses: [{ name: main.orders, user: reports }]', '{ build: reports, uses: [main.reports] }').replace(
      '  reports: { build',
      '  <<user-twice>>reports: { build',
    ),
  },
  {
    title: 'a service whose name is the role that owns its live database',
    text: of('{ orders: { owner: orders }, reports: {} }', uses).replace(
      '  orders: { build',
      '  <<user-twice>>orders: { build',
    ),
  },
];
