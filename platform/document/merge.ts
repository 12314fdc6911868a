import { longForm } from './short-forms';

type Plain = Record<string, unknown>;

/**
 * An environment's fields over the base's: maps key by key, also over a short form that stands for a map; everything else
 * is replaced whole. Null takes away what the base has. `path` is where the two stand.
 */
export function merge(base: unknown, over: unknown, path: readonly string[] = []): unknown {
  if (over === undefined) return base;
  if (!isPlain(over)) return over;
  const result: Plain = { ...(isPlain(base) ? base : longForm(base, path)) };
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete result[key];
    else result[key] = merge(Object.hasOwn(result, key) ? result[key] : undefined, value, [...path, key]);
  }
  return result;
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path, or undefined. */
export function at(value: unknown, path: readonly (string | number)[]): unknown {
  let here: unknown = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Plain)[key];
  }
  return here;
}

/** Keys in the order of their characters, not of a locale. */
export function sortedEntries<T>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(map ?? {}).sort(([a], [b]) => compareText(a, b));
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
