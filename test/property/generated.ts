import { limits, renderers, renderWorkflows } from '../../bin/renderers';
import type { Files } from '../../output/index';
import {
  checkLimits,
  loadText,
  OverrideError,
  type Platform,
  type Problem,
  resolve,
  rules,
} from '../../platform/index';
import { anyDescription } from './any-description';
import { Dice } from './mutate';
import { faultsOf, type Output } from './output-faults';
import { yamlOf } from './yaml-of';

/** Codes that an environment may live with: all are accepted, so that as much as may be is rendered. */
export const acceptable = [...new Set([...limits, ...rules].filter((each) => each.acceptable).map(({ code }) => code))];

/** What became of the environments of one description. */
export interface Tried {
  readonly text: string;
  /** For each environment `rendered`, `judged`, or the codes of its problems. */
  readonly outcomes: readonly string[];
}

const outputOf = { ecs: 'cdk', eks: 'cdk', kubernetes: 'k8s', compose: 'compose', swarm: 'compose' } as const;

/**
 * One description, made of a seed and a number, judged and rendered. Whatever is thrown here, and whatever is wrong with an output
 * that can be seen without its target, is a fault of ours. `outputs`: what is rendered; the rest is judged alone.
 */
export async function tried(seed: number, number: number, outputs: readonly Output[]): Promise<Tried> {
  const text = yamlOf(anyDescription(new Dice(seed * 9_000_011 + number), acceptable));
  try {
    return { text, outcomes: await outcomesOf(text, outputs) };
  } catch (error) {
    throw new Error(`description ${number} of seed ${seed} failed: ${(error as Error).message}\n${text}`, {
      cause: error,
    });
  }
}

export async function outcomesOf(text: string, outputs: readonly Output[]): Promise<string[]> {
  const { document, problems } = loadText('platform.yaml', text);
  if (document === undefined) return [codeOf(problems)];
  const outcomes: string[] = [];
  const platforms: Platform[] = [];
  for (const name of document.environments) {
    const { platform, problems: own, setAside } = resolve(document, name);
    if (platform === undefined) {
      outcomes.push(codeOf(own));
      continue;
    }
    const others = checkLimits(document, platform, limits, setAside);
    if (others.length > 0) outcomes.push(codeOf(others));
    else {
      platforms.push(platform);
      outcomes.push(await rendered(platform, outputs));
    }
  }
  if (platforms.length === document.environments.length) {
    const faults = faultsOf('ci', await renderWorkflows(platforms));
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }
  return outcomes;
}

async function rendered(platform: Platform, outputs: readonly Output[]): Promise<string> {
  const output = outputOf[platform.environment.runtime];
  if (!outputs.includes(output)) return 'judged';
  let files: Files;
  try {
    files = await renderers[output](platform, { root: '../../..' });
  } catch (error) {
    if (error instanceof OverrideError) return 'override';
    throw error;
  }
  const faults = faultsOf(output, files);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return 'rendered';
}

function codeOf(problems: readonly Problem[]): string {
  const [first] = problems;
  if (first === undefined) throw new Error('neither a platform nor a problem');
  const poor = problems.find(({ rule, fix, line }) => rule === '' || fix === '' || line < 1);
  if (poor !== undefined) throw new Error(`a poor problem: ${JSON.stringify(poor)}`);
  return [...new Set(problems.map(({ code }) => code))].sort().join(' ');
}

/** From where the dice start: `SLIPWAY_SEED=7`. */
const seed = Number(process.env['SLIPWAY_SEED'] ?? 1);

/** Descriptions of one seed; one in `cloudEvery` goes to CloudFormation too, which takes twenty times as long as the others. */
export async function many(count: number, cloudEvery: number): Promise<ReadonlyMap<string, number>> {
  const met = new Map<string, number>();
  const failed: string[] = [];
  for (let number = 0; number < count; number++) {
    const outputs: Output[] = number % cloudEvery === cloudEvery - 1 ? ['k8s', 'compose', 'cdk'] : ['k8s', 'compose'];
    try {
      const { outcomes } = await tried(seed, number, outputs);
      for (const outcome of outcomes) met.set(outcome, (met.get(outcome) ?? 0) + 1);
    } catch (error) {
      failed.push((error as Error).message);
    }
  }
  if (failed.length > 0) throw new Error(`${failed.length} of ${count} failed:\n${failed.slice(0, 5).join('\n')}`);
  return met;
}

/** How many environments were rendered, and how many there were. */
export function rendersOf(met: ReadonlyMap<string, number>): { rendered: number; all: number } {
  return { rendered: met.get('rendered') ?? 0, all: [...met.values()].reduce((sum, each) => sum + each, 0) };
}
