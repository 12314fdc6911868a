import { applyPatch } from '../output/index';
import { OverrideError, type Platform } from '../platform/index';

/**
 * Patches of every environment, applied last, in the order of the environments. Workflows are shared: what one environment
 * patches all of them see.
 */
export function applyOverrides(
  files: ReadonlyMap<string, unknown>,
  platforms: readonly Platform[],
): Map<string, unknown> {
  const patched = new Map(files);
  for (const { environment } of platforms) {
    environment.overrides.ci.forEach(({ target, path, op, value }, index) => {
      if (!patched.has(target)) {
        const known = [...patched.keys()].join(', ');
        throw new OverrideError('ci', index, `there is no workflow "${target}"; there are ${known}`, environment.name);
      }
      const result = applyPatch(patched.get(target), path, op, value);
      if (!result.ok) throw new OverrideError('ci', index, result.reason, environment.name);
      patched.set(target, result.value);
    });
  }
  return patched;
}
