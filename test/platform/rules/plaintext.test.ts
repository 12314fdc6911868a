import { formatProblem, loadText, resolve } from '../../../platform/index';
import { looksSecret } from '../../../platform/rules/plaintext';
import { lines, platform } from '../cases/describe';

/** Put together here, so that nobody who looks for secrets finds one in this file. */
const of = (...parts: string[]) => parts.join('');
const letters = (count: number) => 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0z'.repeat(8).slice(0, count);
const password = 'a value for a secret name';

/** What a value is taken for, whatever the name. */
const forms: readonly [what: string, value: string][] = [
  ['an AWS access key', of('AKIA', 'ABCDEFGHIJKLMNOP')],
  ['an AWS access key', of('key=ASIA', 'ABCDEFGHIJKLMNO1', ';')],
  ['a private key', of('-----BEGIN ', 'PRIVATE KEY-----')],
  ['a private key', of('-----BEGIN RSA ', 'PRIVATE KEY-----\nMII')],
  ['a private key', of('-----BEGIN OPENSSH ', 'PRIVATE KEY-----')],
  ...['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map((kind): [string, string] => [
    'a GitHub token',
    of(kind, '_', letters(36)),
  ]),
  ['a GitHub token', of('github', '_pat_', letters(50))],
  ['a GitLab token', of('glpat', '-', letters(20))],
  ...['a', 'b', 'p', 'r', 's'].map((kind): [string, string] => ['a Slack token', of('xox', kind, '-', letters(10))]),
  ['a Stripe key', of('sk', '_live_', letters(16))],
  ['a Stripe key', of('rk', '_live_', letters(16))],
  ['a Google API key', of('AIza', letters(35))],
  ['a signed token', of('eyJ', letters(10), '.eyJ', letters(10), '.x')],
  ['a password in a URL', of('postgres://app', ':hunter2@db:5432/shop')],
  ['a password in a URL', of('redis://', ':hunter2@cache:6379')],
  ['a password in a URL', of('go --dsn=mysql://root', ':x@db')],
  ['a password in a URL', of('postgres://${main.user}', ':hunter2@db')],
  ['a random text', letters(40)],
  ['a random text', letters(200)],
];

/** Next to those, and none. */
const none: readonly string[] = [
  of('AKIA', 'ABCDEFGHIJKLMNO'),
  of('AKIB', 'ABCDEFGHIJKLMNOP'),
  '-----BEGIN PUBLIC KEY-----',
  '-----BEGIN CERTIFICATE-----',
  of('ghp', '_', letters(35)),
  of('ghx', '_', letters(36)).slice(0, 39),
  of('glpat', '-', letters(19)),
  of('xoxa', '-', letters(9)),
  of('sk', '_test_', letters(16)),
  of('sk', '_live_', letters(15)),
  of('AIza', letters(34)).slice(0, 39),
  of('eyJ', letters(9), '.eyJ', letters(10), '.x'),
  'postgres://db:5432/shop',
  'postgres://app@db:5432/shop',
  'postgres://app:${main.password}@db:5432/shop',
  'https://example.com/a:b@c',
  'a://:x',
  letters(39),
  letters(201),
  'a'.repeat(60),
  'the-quick-brown-fox-jumps-over-the-lazy-dog-again',
  letters(60).toLowerCase(),
  letters(60).replaceAll(/[0-9]/g, 'x'),
  '',
];

describe('a value', () => {
  it.each(forms)('is taken for %s (%#)', (what, value) => {
    expect(looksSecret('SETTING', value)).toBe(what);
  });

  it.each(none.map((value) => [value]))('is taken for none: %j', (value) => {
    expect(looksSecret('SETTING', value)).toBeUndefined();
  });
});

describe('a name', () => {
  it.each([
    'PASSWORD',
    'DB_PASSWORD',
    'db_password',
    'DB_PASSWD',
    'KEY_PASSPHRASE',
    'CLIENT_SECRET',
    'GITHUB_TOKEN',
    'API_KEY',
    'APIKEY',
    'PRIVATE_KEY',
    'SECRET_KEY',
    'AWS_ACCESS_KEY',
    'SIGNING_KEY',
    'ENCRYPTION_KEY',
    'CREDENTIAL',
    'CREDENTIALS',
  ])('%s holds a secret', (name) => {
    expect(looksSecret(name, 'hunter2')).toBe(password);
    expect(looksSecret(name, 'x')).toBe(password);
  });

  it.each([
    'PASSWORD_LENGTH',
    'TOKEN_URL',
    'KEY',
    'MONKEY',
    'SECRETARY',
    'PUBLIC_KEY',
    'KEYS',
    'PASSWORDLESS',
    'XPASSWORD',
  ])('%s holds none', (name) => {
    expect(looksSecret(name, 'hunter2')).toBeUndefined();
  });

  it.each([
    '',
    'true',
    'False',
    'none',
    'off',
    'required',
    'env',
    '/run/secrets/db',
    'https://id.example.com',
    '${main.password}',
  ])('of a secret may hold %j, which is none', (value) => {
    expect(looksSecret('DB_PASSWORD', value)).toBeUndefined();
  });

  it.each<[string, number | boolean, string | undefined]>([
    ['PASSWORD', 1234, password],
    ['CLIENT_SECRET', 0, password],
    ['MAX_TOKEN', 4096, undefined],
    ['API_KEY', 7, undefined],
    ['PASSWORD', true, undefined],
    ['PASSWORD', false, undefined],
  ])('%s may hold the number or switch %j: %s', (name, value, what) => {
    expect(looksSecret(name, value)).toBe(what);
  });

  it.each([
    'PUBLIC_DATA',
    'CERT',
    'IMAGE_DIGEST',
    'CHECKSUM',
    'SHA',
    'VERSION',
    'COMMIT',
    'REQUEST_ID',
    'BASE_URL',
    'ROLE_ARN',
  ])('%s may hold a long random text, which everybody knows', (name) => {
    expect(looksSecret(name, letters(64))).toBeUndefined();
    expect(looksSecret('SETTING', letters(64))).toBe('a random text');
  });
});

describe('a description', () => {
  const secret = 'hunter2';
  const places: readonly [place: string, fields: string][] = [
    ['services.api.env.DB_PASSWORD', 'env: { DB_PASSWORD: hunter2 }'],
    ['services.api.command.1', 'command: [/app, --db-password=hunter2]'],
    ['services.api.args.0', 'args: [-api_key=hunter2]'],
    ['services.api.args.1', 'args: [serve, "redis://:hunter2@cache"]'],
    ['services.api.sidecars.log.env.TOKEN', 'sidecars: { log: { image: "log:1", env: { TOKEN: hunter2 } } }'],
    ['services.api.init.first.env.TOKEN', 'init: { first: { image: "log:1", env: { TOKEN: hunter2 } } }'],
    ['services.api.migrate.env.TOKEN', 'migrate: { command: [/up], env: { TOKEN: hunter2 } }'],
    ['services.api.files./etc/a.content', 'files: { /etc/a: { content: "url = redis://:hunter2@cache" } }'],
  ];

  it.each(places)('is refused for a secret at %s, which no message repeats', (place, fields) => {
    const text = platform(`services:\n  api:\n    build: api\n    ${lines(fields)}`);
    const { document } = loadText('platform.yaml', text);
    const found = resolve(document!, 'dev').problems;
    expect(found.map(({ code, field }) => [code, field])).toEqual([['plaintext-secret', place]]);
    expect(found.map(formatProblem).join()).not.toContain(secret);
  });

  it('is refused for a secret among the arguments of a build', () => {
    const text = platform('services:\n  api: { build: { context: api, args: { NPM_TOKEN: hunter2, LEVEL: debug } } }');
    const { document } = loadText('platform.yaml', text);
    expect(resolve(document!, 'dev').problems.map(({ field }) => field)).toEqual(['services.api.build.args.NPM_TOKEN']);
  });
});
