import type { z } from 'zod';
import { isPlain } from '../document/merge';
import { type Issue, issuesOf } from './shape-problems';

export interface Gone {
  readonly path: readonly (string | number)[];
  /** Whether it was a key that means nothing, so that its loss changes nothing but what the user meant by it. */
  readonly unknownKey: boolean;
}

export interface Pruned<T> {
  readonly data: T;
  readonly gone: readonly Gone[];
}

/** A fault may show another one that it hid, but not for ever. */
const rounds = 8;

/** A value without what its schema refuses; undefined where nothing sensible is left. */
export function prune<T>(schema: z.ZodType<T>, value: unknown): Pruned<T> | undefined {
  const rest = structuredClone(value);
  const gone: Gone[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const checked = schema.safeParse(rest);
    if (checked.success) return { data: checked.data, gone };
    for (const issue of issuesOf(schema, checked.error, rest)) {
      const path = removable(rest, issue);
      if (path === undefined) return undefined;
      remove(rest, path);
      gone.push({ path, unknownKey: issue.code === 'unknown-key' });
    }
  }
  return undefined;
}

/**
 * The entry of a map to take out: of a list the whole, since a shorter list would move the places of the others; of a
 * missing field what lacks it. The description itself has no use without its name or its environments.
 */
function removable(value: unknown, { code, path }: Issue): readonly (string | number)[] | undefined {
  let end = code === 'missing-field' ? path.length - 1 : path.length;
  while (end > 1 && !isPlain(at(value, path.slice(0, end - 1)))) end -= 1;
  const short = path.slice(0, end);
  const needed = short.length < 2 && (short.length === 0 || short[0] === 'platform' || short[0] === 'environments');
  return needed ? undefined : short;
}

function remove(value: unknown, path: readonly (string | number)[]): void {
  const parent = at(value, path.slice(0, -1));
  const key = path[path.length - 1];
  if (isPlain(parent) && key !== undefined) delete parent[key];
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (here, key) => (isPlain(here) || Array.isArray(here) ? (here as Record<string | number, unknown>)[key] : undefined),
    value,
  );
}
