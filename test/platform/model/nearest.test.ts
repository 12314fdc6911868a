import fc from 'fast-check';
import { type Description, loadText, nearest, resolve, schema } from '../../../platform/index';
import { service } from '../cases/describe';

describe('nearest', () => {
  const candidates = ['users', 'orders', 'main.users', 'main.orders', 'events', 'db', 'cart', 'mail'];

  it.each([
    ['man.orders', 'main.orders'],
    ['user', 'users'],
    ['ordres', 'orders'],
    ['odrers', 'orders'],
    ['roders', 'orders'],
    ['event', 'events'],
    ['Orders', 'orders'],
    ['carts', 'cart'],
    ['DB', 'db'],
    ['mial', 'mail'],
  ])('suggests for %s the name %s', (word, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  it.each(['payments', 'x', '', 'web', 'dc', 'bd', 'card-service', 'borders', 'losers', 'e', 'z'.repeat(100_000)])(
    'suggests nothing for a word that is far from all',
    (word) => {
      expect(nearest(word, candidates)).toBeUndefined();
    },
  );

  it('prefers the first of two that are as near, and a plural to another letter', () => {
    expect(nearest('userz', ['usera', 'userb'])).toBe('usera');
    expect(nearest('use', ['user', 'uses'])).toBe('uses');
  });

  it('suggests what differs in at most a third of its letters, and starts alike or has the same letters', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 8 }), (given, list) => {
        const found = nearest(given, list);
        if (found === undefined) return;
        const letters = (text: string) => [...text].sort().join('');
        expect(found[0] === given[0] || letters(found) === letters(given)).toBe(true);
        expect(Math.abs(found.length - given.length)).toBeLessThanOrEqual(
          Math.max(1, Math.min(found.length, given.length) / 3),
        );
      }),
    );
  });
});

/** What a message offers for a field of a service that there is not; '' for nothing. */
function offered(field: string): string {
  const { problems } = loadText('platform.yaml', service(`${field}: {}`));
  const fix = problems.find(({ code }) => code === 'unknown-key')?.fix ?? '';
  return /^did you mean "(.+)"\?$/.exec(fix)?.[1] ?? /^write (\w+):$/.exec(fix)?.[1] ?? '';
}

describe('a field that a service has not', () => {
  it.each<[string, keyof NonNullable<Description['services']>[string]]>([
    ['port', 'ports'],
    ['prots', 'ports'],
    ['Ports', 'ports'],
    ['secret', 'secrets'],
    ['volume', 'volumes'],
    ['route', 'routes'],
    ['use', 'uses'],
    ['call', 'calls'],
    ['publish', 'publishes'],
    ['consume', 'consumes'],
    ['sidecar', 'sidecars'],
    ['permission', 'permissions'],
    ['sysctl', 'sysctls'],
    ['ulimit', 'ulimits'],
    ['file', 'files'],
    ['images', 'image'],
    ['writeable', 'writable'],
    ['egrees', 'egress'],
    ['healthz', 'health'],
    ['mem', 'memory'],
    ['arch', 'architecture'],
    ['environment', 'env'],
    ['entrypoint', 'command'],
    ['depends_on', 'after'],
    ['replicas', 'scale'],
    ['healthcheck', 'health'],
    ['stop_grace_period', 'drain'],
  ])('is taken for the one that is meant: %s for %s', (field, meant) => {
    expect(offered(field)).toBe(meant);
  });

  // Words of other tools, and of other parts of the language, that mean something else than what looks like them.
  it.each([
    'limits',
    'ingress',
    'networks',
    'links',
    'labels',
    'hostname',
    'host',
    'privileged',
    'logging',
    'profiles',
    'name',
    'paths',
    'domain',
    'owner',
    'zone',
    'role',
    'policy',
    'pid',
    'dns',
    'tty',
    'con',
    'spec',
    'selector',
    'topics',
    'databases',
    'tags',
    'affinity',
    'autoscale',
  ])('is taken for nothing else: %s', (field) => {
    expect(offered(field)).toBe('');
  });
});

describe('an attribute that a store has not', () => {
  it.each([
    ['uri', 'url'],
    ['hosts', 'host'],
    ['passwrod', 'password'],
    ['ssl', ''],
    ['dsn', ''],
    ['name', ''],
    ['pass', ''],
  ])('is taken for what is meant, or for nothing: %s', (attribute, meant) => {
    const { document } = loadText(
      'platform.yaml',
      `platform: shop\nservices: { api: { build: api, uses: [main.x], env: { A: "\${main.${attribute}}" } } }\nresources: { main: { kind: postgres, databases: [x] } }\nenvironments: { dev: { runtime: compose } }\n`,
    );
    const fix = document && resolve(document, 'dev').problems.find(({ code }) => code === 'unknown-attribute')?.fix;
    expect(/^did you mean "(.+)"\?$/.exec(fix ?? '')?.[1] ?? '').toBe(meant);
  });
});

test('every key of the language is near to itself alone, in capitals too', () => {
  const keys = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('properties' in node) for (const key of Object.keys(node.properties as object)) keys.add(key);
    for (const each of Object.values(node)) walk(each);
  };
  walk(schema());
  for (const key of keys) expect(nearest(key, keys)).toBe(key);
});
