import type { JobDescription, ServiceDescription } from '../description/description';
import type { Merged } from './scope';

/** What the files of one group may name: all that some workload of the group calls or uses. */
export interface FileGroup {
  readonly name: string;
  /** Those who have a file of it. Sorted. */
  readonly members: readonly string[];
  readonly services: ReadonlySet<string>;
  readonly resources: ReadonlySet<string>;
}

type Edges = Pick<ServiceDescription, 'calls' | 'uses' | 'publishes' | 'consumes'>;
type Files = Pick<ServiceDescription, 'files'>;
type Parts = Pick<ServiceDescription, 'init' | 'sidecars'>;

interface Open {
  readonly members: Set<string>;
  readonly services: Set<string>;
  readonly resources: Set<string>;
}

const known = new WeakMap<Merged, ReadonlyMap<string, FileGroup>>();

/** The groups of one environment. */
export function fileGroups(merged: Merged): ReadonlyMap<string, FileGroup> {
  const made = known.get(merged) ?? groupsOf(merged);
  known.set(merged, made);
  return made;
}

function groupsOf({ services, jobs, resources }: Merged): ReadonlyMap<string, FileGroup> {
  const groups = new Map<string, Open>();
  const join = (member: string, given: Files & Edges & Parts) => {
    for (const name of namesIn([given, ...Object.values(given.init ?? {}), ...Object.values(given.sidecars ?? {})])) {
      const group = groups.get(name) ?? { members: new Set(), services: new Set(), resources: new Set() };
      groups.set(name, group);
      group.members.add(member);
      for (const each of given.calls ?? []) group.services.add(first(each));
      for (const each of given.uses ?? []) group.resources.add(first(typeof each === 'string' ? each : each.name));
      for (const each of [...(given.publishes ?? []), ...(given.consumes ?? [])]) group.resources.add(first(each));
    }
  };
  const workloads: Readonly<Record<string, ServiceDescription | JobDescription>> = { ...services, ...jobs };
  for (const [name, given] of Object.entries(workloads)) join(name, given);
  for (const [name, given] of Object.entries(resources)) if (given.kind === 'container') join(name, given);
  return new Map(
    [...groups].map(([name, { members, ...open }]) => [name, { name, members: [...members].sort(), ...open }]),
  );
}

function namesIn(containers: readonly Files[]): Set<string> {
  const files = containers.flatMap(({ files }) => Object.values(files ?? {}));
  return new Set(files.flatMap((file) => (typeof file === 'string' || file.group === undefined ? [] : [file.group])));
}

function first(reference: string): string {
  return reference.split('.', 1)[0] ?? reference;
}
