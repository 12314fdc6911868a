import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '../../bin/renderers';
import {
  codes,
  formatProblem,
  judgeLimits,
  load,
  loadText,
  type Problem,
  resolve,
  sortProblems,
} from '../../platform/index';
import { cases } from './cases/all';
import { type Case, unmark } from './cases/describe';
import { aliasText } from './cases/files';

/** Everything that is wrong with a text, each thing once, as the command line says it. */
function problemsOf(text: string, { environment, beside }: Omit<Case, 'title' | 'text'> = {}): Problem[] {
  const isThere = (path: string) =>
    beside?.includes(path) ? 'file' : beside?.some((each) => each.startsWith(`${path}/`)) ? 'folder' : undefined;
  const { document, problems } = loadText('platform.yaml', text, () => undefined, beside && isThere);
  if (document === undefined) return [...problems];
  const names = environment === undefined ? document.environments : [environment];
  const found = names.flatMap((name) => {
    const { platform, problems: wrong, warnings, setAside } = resolve(document, name);
    const judged = platform === undefined ? undefined : judgeLimits(document, platform, limits, setAside);
    return [...wrong, ...warnings, ...(judged?.problems ?? []), ...(judged?.warnings ?? [])];
  });
  return sortProblems([...new Map(found.map((problem) => [JSON.stringify(problem), problem])).values()]);
}

const places = (problems: readonly Problem[]) => problems.map(({ code, line, column }) => ({ code, line, column }));

const limitCodes: readonly string[] = limits.map(({ code }) => code);

/** What a problem must say to be of use. */
function expectUseful(problem: Problem): void {
  expect(problem.fix).toMatch(/\w/);
  expect(problem.rule).toMatch(/\w.*\w/);
  expect([...Object.keys(codes), ...limitCodes]).toContain(problem.code);
  const sentence = formatProblem(problem);
  expect(sentence).toContain(`platform.yaml:${problem.line}:${problem.column}`);
  expect(sentence.split('\n')).toHaveLength(2);
  expect(sentence).not.toMatch(/undefined|\[object|NaN|Invalid input/);
}

describe('a wrong description', () => {
  it.each(cases.map((each): [string, Case] => [each.title, each]))(
    'refuses %s',
    (_title, { text: marked, ...around }) => {
      const { text, expected } = unmark(marked);
      expect(expected).not.toEqual([]);
      const problems = problemsOf(text, around);
      const sorted = sortProblems(
        expected.map((each) => ({ ...each, file: '', field: '', value: '', rule: '', fix: '' })),
      );
      expect(places(problems)).toEqual(places(sorted));
      for (const problem of problems) expectUseful(problem);
    },
  );

  it('has a title of its own in the table', () => {
    expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
  });
});

describe('codes', () => {
  /** Codes of files, which need a file and no text. */
  const ofFiles = ['is-a-directory', 'missing-file', 'too-large', 'unreadable-file'];

  it('are all in the table', () => {
    const marked = cases.flatMap(({ text }) => unmark(text).expected.map(({ code }) => code));
    const seen = new Set([...ofFiles, ...marked.filter((code) => !limitCodes.includes(code))]);
    expect([...seen].sort()).toEqual(Object.keys(codes).sort());
  });

  it('are all that the sources report', () => {
    const folder = join(__dirname, '../../platform');
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const reported = sources.flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return [
        ...text.matchAll(
          /\b(?:code: |unknown\(|fault\(|missing\(world, path, |fileProblem\(file, )\s*'([a-z]+(?:-[a-z]+)+)'/g,
        ),
      ];
    });
    const named = reported.map(([, code = '']) => code);
    expect(new Set(named).size).toBeGreaterThan(50);
    expect(named.filter((code) => !Object.hasOwn(codes, code))).toEqual([]);
  });

  it('each say what must hold and what to do', () => {
    for (const [code, { summary, fix }] of Object.entries(codes)) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(summary).toMatch(/^([A-Z`]|timezone|account).{10,}\.$/s);
      expect(fix).toMatch(/^[a-z].*[^.]$/);
    }
  });
});

describe('a file that is no description', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-input-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const only = (path: string) => {
    const { document, problems } = load(path);
    expect(document).toBeUndefined();
    return problems.map(({ code, line, column, fix }) => {
      expect(fix).toMatch(/\w/);
      return [code, line, column];
    });
  };

  it('refuses one that is not there', () => {
    expect(only(join(folder, 'none.yaml'))).toEqual([['missing-file', 1, 1]]);
    expect(only(join(file('a.yaml', 'a: 1'), 'below.yaml'))).toEqual([['missing-file', 1, 1]]);
  });

  it('refuses a directory', () => {
    mkdirSync(join(folder, 'directory'));
    expect(only(join(folder, 'directory'))).toEqual([['is-a-directory', 1, 1]]);
  });

  it('refuses ten megabytes at once', () => {
    const path = file('large.yaml', `platform: shop\nowner: "${'x'.repeat(10 * 1024 * 1024)}"\n`);
    const started = performance.now();
    expect(only(path)).toEqual([['too-large', 1, 1]]);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('refuses a file with a hole of a terabyte', () => {
    const path = join(folder, 'sparse.yaml');
    const descriptor = openSync(path, 'w');
    writeSync(descriptor, 'x', 2 ** 40);
    closeSync(descriptor);
    expect(only(path)).toEqual([['too-large', 1, 1]]);
  });

  it('refuses a program', () => {
    expect(only(file('program', Buffer.from('7f454c46020101000000000000000000', 'hex')))).toEqual([['not-text', 1, 1]]);
  });

  it('refuses UTF-16, Latin-1 and half a character', () => {
    expect(only(file('utf16.yaml', Buffer.from('platform: shop\n', 'utf16le')))).toEqual([['not-text', 1, 1]]);
    expect(only(file('latin1.yaml', Buffer.from('platform: shop\nowner: caf\u00e9\n', 'latin1')))).toEqual([
      ['not-text', 2, 11],
    ]);
    expect(only(file('half.yaml', Buffer.concat([Buffer.from('platform: '), Buffer.from([0xc3])])))).toEqual([
      ['not-text', 1, 11],
    ]);
  });

  it('refuses aliases that stand for a billion values, without making them', () => {
    const started = performance.now();
    expect(problemsOf(aliasText).map(({ code }) => code)).toContain('alias-limit');
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('refuses a hundred thousand brackets, without overflowing the stack', () => {
    for (const open of ['[', '{a: ', '- ']) {
      const found = problemsOf(open.repeat(100_000)).map(({ code }) => code);
      expect(found.length).toBeGreaterThan(0);
      expect(found).toContain('too-deep');
    }
  });

  it('refuses a name of a megabyte in two lines that can be read', () => {
    const found = problemsOf(
      `platform: shop\nservices:\n  ? ${'x'.repeat(900_000)}\n  : { build: api }\nenvironments: { dev: { runtime: compose } }\n`,
    );
    expect(found.map(({ code }) => code)).toEqual(['name-length']);
    for (const problem of found) expect(formatProblem(problem).length).toBeLessThan(1000);
  });
});
