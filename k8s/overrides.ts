import { applyPatch } from '../output/index';
import { nearest, OverrideError, type Platform } from '../platform/index';
import type { Manifest } from './types';

/** Objects with what the team changes by path; a target is `<Kind>/<name>`. */
export function withOverrides(platform: Platform, objects: ReadonlyMap<string, Manifest>): Map<string, Manifest> {
  const result = new Map(objects);
  for (const [index, { target, path, op, value }] of platform.environment.overrides.k8s.entries()) {
    const object = result.get(target);
    if (object === undefined)
      throw new OverrideError('k8s', index, `there is no object "${target}"; ${similar(target, objects)}`);
    const patched = applyPatch(object, path, op, value);
    if (!patched.ok) throw new OverrideError('k8s', index, patched.reason);
    result.set(target, patched.value as Manifest);
  }
  return result;
}

/** Key of an object in overrides: no two objects of an environment share it. */
export function targetOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

function similar(target: string, objects: ReadonlyMap<string, Manifest>): string {
  const near = nearest(target, objects.keys());
  return near === undefined ? 'a target is "<Kind>/<name>", such as "Deployment/orders"' : `did you mean "${near}"?`;
}
