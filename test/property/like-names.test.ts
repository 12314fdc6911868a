import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { limits, renderers, renderWorkflows } from '../../bin/renderers';
import type { Files } from '../../output/index';
import { checkLimits, loadText, type Platform, resolve } from '../../platform/index';
import { acceptable } from './generated';
import { describedBy, type Kind, kinds } from './like-names';
import { faultsOf, type Output } from './output-faults';

/** How many pairs of each kind are tried: `SLIPWAY_PAIRS=50`. */
const pairs = Number(process.env['SLIPWAY_PAIRS'] ?? 4);

const letter = fc.constantFrom('a', 'b', 'x');

/** Two names that differ in capitals or signs alone. */
function pair({ signs }: Kind): fc.Arbitrary<[string, string]> {
  const capitals = (text: string) =>
    fc.constantFrom(
      text,
      text.toUpperCase(),
      text.replace(/^./, (first) => first.toUpperCase()),
    );
  return fc
    .tuple(fc.array(letter, { minLength: 2, maxLength: 3 }), fc.constantFrom(...signs), fc.constantFrom(...signs))
    .chain(([letters, one, other]) => fc.tuple(capitals(letters.join(one)), capitals(letters.join(other))))
    .filter(([one, other]) => one !== other);
}

/** What an output is made of, counted: values in its trees, lines of its other texts. The order of stacks goes by their names. */
function sizeOf(files: Files): number {
  return [...files]
    .filter(([path]) => !/^(manifest|.*\.assets)\.json$/.test(path))
    .reduce(
      (sum, [path, text]) => sum + (/\.(json|ya?ml)$/.test(path) ? leaves(read(path, text)) : text.split('\n').length),
      0,
    );
}

function read(path: string, text: string): unknown {
  if (path.endsWith('.json')) return JSON.parse(text);
  const documents = parseAllDocuments(text);
  return Array.isArray(documents) ? documents.map((each) => each.toJS()) : [];
}

function leaves(value: unknown): number {
  return typeof value === 'object' && value !== null
    ? 1 + Object.values(value).reduce((sum: number, each) => sum + leaves(each), 0)
    : 1;
}

interface Outcome {
  readonly sizes: Readonly<Record<string, number>>;
  readonly refused: readonly string[];
}

async function outcomeOf(text: string, outputs: readonly Output[]): Promise<Outcome> {
  const { document, problems } = loadText('platform.yaml', text);
  if (document === undefined) return { sizes: {}, refused: problems.map(({ code }) => code) };
  const sizes: Record<string, number> = {};
  const refused: string[] = [];
  const platforms: Platform[] = [];
  for (const [environment, output] of [
    ['local', 'compose'],
    ['stg', 'k8s'],
    ['dev', 'cdk'],
  ] as const) {
    const { platform, problems: own, setAside } = resolve(document, environment);
    const all = platform === undefined ? own : checkLimits(document, platform, limits, setAside);
    refused.push(...all.map(({ code }) => `${output} ${code}`));
    if (platform === undefined || all.length > 0) continue;
    platforms.push(platform);
    if (!outputs.includes(output)) continue;
    const files = await renderers[output](platform, { root: '..' });
    expect(faultsOf(output, files)).toEqual([]);
    sizes[output] = sizeOf(files);
  }
  if (platforms.length === 3) sizes['ci'] = sizeOf(await renderWorkflows(platforms));
  return { sizes, refused };
}

describe.each(kinds.map((kind): [string, Kind] => [kind.what, kind]))('names of %s that are alike', (_what, kind) => {
  it('make as much of every output as names that differ, or a problem', async () => {
    const apart = await outcomeOf(describedBy(kind, 'first', 'second', acceptable), ['compose', 'k8s', 'cdk']);
    expect(apart.refused).toEqual([]);
    let clouds = 0;
    await fc.assert(
      fc.asyncProperty(pair(kind), async ([one, other]) => {
        const outputs: Output[] = clouds++ % 4 === 0 ? ['compose', 'k8s', 'cdk'] : ['compose', 'k8s'];
        const { sizes, refused } = await outcomeOf(describedBy(kind, one, other, acceptable), outputs);
        for (const [output, size] of Object.entries(sizes))
          expect([output, size]).toEqual([output, apart.sizes[output]]);
        if (Object.keys(sizes).length === 0) expect(refused).not.toEqual([]);
      }),
      { numRuns: pairs, seed: 1 },
    );
  });
});
