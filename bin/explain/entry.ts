import type { Job, Origin, Platform, Resource, Service } from '../../platform/index';
import type { Field } from '../fields';
import type { Ready } from '../load-environments';
import type { Paint } from '../report';
import { openToAllRows } from './open-to-all';
import { Origins } from './origins';
import { resourceRows } from './resource';
import { type Column, printColumns, type Row } from './rows';
import { originsByPointer } from './values';
import { flowRows, jobRows, serviceRows, variableRows } from './workload';

type Section = 'services' | 'jobs' | 'resources';

/** A service, job or resource by its name, with its environments. */
export interface Entry {
  readonly section: Section;
  readonly name: string;
}

/** What was decided about an entry, as text: fields, variables, and who may talk to it. */
export function printEntry(
  { section, name }: Entry,
  ready: readonly Ready[],
  fields: readonly Field[],
  paint: Paint,
): string {
  const parts: Record<string, Column[]> = {};
  for (const each of ready) {
    for (const [title, rows] of Object.entries(rowsOf(section, name, each, fields))) {
      const columns = parts[title] ?? [];
      columns.push({ environment: each.name, rows });
      parts[title] = columns;
    }
  }
  const blocks = Object.entries(parts).flatMap(([title, columns]) => {
    const lines = printColumns(columns, paint);
    return lines.length === 0 ? [] : [`${paint('bold', title)}\n${lines.join('\n')}`];
  });
  const where = ready.filter(({ platform }) => find(platform, section, name) !== undefined).map((each) => each.name);
  const heading = `${paint('bold', name)}  ${section.slice(0, -1)} in ${where.length === 0 ? 'no environment' : where.join(', ')}`;
  return [heading, ...blocks].join('\n\n');
}

/** The same for `--json`: the entry of the resolved model, and the origin of each value by its JSON pointer. */
export function entryResult({ section, name }: Entry, ready: readonly Ready[], fields: readonly Field[]): unknown {
  const environments = ready.flatMap(({ name: environment, platform, origins }) => {
    const at = platform[section].findIndex((each) => each.name === name);
    if (at < 0) return [];
    const start = `/${section}/${at}`;
    const all = Object.entries(originsByPointer(platform, new Origins(platform, origins, fields)));
    const own = all.filter(([pointer]) => pointer.startsWith(`${start}/`));
    const short = own.map(([pointer, origin]): [string, Origin] => [pointer.slice(start.length), origin]);
    return [[environment, { entry: platform[section][at], origins: Object.fromEntries(short) }]];
  });
  return { section, name, environments: Object.fromEntries(environments) };
}

function rowsOf(
  section: Section,
  name: string,
  { platform, origins: places }: Ready,
  fields: readonly Field[],
): Record<string, Row[]> {
  const origins = new Origins(platform, places, fields);
  const found = find(platform, section, name);
  if (found === undefined) return {};
  if (section === 'resources') {
    const resource = found as Resource;
    const env = resource.kind === 'container' ? variableRows([section, name], resource.container, origins) : [];
    return {
      fields: resourceRows(platform, resource, origins),
      variables: env,
      'opened by': flowRows(platform, 'resource', name).in,
      // A store that AWS runs is no task.
      opens: [
        ...flowRows(platform, 'resource', name).out,
        ...(resource.provider === 'container' ? openToAllRows(platform) : []),
      ],
    };
  }
  const workload = found as Service | Job;
  const flows = flowRows(platform, workload.kind, name);
  const rows = workload.kind === 'service' ? serviceRows(workload, origins) : jobRows(workload, origins);
  return {
    fields: rows,
    variables: variableRows([section, name], workload, origins),
    'opened by': flows.in,
    opens: [...flows.out, ...openToAllRows(platform)],
  };
}

function find(platform: Platform, section: Section, name: string): Service | Job | Resource | undefined {
  const list: readonly (Service | Job | Resource)[] = platform[section];
  return list.find((each) => each.name === name);
}
