import type { Graph, GraphEdge, GraphNode } from './model';

/** A flowchart of one graph, or of several side by side, each in a frame with its title. */
export function mermaidOf(graphs: readonly { readonly title: string; readonly graph: Graph }[]): string {
  const [only] = graphs;
  if (only !== undefined && graphs.length === 1)
    return ['flowchart LR', ...body(only.graph, '').map((line) => `  ${line}`)].join('\n');
  const frames = graphs.flatMap(({ title, graph }, at) => [
    `  subgraph g${at}[${quoted(title)}]`,
    ...body(graph, `g${at}_`).map((line) => `    ${line}`),
    '  end',
  ]);
  return ['flowchart LR', ...frames].join('\n');
}

function body({ nodes, edges }: Graph, prefix: string): string[] {
  return [...nodes.map((node) => `${prefix}${id(node.id)}${shape(node)}`), ...edges.map((edge) => arrow(edge, prefix))];
}

function shape({ kind, name }: GraphNode): string {
  const text = quoted(name);
  if (kind === 'resource') return `[(${text})]`;
  if (kind === 'job') return `(${text})`;
  if (kind === 'mesh') return `{{${text}}}`;
  return kind === 'gateway' ? `([${text}])` : `[${text}]`;
}

/** Data goes along the arrow: a topic feeds those who consume it. Dotted where nobody waits for an answer; a group has no direction. */
function arrow({ from, to, relation, label }: GraphEdge, prefix: string): string {
  const [start, end] = relation === 'consumes' ? [to, from] : [from, to];
  const line = relation === 'shares' ? '---' : relation === 'publishes' || relation === 'consumes' ? '-.->' : '-->';
  const text = label === '' ? '' : `|${quoted(label)}|`;
  return `${prefix}${id(start)} ${line}${text} ${prefix}${id(end)}`;
}

/** Two hyphens would be an arrow; no name holds an underscore. */
function id(text: string): string {
  return text.replaceAll('-', '_');
}

/** Mermaid takes entities by name after "#". */
function quoted(text: string): string {
  return `"${text.replaceAll('#', '#35;').replaceAll('"', '#quot;')}"`;
}
