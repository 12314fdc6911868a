import { nearest } from '../model/nearest';
import type { Problem } from '../problems/problem';
import { isPlain } from './merge';
import { longForm } from './short-forms';
import type { Source } from './source';

/**
 * What is wrong with the nulls of an environment. A key without a value is null to YAML too, but mostly a line that was not
 * finished: it takes nothing away. And what the base does not have cannot be taken away: the name is a slip.
 */
export function* removals(
  source: Source,
  base: unknown,
  over: unknown,
  path: readonly string[],
  written: readonly string[],
): Iterable<Problem> {
  if (!isPlain(over)) return;
  const whole = isPlain(base) ? base : (longForm(base, path) ?? {});
  for (const [key, value] of Object.entries(over)) {
    const here = [...written, key];
    const problem = (code: string, rule: string, fix: string): Problem => {
      const at = code === 'wrong-type' ? source.place(here) : source.keyPlace(here);
      return { code, file: source.file, ...at, field: here.join('.'), value: '', rule, fix };
    };
    const inner = Object.hasOwn(whole, key) ? whole[key] : undefined;
    if (value !== null) yield* removals(source, inner, value, [...path, key], here);
    else if ((source.written(here) ?? '') === '')
      yield problem('wrong-type', 'is empty', 'write null to take it away, or remove the line');
    else if (inner === undefined) {
      const near = nearest(key, Object.keys(whole));
      const fix = near === undefined ? 'remove it' : `did you mean "${near}"?`;
      yield problem('nothing-to-remove', 'takes away what is not there', fix);
    }
  }
}
