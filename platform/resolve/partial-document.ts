import type { Partial } from '../description/load';
import type { Gone } from '../description/prune';
import type { Problem } from '../problems/problem';
import { resolve } from './resolve';

/**
 * What is wrong besides the shape. What may only follow from the parts that were left out is not said: a second run is
 * better than a problem that is none.
 */
export function furtherProblems({ document, gone }: Partial): Problem[] {
  const found = document.environments.flatMap((name) => resolve(document, name).problems);
  const unique = new Map(found.map((problem) => [JSON.stringify(problem), problem]));
  return [...unique.values()].filter((problem) => !gone.some((each) => mayFollow(problem, each)));
}

function mayFollow(problem: Problem, { path, unknownKey }: Gone): boolean {
  const field = base(problem.field);
  const missing = base(path.join('.'));
  if (within(field, missing) || within(missing, field)) return true;
  if (unknownKey) return false;
  const [section = '', name = ''] = missing.split('.');
  // Edges and owners of others may be gone with it.
  return within(field, `${section}.${name}`) || problem.code === 'unused-database' || mentions(problem, name);
}

/** A field of an environment stands for the one that it overrides. */
function base(field: string): string {
  return field.replace(/^environments\.[^.]+\.(?=(services|jobs|resources|gateway)(\.|$))/, '');
}

function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`);
}

function mentions({ value, rule }: Problem, name: string): boolean {
  return `${value} ${rule}`.split(/[^A-Za-z0-9-]+/).includes(name);
}
