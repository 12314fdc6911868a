import fc from 'fast-check';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { yaml, yamlDocuments } from '../../output/index';

/** The texts that readers of YAML 1.1 or 1.2 are known to take for something else. */
const misread = [
  ...['yes', 'no', 'on', 'off', 'y', 'n', 'Y', 'NO', 'On', 'true', 'False', 'TRUE', 'null', 'Null', '~', ''],
  ...[
    '0o7',
    '0x1F',
    '0b101',
    '010',
    '08',
    '1_000',
    '12:30:00',
    '8080:59',
    '1.5',
    '.5',
    '5.',
    '1e3',
    '1E+3',
    '-0',
    '+1',
  ],
  ...['.inf', '-.Inf', '.NaN', '2026-11-23', '2026-11-23T10:00:00Z', '2026-11-23 10:00:00', '1,000', '._', '0.0.0.0'],
  ...[
    '<<',
    '=',
    '---',
    '--- a',
    '...',
    '... a',
    '-',
    '- a',
    '?',
    '? a',
    ':',
    ': a',
    'a: b',
    'a:',
    'a #b',
    '#a',
    '&a',
    '*a',
  ],
  ...[
    '!a',
    '|',
    '>',
    '%a',
    '@a',
    '`a`',
    '"a"',
    "'a'",
    '{a}',
    '[a]',
    'a\\b',
    ' a',
    'a ',
    '\ta',
    'a\tb',
    '\r',
    'a\r\nb',
    '\0',
  ],
  ...[
    '\u0085',
    '\u2028',
    '\ufeff',
    '\u00a0',
    'é',
    '日本',
    '😀',
    '\x7f',
    '\x1b[0m',
    '{{ a }}',
    '${a:-b}',
    '$(A)',
    '--',
    '-c',
    '--a=b',
  ],
  ...[
    'a\nb',
    'a\n',
    'a\n\n',
    '\na',
    ' a\nb',
    '\ta\nb',
    'a\n\tb\n',
    'a\n \nb',
    '\n',
    '\n\n',
    'a\n#b\n',
    'a\n--- b\n',
    'a: b\nc: d\n',
  ],
];

const scalars = fc.oneof(
  fc.constantFrom(...misread),
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.stringMatching(/^[-+.:0-9_a-foxTZ ]{0,12}$/),
  fc
    .array(fc.constantFrom('a', ' ', '\n', '\t', '#', ': ', '- ', '"', "'"), { maxLength: 12 })
    .map((parts) => parts.join('')),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const keys = fc.oneof(fc.constantFrom(...misread), fc.string({ maxLength: 20 })).filter((key) => key !== '__proto__');
const values = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalars, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
})).value;

/** JSON has no negative zero, nor has an output. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('yaml', () => {
  it.each(['E-0', 'e-12', 'e5'])('quotes %s, which readers of YAML 1.1 take for a number', (text) => {
    expect(parse(yaml([text, { [text]: 0 }]), { version: '1.1' })).toEqual([text, { [text]: 0 }]);
  });

  it.each(['1.1', '1.2'] as const)('is read back as it was by readers of YAML %s', (version) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(parse(yaml(value), { version, logLevel: 'error' })).toEqual(plain(value));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(misread)('keeps the text %j as a value, in a list and as a key', (text) => {
    const value = { key: text, list: [text, [text]], map: { [text]: { [text]: [{ [text]: text }] } } };
    for (const version of ['1.1', '1.2'] as const) expect(parse(yaml(value), { version })).toEqual(value);
  });

  it('writes what people would write', () => {
    const value = {
      name: 'orders',
      image: 'ghcr.io/acme/orders@sha256:0123',
      url: 'http://users:8080/a?b=c&d=#e',
      command: ['/app', '-c', '--x=1', '$(PORT)'],
      ports: [{ name: 'http', containerPort: 8080 }, { name: 'grpc' }],
      nested: [['a', 'b'], [], {}, [[1]]],
      empty: {},
      gone: undefined,
      emptier: { gone: undefined },
      script: 'set -e\n\nexec /app\n',
      'app.kubernetes.io/name': 'orders',
      on: 'yes',
      cron: '0 3 * * *',
      half: 0.5,
      nothing: null,
    };
    expect(yaml(value)).toBe(`name: orders
image: ghcr.io/acme/orders@sha256:0123
url: http://users:8080/a?b=c&d=#e
command:
  - /app
  - -c
  - --x=1
  - $(PORT)
ports:
  - name: http
    containerPort: 8080
  - name: grpc
nested:
  - - a
    - b
  - []
  - {}
  - - - 1
empty: {}
emptier: {}
script: |
  set -e

  exec /app
app.kubernetes.io/name: orders
"on": "yes"
cron: 0 3 * * *
half: 0.5
nothing: null
`);
  });

  it('keeps the order of the keys and repeats what occurs twice', () => {
    const shared = { b: 1, a: 2 };
    expect(yaml({ z: shared, a: shared })).toBe('z:\n  b: 1\n  a: 2\na:\n  b: 1\n  a: 2\n');
  });

  it('writes scalars and empty collections alone', () => {
    expect([1, 'a', 'a\nb', null, [], {}, ['a']].map(yaml)).toEqual([
      '1\n',
      'a\n',
      '"a\\nb"\n',
      'null\n',
      '[]\n',
      '{}\n',
      '- a\n',
    ]);
  });

  it('separates documents', () => {
    const documents = [{ a: 'x\n\n' }, { b: 1 }, { c: ['---'] }];
    expect(parseAllDocuments(yamlDocuments(documents)).map((document) => document.toJS())).toEqual(documents);
  });

  it.each<[string, unknown]>([
    ['a function', { a: () => 1 }],
    ['undefined in a list', [undefined]],
    ['NaN', { a: Number.NaN }],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['a big integer', { a: 1n }],
    ['a symbol', { a: Symbol('a') }],
    ['a date', { a: new Date(0) }],
    ['a map', { a: new Map([['b', 1]]) }],
    ['a key of more than 1024 characters', { ['a'.repeat(1100)]: 1 }],
  ])('refuses %s', (_what, value) => {
    expect(() => yaml(value)).toThrow(TypeError);
  });

  it('refuses a value that holds itself', () => {
    const value: Record<string, unknown> = {};
    value.self = [value];
    expect(() => yaml(value)).toThrow('holds itself');
  });

  it('takes less than a third of the time of the YAML package', () => {
    const objects = Array.from({ length: 500 }, (_, at) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `service-${at}`, labels: { 'app.kubernetes.io/name': `service-${at}` } },
      env: Array.from({ length: 12 }, (_each, index) => ({ name: `VARIABLE_${index}`, value: `value ${index}` })),
      resources: { limits: { memory: '512Mi' }, requests: { cpu: '250m' } },
    }));
    const fastest = (write: (value: unknown) => string) =>
      Math.min(
        ...[1, 2, 3].map(() => {
          const start = performance.now();
          for (const object of objects) write(object);
          return performance.now() - start;
        }),
      );
    // Of three runs each, so that a busy machine does not decide.
    expect(fastest(yaml) * 3).toBeLessThan(fastest((value) => stringify(value, { lineWidth: 0 })));
  });
});
