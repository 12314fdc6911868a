import fc from 'fast-check';
import { readYaml } from '../../../platform/document/full-yaml';
import { readPlain } from '../../../platform/document/plain-yaml';
import { type Fault, Lines } from '../../../platform/document/source';

/** What the YAML package reads, if it finds no fault. */
function readByPackage(text: string) {
  const faults: Fault[] = [];
  const spot = readYaml(text, new Lines(text), (fault) => faults.push(fault));
  return faults.length === 0 ? spot : faults;
}

const seeds = [
  `# The shop
platform: shop   # a comment
repository: "acme/shop"

gateway:
  auth: { issuer: https://id.example.com/, audience: 'it''s' }
services:
  users:
    ports: { grpc: 9090, http: 8080 }
    uses: [main.users, sessions]
    migrate: [/app, migrate, up, -c, --x=1]
    env:
      A: "x\\n\\u00e9 😀"
      B: \${main.users.url}
      C:
      D: ~
      E: true
      F: -1.5
      8080: x
      "a key": 1
    list:
    - a: 1
      b: 2
    - - x
      - y
    - some text # c
    files: |
      line 1
        line 2

      # no comment
    keep: |+
      x

  # a comment
  orders:
    routes: [{ path: /orders, auth: required },
      { path: "/x" },
    ]
jobs: {}
`,
  'a: |-\n  x\n   y\n\n  z\n\nb: 1\n',
  'a:\n- b\n- c: 1\n  d:\n  - e\nf: "g"\n',
  'a: { b: [c, d], e: f g }\r\nh: i j # k\r\n',
];

describe('the reader of plain descriptions', () => {
  it.each(seeds)('reads what descriptions are made of as the YAML package does', (text) => {
    const spot = readPlain(text);
    expect(spot).toBeDefined();
    expect(spot).toEqual(readByPackage(text));
  });

  it.each([
    'a: &x 1\n',
    'a: !x 1\n',
    'a: b: c\n',
    'a: 1\na: 2\n',
    '__proto__: 1\n',
    'a:\n\tb: 1\n',
    'a: 012\n',
    'a: 1e3\n',
    'a: .5\n',
    'a: >\n  b\n',
    'a: b\n  c\n',
    'a: "\\x41"\n',
    'a: "\\u0000"\n',
    '---\na: 1\n',
    '- a\n',
    '{ a: 1 }\n',
    'true: 1\n',
    '1.0: 1\n',
    'a: [b: c]\n',
    'a: { b }\n',
    'a: [b\n]c\n',
    'a: |\n\n   b\n  c\n',
    'a: |2\n   b\n',
    '',
  ])('leaves %j to the YAML package', (text) => {
    expect(readPlain(text)).toBeUndefined();
  });

  const pieces = [
    ...[
      ' ',
      '  ',
      '\n',
      '\n\n',
      '- ',
      '-',
      ':',
      ': ',
      '#',
      ' #',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '|',
      '>',
      '&a ',
      '*a',
    ],
    ...[
      '!x ',
      '?',
      'a',
      'b: c',
      '0',
      '1.0',
      '~',
      'null',
      'true',
      '\\',
      '%',
      '---\n',
      '...\n',
      'é',
      '|+\n',
      '|-\n',
      '\r\n',
    ],
    ...[
      '@',
      'a: ',
      'x,',
      '- - ',
      '"a": ',
      '{a: 1}',
      '[1, 2]',
      '<<: ',
      '.5',
      '+1',
      '1e3',
      '0x1',
      '- a\n',
      '# c\n',
      '\t',
    ],
  ];
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.integer({ min: 0, max: 4 }),
    insert: fc.constantFrom('', ...pieces),
  });

  it('agrees with the YAML package, values and places, on every text that it reads', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 3 }), (seed, edits) => {
        const text = edits.reduce((before, { at, remove, insert }) => {
          const offset = Math.floor(at * before.length);
          return before.slice(0, offset) + insert + before.slice(offset + remove);
        }, seed);
        const spot = readPlain(text);
        if (spot === undefined) return;
        read++;
        expect(spot).toEqual(readByPackage(text));
      }),
      { numRuns: 2000 },
    );
    expect(read).toBeGreaterThan(200);
  });

  it('takes less than a third of the time of the YAML package', () => {
    const service =
      'build: x\n    ports: { http: 8080, grpc: 9090 }\n    calls: [a, b]\n    env:\n      A: "1"\n      B: ${c.url}\n';
    const text = `services:\n${Array.from({ length: 300 }, (_, at) => `  service-${at}:\n    ${service}`).join('')}`;
    const fastest = (read: (text: string) => unknown) =>
      Math.min(
        ...[1, 2, 3].map(() => {
          const start = performance.now();
          expect(read(text)).toBeDefined();
          return performance.now() - start;
        }),
      );
    // Of three runs each, so that a busy machine does not decide.
    expect(fastest(readPlain) * 3).toBeLessThan(fastest(readByPackage));
  });
});
