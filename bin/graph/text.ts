import { table } from '../table';
import type { Graph, GraphEdge, GraphNode } from './model';

/**
 * One block for the gateway and for each workload, with a branch for each edge, then the resources. Not a drawing: where lines
 * cross or join, a reader sees edges that do not exist, and that is the question that this answers.
 */
export function textOf({ nodes, edges }: Graph): string {
  const names = new Map(nodes.map((node) => [node.id, node]));
  const isActive = ({ id, kind }: GraphNode) =>
    kind !== 'mesh' && (kind !== 'resource' || edges.some(({ from }) => from === id));
  const active = nodes.filter(isActive);
  const blocks = active.map((node) => {
    const own = edges.filter(({ from }) => from === node.id);
    const rows = table(own.map((edge) => [verb(edge), '─►', target(edge, names.get(edge.to))]));
    return [title(node), ...rows.map((row, at) => `${at === rows.length - 1 ? '└─' : '├─'} ${row}`)].join('\n');
  });
  const resources = table(
    nodes.filter((node) => node.kind === 'resource' && !isActive(node)).map(({ name, detail }) => [name, detail]),
  );
  return [...blocks, ...(resources.length > 0 ? [resources.join('\n')] : [])].join('\n\n');
}

function title({ name, detail }: GraphNode): string {
  return detail === '' ? name : `${name}  ${detail}`;
}

function verb({ relation, label }: GraphEdge): string {
  return relation === 'routes' ? label : relation;
}

function target({ relation, label }: GraphEdge, node: GraphNode | undefined): string {
  const name = node?.name ?? '';
  if (relation === 'routes' || label === '') return name;
  if (relation === 'shares') return `${name} with ${label}`;
  return relation === 'calls' ? `${name} ${label}` : `${name}.${label}`;
}
