import { limits, renderers, renderWorkflows } from '../../bin/renderers';
import { checkLimits, type Document, loadText, OverrideError, type Platform, resolve } from '../../platform/index';
import { documentOf } from '../support/platforms';
import { Dice, mutated } from './mutate';
import { yamlOf } from './yaml-of';

/** How many changed descriptions are rendered, and from where the dice start: `SLIPWAY_RENDERS=500 SLIPWAY_SEED=7`. */
const renders = Number(process.env['SLIPWAY_RENDERS'] ?? 20);
const seed = Number(process.env['SLIPWAY_SEED'] ?? 1);
/** CloudFormation takes twenty times as long as the others, so that one in four has to do. */
const cloudEvery = 4;

const documents = (['shop', 'coffeeshop', 'online-boutique'] as const).map(documentOf);

interface Accepted {
  readonly text: string;
  readonly platforms: readonly Platform[];
}

/** Changed descriptions that are right in every environment, and that every output can express. */
function* accepted(): Iterable<Accepted> {
  for (let number = 0; ; number++) {
    const dice = new Dice(seed * 7_000_003 + number);
    const { source, read } = dice.pick(documents);
    const text = yamlOf(mutated(source.value, dice));
    const platforms = platformsOf(text, read);
    if (platforms !== undefined) yield { text, platforms };
  }
}

function platformsOf(text: string, read: Document['read']): Platform[] | undefined {
  const { document } = loadText('platform.yaml', text, read);
  if (document === undefined) return undefined;
  const found = document.environments.map((name) => resolve(document, name).platform);
  const platforms = found.filter((platform) => platform !== undefined);
  const whole = platforms.length > 0 && platforms.length === found.length;
  return whole && platforms.every((platform) => checkLimits(document, platform, limits).length === 0)
    ? platforms
    : undefined;
}

/** The files of one output; undefined where a patch has no target, which is the one thing that a renderer may refuse. */
async function rendered(output: keyof typeof renderers, platform: Platform) {
  try {
    return await renderers[output](platform, { root: '../../..' });
  } catch (error) {
    if (error instanceof OverrideError) return undefined;
    throw error;
  }
}

const outputs = { ecs: 'cdk', eks: 'cdk', kubernetes: 'k8s', compose: 'compose', swarm: 'compose' } as const;

async function renderAll({ platforms }: Accepted, cloud: boolean): Promise<number> {
  let files = 0;
  for (const platform of platforms) {
    const output = outputs[platform.environment.runtime];
    if (output === 'cdk' && !cloud) continue;
    for (const [path, text] of (await rendered(output, platform)) ?? []) {
      if (path === '' || text === '') throw new Error(`${output} made an empty file ${path}`);
      files++;
    }
  }
  return files + (await renderWorkflows(platforms)).size;
}

describe('an accepted description', () => {
  it(`is rendered to files or refused for a patch, in ${renders} cases`, async () => {
    let files = 0;
    let count = 0;
    for (const each of accepted()) {
      if (count === renders) break;
      try {
        files += await renderAll(each, count % cloudEvery === 0);
      } catch (error) {
        throw new Error(`case ${count} of seed ${seed} failed with this description:\n${each.text}`, { cause: error });
      }
      count++;
    }
    expect(files).toBeGreaterThan(renders * 10);
  }, 600_000);
});
