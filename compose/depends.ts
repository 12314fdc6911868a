import type { After, Platform } from '../platform/index';
import { isSetUp } from '../provision/index';
import type { Condition, Dependency } from './file';
import { isAsked } from './health';
import { provisionName } from './names';
import { replicasOf } from './replicas';

export type Dependencies = Readonly<Record<string, Dependency>>;

const strength: readonly Condition[] = ['service_started', 'service_healthy', 'service_completed_successfully'];

/** What must have come before, as Compose waits for it. A store is ready once what sets it up has ended. */
export function dependenciesOf(platform: Platform, after: readonly After[]): Dependencies {
  return merged(after.flatMap((each) => conditionsOf(platform, each)));
}

/** Several lists as one, sorted; of two conditions on one service the stronger. */
export function merged(list: readonly (readonly [string, Condition])[]): Dependencies {
  const found = new Map<string, Condition>();
  for (const [name, condition] of list) {
    const known = found.get(name);
    if (known === undefined || strength.indexOf(known) < strength.indexOf(condition)) found.set(name, condition);
  }
  return Object.fromEntries(
    [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, condition]) => [name, { condition }]),
  );
}

/** For what must have ended well. */
export function completed(names: readonly string[]): [string, Condition][] {
  return names.map((name) => [name, 'service_completed_successfully']);
}

export function conditionsOf(platform: Platform, { kind, name, condition }: After): [string, Condition][] {
  if (kind === 'job') return [[name, condition === 'completed' ? 'service_completed_successfully' : 'service_started']];
  const resource = kind === 'resource' ? platform.resources.find((each) => each.name === name) : undefined;
  // An external server is none of ours to wait for.
  if (resource !== undefined && resource.address.kind !== 'own') return [];
  // Where nothing can be asked, that it has started is all there is to know.
  const ready: Condition =
    condition !== 'started' && isAsked(platform, kind, name) ? 'service_healthy' : 'service_started';
  const provisioned = resource !== undefined && condition !== 'started' && isSetUp(resource);
  const servers = resource === undefined ? [name] : replicasOf(resource).map((each) => each.name);
  return [
    ...servers.map((each): [string, Condition] => [each, ready]),
    ...(provisioned ? completed([provisionName(name)]) : []),
  ];
}
