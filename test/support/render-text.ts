import { limits, outputsOf, renderers } from '../../bin/renderers';
import { judgeLimits, loadText, type Platform, type Problem, resolve } from '../../platform/index';
import { frozen } from './frozen';

/** Where the one environment of a sample is, as fields of a flow map. */
export const runtimes = {
  compose: 'runtime: compose',
  kubernetes: 'runtime: kubernetes, domain: shop.example.com',
  ecs: 'runtime: ecs, account: "111111111111", region: eu-west-1, domain: shop.example.com',
} as const;
export type Runtime = keyof typeof runtimes;

/** A sample, rendered to every output of its runtime, or what is wrong with it. */
export interface Rendered {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Only where there are no problems. */
  readonly platform?: Platform;
  /** Texts by path; empty where there are problems. */
  readonly files: ReadonlyMap<string, string>;
}

/** Loads, resolves, judges and renders the environment `here` of a text. A renderer that changed its platform would throw. */
export async function renderText(text: string, runtime: Runtime): Promise<Rendered> {
  const wrong = (problems: readonly Problem[]): Rendered => ({ problems, warnings: [], files: new Map() });
  const { document, problems } = loadText('platform.yaml', text);
  if (document === undefined) return wrong(problems);
  const { platform, problems: broken, warnings, setAside } = resolve(document, 'here');
  if (platform === undefined) return wrong(broken);
  const judged = judgeLimits(document, platform, limits, setAside);
  if (judged.problems.length > 0) return wrong(judged.problems);
  const files = new Map<string, string>();
  for (const output of outputsOf[runtime])
    for (const [path, content] of await renderers[output](frozen(platform), { root: '../../..' }))
      files.set(`${output}/${path}`, content);
  return { problems: [], warnings, platform, files };
}
