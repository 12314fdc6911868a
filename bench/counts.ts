import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

/** How many resources an output folder holds, by kind: `AWS::ECS::Service`, `Deployment`, `compose networks`. */
export function countResources(out: string): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (kind: string, by = 1) => counts.set(kind, (counts.get(kind) ?? 0) + by);
  for (const file of files(join(out, 'prod/cdk'), '.template.json')) {
    const { Resources: resources } = JSON.parse(readFileSync(file, 'utf8')) as {
      Resources: Record<string, { Type: string }>;
    };
    for (const { Type: type } of Object.values(resources)) add(type);
  }
  for (const file of files(join(out, 'edge/k8s'), '.yaml')) {
    for (const document of parseAllDocuments(readFileSync(file, 'utf8')))
      add((document.toJS() as { kind: string }).kind);
  }
  const compose = parse(readFileSync(join(out, 'local/compose/compose.yaml'), 'utf8')) as Record<string, object>;
  for (const part of ['services', 'networks', 'volumes'])
    add(`compose ${part}`, Object.keys(compose[part] ?? {}).length);
  return counts;
}

/** Where two outputs do not hold the same, one line for each kind. A ratio of their times would say nothing. */
export function differences(slipway: string, bare: string): string[] {
  const [ours, theirs] = [countResources(slipway), countResources(bare)];
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .sort()
    .filter((kind) => ours.get(kind) !== theirs.get(kind))
    .map((kind) => `${kind}: ${ours.get(kind) ?? 0} by Slipway, ${theirs.get(kind) ?? 0} by the bare program`);
}

function files(folder: string, end: string): string[] {
  if (!existsSync(folder)) throw new Error(`${folder} is not there`);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(end))
    .map((path) => join(folder, path));
}
