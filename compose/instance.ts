import type { Platform, Ref } from '../platform/index';

/** Compose tells a container neither its address nor which of several replicas it is; where there is one alone, its name is known. */
export function isTold(
  { services }: Platform,
  { attribute }: Extract<Ref, { kind: 'instance' }>,
  owner: string,
): boolean {
  return attribute === 'name' && services.every(({ name, scale }) => name !== owner || scale.max <= 1);
}
