import { type Platform, type Ref, replicaNames } from '../platform/index';

/** Compose tells a container neither its address nor which of several replicas it is; where there is one alone, its name is known. */
export function isTold(
  { services }: Platform,
  { attribute }: Extract<Ref, { kind: 'instance' }>,
  owner: string,
): boolean {
  return attribute === 'name' && services.every(({ name, scale }) => name !== owner || scale.max <= 1);
}

/** The first of several servers has the service of the resource, and a name of its own as the others. */
export function instanceName({ resources }: Platform, owner: string): string {
  const resource = resources.find((each) => each.kind === 'container' && each.name === owner);
  const [first] = resource?.kind === 'container' ? replicaNames(resource) : [];
  return first === undefined ? owner : first;
}
