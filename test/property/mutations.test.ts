import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { codes, type Document, furtherProblems, loadText, type Problem, resolve } from '../../platform/index';
import { documentOf, examples } from '../support/platforms';
import { Dice, garbled, mutated } from './mutate';
import { yamlOf } from './yaml-of';

/** How many wrong descriptions are tried, and from where the dice start: `SLIPWAY_CASES=100000 SLIPWAY_SEED=7`. */
const cases = Number(process.env['SLIPWAY_CASES'] ?? 2000);
const seed = Number(process.env['SLIPWAY_SEED'] ?? 1);

/** The larger ones come up less often: a case of the largest takes three times as long. */
const names = ['shop', 'coffeeshop', 'shop', 'coffeeshop', 'hotel-reservation', 'online-boutique'] as const;
const documents = names.map((name) => ({
  name,
  // As it is written, with its defaults and `extends`: in a document they are applied already.
  value: parse(readFileSync(examples[name], 'utf8')),
  read: documentOf(name).read,
}));

interface Tried {
  readonly text: string;
  readonly outcome: 'accepted' | 'partly' | 'refused';
}

/** One case in so many looks at all environments; the others at one, since they have most of their text in common. */
const everywhere = 8;

/** One description, changed, read and resolved. Whatever is thrown here is a fault of ours. */
function tried(number: number): Tried {
  const dice = new Dice(seed * 1_000_003 + number);
  const { value, read } = dice.pick(documents);
  const text = dice.roll() < 0.15 ? garbled(yamlOf(value), dice) : yamlOf(mutated(value, dice));
  try {
    const only = number % everywhere === 0 ? undefined : dice.roll();
    return { text, outcome: outcomeOf(text, read, number % 20 === 0, only) };
  } catch (error) {
    throw new Error(`case ${number} of seed ${seed} failed with this description:\n${text}`, { cause: error });
  }
}

function outcomeOf(text: string, read: Document['read'], further: boolean, only: number | undefined): Tried['outcome'] {
  const { document, partial, problems } = loadText('platform.yaml', text, read);
  if (document === undefined) {
    check(problems, text);
    expect(problems.length).toBeGreaterThan(0);
    // It resolves every environment, which takes ten times as long as all before.
    const rest = further ? partial?.() : undefined;
    if (rest !== undefined) check(furtherProblems(rest), text);
    return 'refused';
  }
  expect(problems).toEqual([]);
  const { environments } = document;
  const one =
    only === undefined ? environments : environments.slice(Math.floor(only * environments.length)).slice(0, 1);
  const results = one.map((name) => resolve(document, name));
  for (const result of results) {
    check(result.problems, text);
    expect(result.platform === undefined).toBe(result.problems.length > 0);
  }
  const good = results.filter(({ platform }) => platform !== undefined).length;
  return good === results.length ? 'accepted' : good > 0 ? 'partly' : 'refused';
}

/** Plain conditions: `expect` on each of a hundred thousand fields would take most of the time. */
function check(problems: readonly Problem[], text: string): void {
  const lines = text.split('\n').length;
  for (const problem of problems) {
    const { code, file, line, column, rule, fix } = problem;
    const placed = file === 'platform.yaml' && line >= 1 && line <= lines && column >= 1;
    if (!placed || !Object.hasOwn(codes, code) || rule === '' || fix === '')
      throw new Error(`a poor problem: ${JSON.stringify(problem)}`);
  }
}

describe('a description that was changed at random', () => {
  it(`becomes a platform or problems with a place, a rule and a fix, in ${cases} cases`, () => {
    const count = { accepted: 0, partly: 0, refused: 0 };
    for (let number = 0; number < cases; number++) count[tried(number).outcome]++;
    // The changes are neither all harmless nor all fatal; otherwise this would try little.
    expect(count.accepted).toBeGreaterThan(cases / 50);
    expect(count.refused).toBeGreaterThan(cases / 4);
  }, 600_000);

  it('comes out the same for the same seed', () => {
    const texts = () => Array.from({ length: 5 }, (_, number) => tried(number).text);
    expect(texts()).toEqual(texts());
  });

  it('is the description that it was before the change', () => {
    for (const { name, value, read } of documents) {
      const again = loadText('platform.yaml', yamlOf(value), read).document;
      expect(again?.description).toEqual(documentOf(name).description);
    }
  });
});
