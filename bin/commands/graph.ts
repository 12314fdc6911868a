import { mermaidOf } from '../graph/mermaid';
import { type Graph, graphOf } from '../graph/model';
import { textOf } from '../graph/text';
import { open, type Ready, resolveAll } from '../load-environments';
import type { Options } from '../options';
import { done, type Outcome, type Run } from '../outcome';

/** Who talks to whom. Environments with the same graph share one. */
export function graph(run: Run, _args: readonly string[], options: Options): Outcome {
  const opened = open(run, options);
  const graphs = distinct(resolveAll(run, opened));
  const format = options.format ?? (run.io.stdout.isTTY === true ? 'text' : 'mermaid');
  const titled = graphs.map((each) => ({ title: each.environments.join(', '), graph: each.graph }));
  const { paint } = run.report;
  const text =
    format === 'mermaid'
      ? mermaidOf(titled)
      : titled.map((each) => `${paint('bold', each.title)}\n\n${textOf(each.graph)}`).join('\n\n');
  const result = {
    graphs: graphs.map(({ environments, graph: { nodes, edges } }) => ({ environments, nodes, edges })),
  };
  return done(opened.environment, result, text);
}

function distinct(ready: readonly Ready[]): { environments: string[]; graph: Graph }[] {
  const byText = new Map<string, { environments: string[]; graph: Graph }>();
  for (const { name, platform } of ready) {
    const graph = graphOf(platform);
    const key = JSON.stringify(graph);
    const known = byText.get(key) ?? { environments: [], graph };
    known.environments.push(name);
    byText.set(key, known);
  }
  return [...byText.values()];
}
