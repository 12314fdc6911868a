import { limits } from '../../bin/renderers';
import type { Platform, Runtime } from '../../platform/index';
import { cases } from './cases';
import type { Fact } from './fact';
import { facts } from './facts';
import { type Leaf, leavesOf } from './model-paths';
import { recording, unshared } from './recorder';
import { means, unread } from './unread';

const runtimes = ['ecs', 'kubernetes', 'compose'] as const satisfies readonly Runtime[];

/** Fields of all platforms of a runtime, and those that facts read: a changed value changes what some fact expects. */
interface Coverage {
  readonly fields: Set<string>;
  readonly read: Set<string>;
}

const coverages = Object.fromEntries(
  runtimes.map((runtime): [string, Coverage] => [runtime, { fields: new Set(), read: new Set() }]),
);

function cover(platform: Platform): void {
  const coverage = coverages[platform.environment.runtime];
  if (coverage === undefined) throw new Error(`no coverage of ${platform.environment.runtime}`);
  const leaves = leavesOf(platform).filter(({ value }) => value !== null);
  const readers = readersOf(platform);
  const changed = unshared(platform);
  for (const leaf of leaves) {
    coverage.fields.add(leaf.path);
    if (coverage.read.has(leaf.path)) continue;
    const known = readers.get(leaf.path) ?? [];
    if (known.some(({ fact, expected }) => isFelt(changed, leaf, fact, expected))) coverage.read.add(leaf.path);
  }
}

interface Reader {
  readonly fact: Fact;
  readonly expected: string;
}

/** Facts by the fields that they look at. */
function readersOf(platform: Platform): ReadonlyMap<string, Reader[]> {
  const readers = new Map<string, Reader[]>();
  for (const fact of facts) {
    const { platform: recorded, read } = recording(platform);
    const expected = JSON.stringify(fact.expected(recorded));
    for (const path of read) readers.set(path, [...(readers.get(path) ?? []), { fact, expected }]);
  }
  return readers;
}

/** Whether a fact expects something else, or nothing that makes sense, when one value is another. */
function isFelt(platform: Platform, { keys, value }: Leaf, fact: Fact, expected: string): boolean {
  const last = keys.at(-1) ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: a path leads through objects and lists of every kind
  const parent = keys.slice(0, -1).reduce<any>((each, key) => each[key], platform);
  parent[last] = otherThan(value);
  try {
    return JSON.stringify(fact.expected(platform)) !== expected;
  } catch {
    return true;
  } finally {
    parent[last] = value;
  }
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  // Far away: what is rounded up to a size must come to another one.
  if (typeof value === 'number') return value * 5000 + 7;
  return typeof value === 'string' ? `${value}x` : 'changed';
}

beforeAll(() => {
  for (const [, , platform] of cases()) cover(platform);
});

describe.each(runtimes)('the model on %s', (runtime) => {
  const coverage = () => coverages[runtime] as Coverage;
  const listed = unread.filter((each) => each.runtimes.includes(runtime)).flatMap(({ fields }) => fields);

  test('has no field that no fact reads, but for those that are listed with a reason', () => {
    const { fields, read } = coverage();
    expect([...fields].filter((path) => !read.has(path) && !listed.some((each) => means(each, path))).sort()).toEqual(
      [],
    );
  });

  test('has no field that is listed for nothing', () => {
    const { fields, read } = coverage();
    const missed = [...fields].filter((path) => !read.has(path));
    expect(listed.filter((each) => !missed.some((path) => means(each, path)))).toEqual([]);
  });

  test('is missed where a limit says so', () => {
    const codes = unread
      .filter((each) => each.runtimes.includes(runtime))
      .flatMap(({ because }) => (typeof because === 'string' ? [] : [because.code]));
    const acceptable = limits
      .filter((limit) => limit.acceptable && limit.runtimes.includes(runtime))
      .map(({ code }) => code);
    expect(codes.filter((code) => !acceptable.includes(code))).toEqual([]);
  });
});
