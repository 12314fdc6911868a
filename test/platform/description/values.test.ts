import type { ZodType } from 'zod';
import * as values from '../../../platform/description/values';

const many = (count: number, text = 'a') => text.repeat(count);

/** Texts that a pattern takes, and texts beside them that it does not. */
const patterns: readonly [name: string, schema: ZodType, takes: readonly unknown[], refuses: readonly unknown[]][] = [
  [
    'a name',
    values.name,
    ['a', 'a1', 'order-history', 'a-b-c', 'x9', 'a--b'],
    ['', 'A', '1a', '-a', 'a-', 'a_b', 'a.b', 'ä', 'a b', 'a\n', ' a', 'orders/'],
  ],
  [
    'the name of a variable',
    values.variableName,
    ['A', 'a', '_', '_A1', 'DATABASE_URL', 'mixedCase9'],
    ['', '1A', 'A-B', 'A.B', 'A B', 'A=', 'Ä', '$A', 'A\n'],
  ],
  [
    'what an edge names',
    values.reference,
    ['main', 'main.orders', 'events.order.created', 'events.A_b-c', 'a-b.c'],
    ['', '.', 'main.', '.orders', 'Main.orders', 'main orders', 'main/orders', 'main:read', '1main'],
  ],
  ['a port', values.portNumber, [1, 80, 1024, 65_535], [0, -1, 65_536, 80.5, '80', Number.NaN, null]],
  [
    'a duration',
    values.duration,
    ['1ms', '30s', '5m', '1h30m', '7d', '1d2h3m4s5ms', '999999999d', '0s'],
    ['', '30', '30 s', 's', '1m1h', '1s1s', '-1s', '1.5s', '1S', '1w', '1000000000s', '1s\n'],
  ],
  [
    'memory',
    values.memory,
    ['1Ki', '512Mi', '2Gi', '1.5Gi', '999999999Mi', '0.000001Gi'],
    ['', '512', '512M', '512MB', '512mi', '-1Mi', '.5Gi', '1.Gi', '1Ti', '1 Mi', '1.0000001Gi', '1000000000Mi'],
  ],
  [
    'storage',
    values.storage,
    ['1Gi', '999999Gi', '2Ti'],
    ['', '20', '1.5Gi', '512Mi', '20G', '20GiB', '-1Gi', '1000000Gi', ' 1Gi'],
  ],
  [
    'CPU',
    values.cpu,
    [0.001, 0.25, 1, 192, '250m', '1', '0.125', '999999m', '999'],
    [0, 0.0005, 192.001, -1, '', 'm', '0.1234', '1000', '1000000m', '1.5m', '250 m', true, null],
  ],
  [
    'a path in a container',
    values.absolutePath,
    ['/', '/a', '/var/lib/data', '/a-b_c.d', '/ä'],
    ['', 'a', './a', '/a b', '/a:b', '/a\n', '~/a', ' /a'],
  ],
  [
    'the path of a route',
    values.routePath,
    ['/', '/v1', '/v1/', '/a.b/c-d', '/%20'],
    ['', 'v1', '/v1?x', '/v1#x', '/v1*', '/v 1', '/v1\t', '?'],
  ],
  [
    'a host name',
    values.hostName,
    ['a', 'localhost', 'a.example.com', 'a-b.c', '1.2.3.4', 'xn--bcher-kva.example'],
    ['', 'A.example.com', 'a.', '.a', 'a..b', '-a.b', 'a-.b', 'a_b.c', 'a b', 'a/b', 'a:80', '*.a.b', 'bücher.de'],
  ],
  [
    'an IPv4 range',
    values.cidr,
    ['10.0.0.0/16', '0.0.0.0/0', '255.255.255.255/32'],
    ['', '10.0.0.0', '10.0.0/16', '10.0.0.0/', '10.0.0.0/160', '10.0.0.0.0/16', '::/0', '1000.0.0.0/8', ' 10.0.0.0/8'],
  ],
  ['a value of a variable', values.scalar, ['', 'a', 0, -1.5, true, false], [null, undefined, [], {}, ['a'], { a: 1 }]],
  [
    'a command',
    values.words,
    [['/app'], ['/app', 'migrate', 1, true], ['']],
    [[], '/app migrate', null, [null], [['a']], {}],
  ],
  ['a protocol', values.protocol, ['http', 'grpc', 'ws', 'tcp', 'udp'], ['', 'HTTP', 'https', 'quic', 'sctp', null]],
  [
    'the name of a topic or a queue',
    values.streamName,
    ['a', 'A.b_c-D9', '.', '..', '_'],
    ['', 'a b', 'a/b', 'a:b', 'a*', 'a#', 'ä', 'a\n'],
  ],
  [
    'a database in SQL',
    values.sqlName,
    ['a', 'A', '9', '_', 'Order Items', 'a.b', 'shop-2', 'pg_old', many(63), 'a(b)', 'a%b'],
    ['', many(64), 'a ', ' a', '.a', 'a"b', "a'b", 'a\\b', 'a$b', 'a=b', 'a`b', 'ä', 'a\nb', 'a\0'],
  ],
  [
    'a role in SQL',
    values.roleName,
    ['a', 'Shop_Owner', 'pgowner', 'pg', 'PG_owner', '_pg_', many(63)],
    ['', 'pg_', 'pg_owner', 'pg_read_all_data', many(64), 'a"b', "a'b"],
  ],
  [
    'what an edge calls a database',
    values.databaseName,
    ['a', 'orders', 'order_items', 'order-items', 'a1'],
    ['', 'Orders', '1a', '_a', '-a', 'a_', 'a-', 'a.b', 'a b', 'a"'],
  ],
];

const rows = (at: 2 | 3) =>
  patterns.flatMap((pattern) =>
    pattern[at].map((value): [string, unknown, ZodType] => [pattern[0], value, pattern[1]]),
  );

describe('a value of the description', () => {
  it.each(rows(2))('%s may be %j', (_what, value, schema) => {
    expect(schema.safeParse(value).success).toBe(true);
  });

  it.each(rows(3))('refuses that %s is %j', (_what, value, schema) => {
    expect(schema.safeParse(value).success).toBe(false);
  });
});

describe('an amount', () => {
  const amount = values.amount(values.memory, 'Memory');

  it.each([
    '512Mi',
    { request: '512Mi' },
    { limit: '1Gi' },
    { request: '512Mi', limit: '1Gi' },
    { limit: 'none' },
    { request: '1Mi', limit: 'none' },
    {},
  ])('may be %j', (value) => {
    expect(amount.safeParse(value).success).toBe(true);
  });

  it.each(['none', { request: 'none' }, { request: '512' }, { limit: null }, { most: '1Gi' }, ['512Mi'], null, 512])(
    'refuses %j',
    (value) => {
      expect(amount.safeParse(value).success).toBe(false);
    },
  );
});
