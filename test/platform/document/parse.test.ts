import fs, { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseText, readDescription } from '../../../platform/document/parse';
import type { Problem } from '../../../platform/problems/problem';

const found = (problems: readonly Problem[]) => problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
const problemsOf = (text: string | Uint8Array) => found(parseText('platform.yaml', text).problems);

const description = `# What the shop is made of
platform: shop
services:
  orders:
    build: services/orders
    ports: { http: 8080, grpc: 9090 }
    calls: [users, payments]
    routes:
      - path: /orders
        auth: required
      - { path: /health }
    env:
      RATE: 1.10
      EMPTY:
    health:
      timeout: "30s"
`;

describe('a description', () => {
  const { source, problems } = parseText('platform.yaml', description);

  it('becomes plain values', () => {
    expect(problems).toEqual([]);
    expect(source?.file).toBe('platform.yaml');
    expect(source?.value).toEqual({
      platform: 'shop',
      services: {
        orders: {
          build: 'services/orders',
          ports: { http: 8080, grpc: 9090 },
          calls: ['users', 'payments'],
          routes: [{ path: '/orders', auth: 'required' }, { path: '/health' }],
          env: { RATE: 1.1, EMPTY: null },
          health: { timeout: '30s' },
        },
      },
    });
  });

  it.each<[string, (string | number)[], number, number]>([
    ['a value', ['services', 'orders', 'health', 'timeout'], 16, 16],
    ['a value in a flow map', ['services', 'orders', 'ports', 'grpc'], 6, 32],
    ['an item of a flow list', ['services', 'orders', 'calls', 1], 7, 20],
    ['a flow map', ['services', 'orders', 'ports'], 6, 12],
    ['a block map, at its key', ['services', 'orders'], 4, 3],
    ['a block list, at its key', ['services', 'orders', 'routes'], 8, 5],
    ['a block map in a list, at its first key', ['services', 'orders', 'routes', 0], 9, 9],
    ['a flow map in a list', ['services', 'orders', 'routes', 1], 11, 9],
    ['a value that is missing, at its key', ['services', 'orders', 'env', 'EMPTY'], 14, 7],
    ['a field that is missing, at the nearest part that is not', ['services', 'orders', 'health', 'path'], 15, 5],
    ['a path below a scalar, at its key', ['platform', 'name'], 2, 1],
    ['the whole', [], 2, 1],
  ])('knows the place of %s', (_what, path, line, column) => {
    expect(source?.place(path)).toEqual({ line, column });
  });

  it('knows the place of keys', () => {
    expect(source?.keyPlace(['services', 'orders', 'health', 'timeout'])).toEqual({ line: 16, column: 7 });
    expect(source?.keyPlace(['services', 'orders', 'ports', 'grpc'])).toEqual({ line: 6, column: 26 });
    expect(source?.keyPlace(['services', 'orders', 'routes', 1])).toEqual({ line: 11, column: 9 });
    expect(source?.keyPlace(['services', 'shipping'])).toEqual({ line: 3, column: 1 });
  });

  it('keeps scalars as they are written', () => {
    expect(source?.written(['services', 'orders', 'env', 'RATE'])).toBe('1.10');
    expect(source?.written(['services', 'orders', 'health', 'timeout'])).toBe('30s');
    expect(source?.written(['services', 'orders', 'ports'])).toBeUndefined();
    expect(source?.written(['services', 'orders', 'nothing'])).toBeUndefined();
  });

  it('may have Windows line ends, a byte order mark and no line end at the end', () => {
    const other = parseText('platform.yaml', `\ufeff${description.trimEnd().replaceAll('\n', '\r\n')}`);
    expect(other.problems).toEqual([]);
    expect(other.source?.value).toEqual(source?.value);
    expect(other.source?.place(['services', 'orders', 'health', 'timeout'])).toEqual({ line: 16, column: 16 });
  });

  it('may be JSON, bytes, and use what YAML has beyond the usual', () => {
    const bytes = new TextEncoder().encode(
      '{"platform": "shop",\n "é": &a [1], "b": *a, "text": !!str 5, "n": "a\\\n  b"}',
    );
    const parsed = parseText('platform.json', bytes);
    expect(parsed.problems).toEqual([]);
    expect(parsed.source?.value).toEqual({ platform: 'shop', é: [1], b: [1], text: '5', n: 'ab' });
    expect(parsed.source?.place(['b', 0])).toEqual({ line: 2, column: 11 });
    expect(parsed.source?.place(['b'])).toEqual({ line: 2, column: 20 });
  });

  it('takes numbers as keys where they can be written in one way only', () => {
    expect(parseText('p', '8080: a\n').source?.value).toEqual({ 8080: 'a' });
  });
});

describe('a text that is no description', () => {
  it.each<[string, string | Uint8Array, string[]]>([
    ['an empty file', '', ['empty-file 1:1']],
    ['a file of comments', '# nothing\n\n', ['empty-file 1:1']],
    ['a document of nothing', '---\n', ['empty-file 1:1']],
    ['a list', '# a list\n- a\n', ['not-a-map 2:1']],
    ['a text', 'hello\n', ['not-a-map 1:1']],
    ['null', 'null\n', ['not-a-map 1:1']],
    ['a tab before a key', 'a:\n\tb: 1\nc:\n\td: 1\n', ['tab-indentation 2:1', 'tab-indentation 4:1']],
    ['a tab before a list', 'a:\n  - b\n\t- c\n', ['tab-indentation 3:1']],
    ['a tab inside brackets', 'a: [\n\t1]\n', ['tab-indentation 2:1']],
    ['a second document', 'a: 1\n---\nb: 2\n', ['multiple-documents 2:1']],
    ['a directive', '%YAML 1.1\n---\na: on\n', ['yaml-directive 1:1']],
    ['two faults of syntax', 'a: @x\nb: "\\q"\n', ['yaml-syntax 1:4', 'yaml-syntax 2:5']],
    ['a quote that does not end', 'a: "x\n', ['yaml-syntax 2:1']],
    ['indentation that does not match', 'a:\n  b: 1\n c: 2\n', ['yaml-syntax 3:1']],
    ['a value with a colon', 'a: b: c\n', ['yaml-syntax 1:4']],
    ['a key without a space after the colon', 'a: 1\nb:2\n', ['yaml-syntax 2:1']],
    ['a stray bracket', 'a: 1\n}\n', ['yaml-syntax 2:1']],
    ['an alias without anchor', 'a: *b\n', ['yaml-syntax 1:4']],
    ['an alias of itself', 'a: &a\n  b: *a\n', ['alias-limit 2:6']],
    ['a zero byte', 'a: 1\nb: \0\n', ['not-text 2:4']],
    ['bytes that are not UTF-8', Buffer.from('a: é\nb: \xe9\n', 'latin1'), ['not-text 1:4']],
    ['UTF-16 with a byte order mark', Buffer.from('\ufeffa: 1\n', 'utf16le'), ['not-text 1:1']],
    ['UTF-16 without', Buffer.from('a: 1\n', 'utf16le'), ['not-text 1:1']],
    ['a program', Buffer.from('7f454c460201010000000000', 'hex'), ['not-text 1:1']],
  ])('refuses %s', (_what, text, expected) => {
    const { source, problems } = parseText('platform.yaml', text);
    expect(found(problems)).toEqual(expected);
    expect(source).toBeUndefined();
  });

  it('refuses UTF-16 by name', () => {
    expect(parseText('p', Buffer.from('\ufeffa: 1\n', 'utf16le')).problems[0]?.rule).toContain('UTF-16');
  });

  it('accepts the replacement character where the bytes say it', () => {
    expect(parseText('p', Buffer.from('a: "\ufffd é"\n')).source?.value).toEqual({ a: '\ufffd é' });
    expect(problemsOf(Buffer.concat([Buffer.from('a: "\ufffd é"\nb: '), Buffer.from([0xc3])]))).toEqual([
      'not-text 2:4',
    ]);
  });
});

describe('a fault that leaves the rest readable', () => {
  it.each<[string, string, string[], unknown]>([
    ['a key given twice', 'a: 1\nb: 2\na: 3\n', ['duplicate-key 3:1'], { a: 1, b: 2 }],
    ['a key given twice in brackets', 'a: { b: 1, b: 2 }\n', ['duplicate-key 1:12'], { a: { b: 1 } }],
    ['a number and a text as one key', '1: a\n"1": b\n', ['duplicate-key 2:1'], { 1: 'a' }],
    ['__proto__', '__proto__: { x: 1 }\na: 1\n', ['reserved-key 1:1'], { a: 1 }],
    ['constructor', 'a: { constructor: 1, prototype: 2 }\n', ['reserved-key 1:6', 'reserved-key 1:22'], { a: {} }],
    ['a merge key', 'a: &x { b: 1 }\nc:\n  <<: *x\n  d: 2\n', ['merge-key 3:3'], { a: { b: 1 }, c: { d: 2 } }],
    ['a tag of its own', 'a: !secret x\nb: 1\n', ['yaml-tag 1:4'], { a: 'x', b: 1 }],
    ['a tag of YAML 1.1', 'a: !!binary aGk=\n', ['yaml-tag 1:4'], { a: 'aGk=' }],
    ['true as a key', 'true: 1\na: 1\n', ['key-not-text 1:1'], { a: 1 }],
    ['null as a key', '~: 1\na: 1\n', ['key-not-text 1:1'], { a: 1 }],
    ['no key', ': 1\na: 1\n', ['key-not-text 1:1'], { a: 1 }],
    ['a number as a key that could be written in two ways', '1.10: 1\na: 1\n', ['key-not-text 1:1'], { a: 1 }],
    ['a list as a key', '? [a]\n: 1\nb: 1\n', ['key-not-text 1:3'], { b: 1 }],
    ['a template', 'a: {{ name }}\n', ['key-not-text 1:5'], { a: {} }],
    ['a number with leading zeros', 'a: 0123\n', ['ambiguous-number 1:4'], { a: 123 }],
    [
      'a number with more digits than are kept',
      'a: 12345678901234567890\n',
      ['ambiguous-number 1:4'],
      { a: 12345678901234567000 },
    ],
    ['an escaped zero byte', 'a: "\\0"\n', ['not-text 1:4'], { a: '\0' }],
    ['half of a surrogate pair', 'a: "\\ud800"\n', ['not-text 1:4'], { a: '\ud800' }],
  ])('refuses %s and keeps the rest', (_what, text, expected, value) => {
    const { source, problems } = parseText('platform.yaml', text);
    expect(found(problems)).toEqual(expected);
    expect(source?.value).toEqual(value);
  });

  it('refuses each of several faults in one run, in file order, with field and fix', () => {
    const { problems } = parseText('platform.yaml', 'a:\n  b: !x 1\n  b: 2\nc: 007\n');
    expect(found(problems)).toEqual(['yaml-tag 2:6', 'duplicate-key 3:3', 'ambiguous-number 4:4']);
    expect(problems.map(({ field }) => field)).toEqual(['the file', 'a.b', 'c']);
    for (const { rule, fix } of problems) expect([rule, fix]).not.toContain('');
  });

  it('does not touch the prototype of anything', () => {
    parseText('platform.yaml', '__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }\n');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('a hostile text', () => {
  const laughs = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let at = 1; at < 20; at++)
    laughs.push(
      `a${at}: &a${at} [${Array(9)
        .fill(`*a${at - 1}`)
        .join(', ')}]`,
    );
  const chain = ['a0: &a0 [x]'];
  for (let at = 1; at < 40; at++) chain.push(`a${at}: &a${at} [*a${at - 1}]`);

  it.each<[string, string, RegExp]>([
    ['100,000 open brackets', '['.repeat(100_000), /^too-deep 1:33$/],
    ['100,000 open maps', '{a: '.repeat(100_000), /^too-deep 1:/],
    ['100,000 lists in lists', '- '.repeat(100_000), /^too-deep 1:/],
    [
      '33 levels of indentation',
      Array.from({ length: 34 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
      /^too-deep 33:/,
    ],
    ['aliases that explode', laughs.join('\n'), /^alias-limit \d+:\d+$/],
    ['aliases that nest', chain.join('\n'), /^too-deep /],
    ['10 MB', 'a: 1\n'.repeat(2_000_000), /^too-large 1:1$/],
    ['100,000 aliases on one line', '*a '.repeat(100_000), /^yaml-syntax 1:4$/],
  ])('refuses %s at once', (_what, text, expected) => {
    const start = performance.now();
    const { source, problems } = parseText('platform.yaml', text);
    expect(found(problems)[0]).toMatch(expected);
    expect(source).toBeUndefined();
    expect(problems.length).toBeLessThanOrEqual(100);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('may be 32 levels deep', () => {
    const text = `a: ${'['.repeat(31)}x${']'.repeat(31)}\n`;
    expect(problemsOf(text)).toEqual([]);
    expect(problemsOf(`a: ${'['.repeat(32)}x${']'.repeat(32)}\n`)).toEqual(['too-deep 1:35']);
  });
});

describe('a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-parse-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read and named as it was given', () => {
    const path = join(folder, 'platform.yaml');
    writeFileSync(path, 'platform: shop\nplatform: shop\n');
    const { source, problems } = readDescription(path);
    expect(source?.value).toEqual({ platform: 'shop' });
    expect(problems).toMatchObject([{ file: path, code: 'duplicate-key', line: 2 }]);
  });

  it('refuses a file that is not there, or is below a file', () => {
    expect(found(readDescription(join(folder, 'none.yaml')).problems)).toEqual(['missing-file 1:1']);
    expect(found(readDescription(join(__filename, 'none.yaml')).problems)).toEqual(['missing-file 1:1']);
  });

  it('refuses a directory', () => {
    expect(found(readDescription(folder).problems)).toEqual(['is-a-directory 1:1']);
  });

  it('refuses a name that no file can have, with the reason', () => {
    const [problem] = readDescription('a\0b').problems;
    expect(problem?.code).toBe('unreadable-file');
    expect(problem?.rule).toContain('null bytes');
  });

  it('refuses a device without end', () => {
    expect(found(readDescription('/dev/zero').problems)).toEqual(['too-large 1:1']);
  });

  it('refuses a file that may not be read', () => {
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    const open = jest.spyOn(fs, 'openSync').mockImplementationOnce(() => {
      throw denied;
    });
    expect(found(readDescription('platform.yaml').problems)).toEqual(['unreadable-file 1:1']);
    open.mockRestore();
  });
});
