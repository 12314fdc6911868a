import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type DescriptionName, descriptions, everythingFile, platformsOf } from '../conformance/cases';
import { type Hashes, hashesOf, platformsIn, withText } from '../conformance/render-all';
import { examples } from '../support/platforms';

jest.setTimeout(60_000);

let elsewhere: Promise<Record<DescriptionName, Hashes>>;

beforeAll(() => {
  elsewhere = renderElsewhere();
});

/** Both at once: that two differences undo each other in every byte is not to be feared. */
test.each(descriptions)(
  '%s renders the same with its maps in another order as in another process, time zone, language and folder',
  async (name) => {
    // As it is written: what a loaded description holds has its defaults in already.
    const value: unknown = parse(readFileSync(name === 'everything' ? everythingFile : examples[name], 'utf8'));
    const text = stringify(shuffled(value, generator(name)));
    expect(text).not.toBe(stringify(value));
    expect(await hashesOf(platformsIn(withText(name, text)))).toEqual((await elsewhere)[name]);
  },
);

test('renders the same when it is rendered again', async () => {
  const platforms = platformsOf('shop').filter(({ environment }) => environment.name !== 'prod');
  // The same objects: what a renderer keeps or changes of them would show.
  expect(await hashesOf(platforms)).toEqual(await hashesOf(platforms));
});

/** The same data with the keys of every map in another order. */
function shuffled(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) return value.map((each) => shuffled(each, next));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => ({ key, inner, rank: next() }));
  return Object.fromEntries(
    entries.sort((one, other) => one.rank - other.rank).map(({ key, inner }) => [key, shuffled(inner, next)]),
  );
}

/** Numbers between 0 and 1 that a seed decides (mulberry32). */
function generator(seed: string): () => number {
  let state = [...seed].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) | 0, 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** In a process that shares nothing with this one. */
function renderElsewhere(): Promise<Record<DescriptionName, Hashes>> {
  const cwd = mkdtempSync(join(tmpdir(), 'slipway-elsewhere-'));
  const program = [require.resolve('tsx/cli'), join(__dirname, '../conformance/render-elsewhere.ts')];
  const env = { ...process.env, TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, program, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [text, errors] = ['', ''];
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      rmSync(cwd, { recursive: true, force: true });
      if (code === 0) resolve(JSON.parse(text));
      else reject(new Error(errors));
    });
  });
}
