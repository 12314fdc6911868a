/** Keys that a reader looks for first, and the last ones; all others are sorted between them. */
const first = [
  'apiVersion',
  'kind',
  'metadata',
  'name',
  'namespace',
  'labels',
  'annotations',
  'image',
  'type',
  'command',
  'args',
];
const last = ['spec', 'template', 'containers', 'securityContext', 'volumeMounts', 'volumes'];

const ranks = new Map<string, number>([
  ...first.map((key, at): [string, number] => [key, at - first.length]),
  ...last.map((key, at): [string, number] => [key, at + 1]),
]);

/** The same data with its keys in one order, whatever order cdk8s gives them (which an environment variable decides). */
export function ordered<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(ordered) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => {
    const distance = (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0);
    return distance === 0 ? (one < other ? -1 : 1) : distance;
  });
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)])) as Value;
}
