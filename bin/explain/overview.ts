import type { Platform, Route } from '../../platform/index';
import type { Ready } from '../load-environments';
import type { Paint } from '../report';
import { table } from '../table';
import { printList } from './print';

/** The platform at a glance: its environments, and what runs in them. */
export function overview(ready: readonly Ready[], paint: Paint): string {
  const platforms = ready.map(({ platform }) => platform);
  const [first] = platforms;
  if (first === undefined) return '';
  const section = (title: string, rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : [`${paint('bold', title)}\n${table(rows.map((row) => indented(row))).join('\n')}`];
  return [
    `${paint('bold', first.name)}  owner ${first.owner}, repository ${first.repository}`,
    ...section('environments', platforms.map(environment)),
    ...section('services', merged(platforms, services)),
    ...section('jobs', merged(platforms, jobs)),
    ...section('resources', merged(platforms, resources)),
    ...section('meshes', merged(platforms, meshes)),
  ].join('\n\n');
}

function indented([first = '', ...rest]: readonly string[]): string[] {
  return [`  ${first}`, ...rest];
}

function environment({ environment: { name, runtime, tier, size, aws }, gateway, services: list }: Platform): string[] {
  const place = aws === null ? '' : `, ${aws.account} ${aws.region}`;
  const replicas = list.reduce((sum, { scale }) => sum + scale.min, 0);
  return [
    name,
    `${runtime}${place}`,
    `${tier}, ${size}`,
    gateway.used ? gateway.url : 'no gateway',
    `${replicas} replicas at least`,
  ];
}

/** Rows of all environments: one line for each different row, with the environments that have it unless all do. */
function merged(platforms: readonly Platform[], rows: (platform: Platform) => string[][]): string[][] {
  const found = new Map<string, { row: string[]; environments: string[] }>();
  for (const platform of platforms) {
    for (const row of rows(platform)) {
      const key = JSON.stringify(row);
      const known = found.get(key) ?? { row, environments: [] };
      known.environments.push(platform.environment.name);
      found.set(key, known);
    }
  }
  return [...found.values()]
    .sort((one, other) => compare(one.row[0], other.row[0]))
    .map(({ row, environments }) => [
      ...row,
      environments.length === platforms.length ? '' : `[${environments.join(', ')}]`,
    ]);
}

function compare(one = '', other = ''): number {
  return one < other ? -1 : Number(one > other);
}

function services({ services: list }: Platform): string[][] {
  return list.map(({ name, ports, routes, scale }) => {
    const listens = printList(ports.map((port) => `${port.name} ${port.number}`));
    const replicas = scale.min === scale.max ? String(scale.min) : `${scale.min} to ${scale.max}`;
    return [name, listens, routes.length === 0 ? 'inside only' : reachedBy(routes), replicas];
  });
}

function reachedBy(routes: readonly Route[]): string {
  return printList(routes.map((route) => (route.listen > 0 ? `${route.protocol} ${route.listen}` : route.path)));
}

function meshes({ meshes: list }: Platform): string[][] {
  return list.map(({ name, members }) => [
    name,
    printList(members.map((each) => `${each.name} ${each.ports.join(' ')}`.trim())),
  ]);
}

function jobs({ jobs: list }: Platform): string[][] {
  return list.map(({ name, trigger }) => [
    name,
    trigger.kind === 'deploy' ? 'on each deploy' : `${trigger.schedule} ${trigger.timezone}`,
  ]);
}

function resources({ resources: list }: Platform): string[][] {
  return list.map((resource) => {
    const version = resource.kind === 'container' ? '' : ` ${resource.version}`;
    const routes = resource.kind === 'container' ? resource.routes : [];
    return [resource.name, `${resource.kind}${version}`, resource.provider, `${resource.replicas}`, reachedBy(routes)];
  });
}
