import { limits } from '../../bin/renderers';
import { judgeLimits, loadText, type Problem, resolve } from '../../platform/index';

/** All that is wrong with a text, in all of its environments: each once. */
export function problemsOf(text: string): Problem[] {
  const { document, problems } = loadText('platform.yaml', text, () => undefined);
  if (document === undefined) return [...problems];
  const found = document.environments.flatMap((name) => {
    const { platform, problems: wrong, setAside } = resolve(document, name);
    return platform === undefined ? wrong : judgeLimits(document, platform, limits, setAside).problems;
  });
  return [...new Map(found.map((problem) => [JSON.stringify(problem), problem])).values()];
}
