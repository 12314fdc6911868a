import type { Dice } from './mutate';

/**
 * Families of names that are different for whoever writes them, and that some target or some way of making an identifier takes for
 * equal: by case, by signs, by where one part ends and the next begins, or by what is added to them.
 */
export const alphabets = {
  name: [
    ['a', 'a-1', 'a1', 'a--1', 'a-1-0', 'a-0'],
    ['a-b', 'ab', 'a', 'b', 'a--b', 'b-c', 'c', 'a-b-c'],
    ['api', 'api-migrate', 'api-public', 'api-provision', 'api-network', 'api-volumes', 'api-0-public'],
    ['main', 'main-address', 'main-admin', 'main-a', 'main-api', 'a-api'],
    ['shop', 'shop-to-https', 'p', 'p-to-https', 'tls', 'http', 'resource', 'images-a', 'edge1'],
    ['tostring', 'x'.repeat(24), `${'x'.repeat(23)}y`],
  ],
  port: [
    ['a', 'a-1', 'a1', 'a-b', 'ab'],
    ['http', 'http-1', 'http1', 'x-http'],
    ['defaults', 'global', 'resolvers', 'b-c'],
  ],
  variable: [
    ['A', 'a', 'A_', '_A', 'A__', 'A_1', 'A1'],
    ['LOG_LEVEL', 'log_level', 'LOG__LEVEL', 'LOGLEVEL', 'Log_Level'],
    ['X', 'PATHS', 'toString', 'valueOf'],
  ],
  file: [
    ['/etc/app/a-b', '/etc/app/a_b', '/etc/app/a.b', '/etc/app/A-b', '/etc/app/a/b'],
    ['/x/a', '/x/A', '/x-a/a', '/x/é', '/x/$a', "/x/'", '/x/"q"', '/x/%2f', '/x/#', '/x/{a}', '/x/,', '/x/\\'],
  ],
  stream: [
    ['a.b', 'a_b', 'a-b', 'A.b', 'a.B', 'ab', 'A-B'],
    ['orders', 'Orders', 'ORDERS', 'orders-', 'orders.', 'orders_'],
    ['1', '-1', 'x.1', 'x1', 'amq.x'],
  ],
  database: [
    ['a-b', 'a_b', 'ab', 'a__b', 'a--b'],
    ['orders', 'orders-1', 'orders1', 'orders_1'],
    ['pg', 'pg_a', 'public', 'none', 'user'],
  ],
  header: [
    ['x-a', 'X-A', 'x_a', 'xa'],
    ['x-track', 'X-Track', 'x-track-'],
  ],
  host: [
    ['a.example.com', 'a-example.com', 'b.example.com', 'a.b.example.com', 'a-b.example.com'],
    ['*.example.com', 'any.example.com', '*.dev.example.com', 'dev.example.com', 'stg.example.com'],
    ['b-c.example.com', 'c.example.com', 'https', '1.example.com'],
  ],
  path: [
    ['/API', '/api', '/Api', '/api/', '/API/'],
    ['/well-known', '/well_known', '/well.known', '/well/known', '/.well-known', '/wellknown', '/well--known'],
    ['/', '/a', '/A', '/a/b', '/a-b', '/a_b', '/a+b', '/a~b', '/a,b', '/a;b', '/a:b', '/a@b', '/a=b', '/a!b'],
    [
      '/é',
      '/%C3%A9',
      '/%c3%a9',
      '/e',
      '/a//b',
      '/a/../b',
      '/a/./b',
      '/%2f',
      '/a%20b',
      '/{id}',
      '/$x',
      "/'",
      '/"',
      '/\\',
      '/^',
      '/|',
      '/`',
      '/<b>',
    ],
    ['/(a)', '/[a]', '/a&b', '/a$b', '/%', '/%zz', '/a|b', `/${'x'.repeat(120)}`, `/${'y'.repeat(126)}`],
  ],
} as const satisfies Record<string, readonly (readonly string[])[]>;

export function alike(dice: Dice, alphabet: readonly (readonly string[])[]): string {
  return dice.pick(dice.pick(alphabet));
}

const all = [
  'plain',
  '',
  ' ',
  ' a ',
  'a b',
  "it's",
  'say "hi"',
  'back\\slash',
  '$HOME',
  '$$',
  '$${x}',
  '$é',
  '%d %%',
  '{{resolve:ssm:x}}',
  '{{ x }}',
  '#{a}',
  '#',
  '# a',
  'a # b',
  'a: b',
  '- a',
  '*a',
  '&a',
  '!a',
  '|',
  '>',
  '@a',
  '`a`',
  'null',
  'true',
  '0755',
  '1e3',
  '0x10',
  '2001-01-01',
  '12:30:45',
  'a\nb',
  'a\n',
  '\ta',
  'é',
  'ÀÉ',
  '💥',
  '日本',
  '\u2028',
  '\u00a0',
  '<a & b>',
  '$(PATH)',
  '$$(PATH)',
  '[a, b]',
  '{a: b}',
  'x'.repeat(300),
] as const;

/** Texts with characters that some target reads in its own way. */
export const texts = {
  all,
  pick: (dice: Dice): string => dice.pick(all),
};
