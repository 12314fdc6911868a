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
import { faultsOf } from './output-faults';
import { yamlOf } from './yaml-of';

/** Codes that an environment may live with: all are accepted, so that as much as may be is rendered. */
export const acceptable = [...new Set([...limits, ...rules].filter((each) => each.acceptable).map(({ code }) => code))];

/** What became of the environments of one description. */
export interface Tried {
  readonly text: string;
  /** Codes of problems, one for each environment that has some; '' for one that was rendered. */
  readonly outcomes: readonly string[];
}

export type Output = keyof typeof renderers;

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
  return '';
}

function codeOf(problems: readonly Problem[]): string {
  const [first] = problems;
  if (first === undefined) throw new Error('neither a platform nor a problem');
  const poor = problems.find(({ rule, fix, line }) => rule === '' || fix === '' || line < 1);
  if (poor !== undefined) throw new Error(`a poor problem: ${JSON.stringify(poor)}`);
  return [...new Set(problems.map(({ code }) => code))].sort().join(' ');
}
