import type { Files } from '../../output/index';
import {
  type Document,
  OverrideError,
  type Overrides,
  type Platform,
  type Problem,
  sortProblems,
} from '../../platform/index';
import { renderers, renderWorkflows } from '../renderers';
import type { Part } from './plan';

/**
 * Overrides whose target or path does not exist in what is rendered, in file order. Only outputs that have any are rendered: it is
 * the one thing of a description that cannot be judged without.
 */
export async function overrideProblems(
  document: Document,
  parts: readonly Part[],
  platforms: ReadonlyMap<string, Platform>,
): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const { output, environments } of parts) {
    const list = environments.flatMap((name) => platforms.get(name) ?? []);
    found.push(...(await refusedBy(document, list, output)));
  }
  return sortProblems(found);
}

/** All that one output refuses: what is refused is left out, and the rest tried again. */
async function refusedBy(document: Document, list: readonly Platform[], output: keyof Overrides): Promise<Problem[]> {
  const found: Problem[] = [];
  let rest = list.map((platform) => ({
    platform,
    places: [...platform.environment.overrides[output].keys()],
  }));
  while (rest.some(({ places }) => places.length > 0)) {
    try {
      const kept = rest.map(({ platform, places }) => keeping(platform, output, places));
      await render(output, kept);
      return found;
    } catch (error) {
      if (!(error instanceof OverrideError)) throw error;
      rest = rest.map(({ platform, places }) => {
        const { name } = platform.environment;
        const at = places[error.index];
        if (at === undefined || (error.environment !== '' && error.environment !== name)) return { platform, places };
        found.push(overrideProblem(document, name, output, at, error.reason));
        return { platform, places: places.filter((each) => each !== at) };
      });
    }
  }
  return found;
}

async function render(output: keyof Overrides, list: readonly Platform[]): Promise<Files> {
  const [first] = list;
  if (output === 'ci' || first === undefined) return renderWorkflows(list);
  return renderers[output](first, { root: '.' });
}

function keeping(platform: Platform, output: keyof Overrides, places: readonly number[]): Platform {
  const { environment } = platform;
  const kept = environment.overrides[output].filter((_, at) => places.includes(at));
  return { ...platform, environment: { ...environment, overrides: { ...environment.overrides, [output]: kept } } };
}

/** An override that changes nothing, with its place in the description. */
export function overrideProblem(
  { source, file }: Document,
  environment: string,
  output: keyof Overrides,
  index: number,
  reason: string,
): Problem {
  const path = ['environments', environment, 'overrides', output, index];
  return {
    code: 'unknown-override-target',
    file,
    ...source.place(path),
    field: path.join('.'),
    value: '',
    rule: `changes nothing: ${reason}`,
    fix: `see what \`slipway synth ${output}\` writes without it`,
  };
}
