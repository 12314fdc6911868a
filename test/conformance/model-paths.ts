import type { Platform } from '../../platform/index';

/** Fields of the model whose keys are names that the description gives. */
const maps = /(^|\.)(args|headers|sysctls|parameters|config|nodeSelector|labels|annotations)$/;

/** Values that the model takes over without looking inside. */
const whole = /^environment\.overrides\.\w+\.\*\.value$/;

/** One value in a model: where it stands, and the same with stars for what is counted or named. */
export interface Leaf {
  readonly keys: readonly (string | number)[];
  /** `services.*.health.readiness.timeout`, `resources.postgres.version` */
  readonly path: string;
  readonly value: unknown;
}

/** Every value of a model. Lists without items and maps without keys have none. */
export function leavesOf(platform: Platform): Leaf[] {
  const found: Leaf[] = [];
  const walk = (value: unknown, keys: readonly (string | number)[], path: string): void => {
    if (typeof value !== 'object' || value === null || whole.test(path)) {
      found.push({ keys, path, value });
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      const at = Array.isArray(value) ? Number(key) : key;
      walk(inner, [...keys, at], joined(path, stepOf(path, value, key, inner)));
    }
  };
  walk(platform, [], '');
  return found;
}

export function joined(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`;
}

/** How a key shows in a path: a number and a given name as a star, a resource by its kind. */
export function stepOf(path: string, parent: object, key: string, inner: unknown): string {
  if (Array.isArray(parent)) return path === 'resources' ? String((inner as { kind: string }).kind) : '*';
  return maps.test(path) ? '*' : key;
}
