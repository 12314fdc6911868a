import type { z } from 'zod';
import { at, isPlain } from '../document/merge';
import type { Path, Source } from '../document/parse';
import { schemasAt } from './expected';

/**
 * A source in which what is meant as a text is one, as it is written: `1.20` is the number 1.2 to YAML, `0x1F` is 31 and
 * `True` is true, but to a build argument, a version or a variable each is a text.
 */
export function spelled(source: Source, schema: z.ZodType): Source {
  const texts = source.spellings().filter(({ path, written }) => isText(schema, path, source.value, written));
  if (texts.length === 0) return source;
  return { ...source, value: texts.reduce((value, { path, written }) => replaced(value, path, written), source.value) };
}

/** Whether a text may stand in a place, and this one may. */
function isText(schema: z.ZodType, path: Path, value: unknown, written: string): boolean {
  return schemasAt(schema, path, value).some((each) => each.safeParse(written).success);
}

/** The same value with another one at a path. What is shared is not changed: an anchor may stand for a number elsewhere. */
function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  const inner = replaced(at(value, [step]), rest, by);
  if (Array.isArray(value)) return value.with(Number(step), inner);
  return isPlain(value) ? { ...value, [step]: inner } : value;
}
