import * as z from 'zod';
import { at, isPlain } from '../document/merge';

type Path = readonly (string | number)[];

/**
 * The ways in which a value at a path may be written. Where a map says its kind, only the fields of that kind count:
 * `value` is what was given for the whole.
 */
export function schemasAt(schema: z.ZodType, path: Path, value: unknown): z.ZodType[] {
  let here = unwrap(schema, value);
  for (const [depth, key] of path.entries()) {
    const given = at(value, path.slice(0, depth + 1));
    here = here.flatMap((each) => inside(each, key)).flatMap((each) => unwrap(each, given));
  }
  return here;
}

function inside(schema: z.ZodType, key: string | number): z.ZodType[] {
  if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<string, z.ZodType>> = schema.shape;
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return field === undefined ? [] : [field];
  }
  if (schema instanceof z.ZodRecord) return typeof key === 'string' ? [schema.valueType as z.ZodType] : [];
  if (schema instanceof z.ZodArray) return typeof key === 'number' ? [schema.element as z.ZodType] : [];
  return [];
}

function unwrap(schema: z.ZodType, value: unknown): z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return unwrap(schema.unwrap() as z.ZodType, value);
  if (schema instanceof z.ZodUnion) return chosen(schema, value).flatMap((each) => unwrap(each, value));
  return [schema];
}

/** Of the kinds of a map the one that it says it is; all where it says none. */
function chosen(union: z.ZodUnion, value: unknown): z.ZodType[] {
  const options = union.options as readonly z.ZodType[];
  if (!(union instanceof z.ZodDiscriminatedUnion) || !isPlain(value)) return [...options];
  const key = union.def.discriminator;
  const fits = options.filter((each) => inside(each, key).some((field) => field.safeParse(value[key]).success));
  return fits.length > 0 ? fits : [...options];
}

/** The fields of a map, whichever way it is written. */
export function keysOf(schemas: readonly z.ZodType[]): string[] {
  return [...new Set(schemas.flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : [])))];
}

/** What may stand in a place: `a number or a map`, `a duration such as "30s"`. */
export function wanted(schemas: readonly z.ZodType[]): string {
  const words = schemas.flatMap((each) =>
    each instanceof z.ZodLiteral || each instanceof z.ZodEnum
      ? choices(each).map((choice) => JSON.stringify(choice))
      : [noun(each)],
  );
  return alternatives([...new Set(words)]);
}

/** Words to choose from. */
export function choices(schema: z.ZodType): unknown[] {
  if (schema instanceof z.ZodLiteral) return [...schema.values];
  return schema instanceof z.ZodEnum ? schema.options : [];
}

/** `a, b or c`; with a comma before the last where the words themselves hold an "or". */
export function alternatives(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  const last = words.some((word) => word.includes(' or ')) ? ', or ' : ' or ';
  return `${words.slice(0, -1).join(', ')}${last}${words[words.length - 1]}`;
}

function noun(schema: z.ZodType): string {
  if (schema instanceof z.ZodString) return textNoun(schema);
  if (schema instanceof z.ZodNumber) return schema.isInt ? 'a whole number' : 'a number';
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodArray) return 'a list';
  if (schema instanceof z.ZodObject || schema instanceof z.ZodRecord) return 'a map';
  return 'something else';
}

/** A text that no pattern of the language takes, so that the pattern says what it wants. */
const unfit = '\n';

function textNoun(schema: z.ZodString): string {
  const message = schema.safeParse(unfit).error?.issues[0]?.message ?? '';
  if (message.startsWith('must be ')) return message.slice('must be '.length);
  if (!message.startsWith('must start with ')) return 'a text';
  return `a text that starts with ${message.slice('must start with '.length).replace(' and hold ', ' and holds ')}`;
}

/** What was probably meant, in a form that the place takes; undefined where no guess fits. */
export function meant(schemas: readonly z.ZodType[], given: unknown): string | undefined {
  const takes = (guess: unknown) => schemas.some((each) => each.safeParse(guess).success);
  if (typeof given === 'number' && takes(String(given))) return `${JSON.stringify(String(given))}, in quotes`;
  if (typeof given === 'string' && /^-?[0-9]+(\.[0-9]+)?$/.test(given) && takes(Number(given)))
    return `${given}, without quotes`;
  if (typeof given === 'string' && /^(true|yes|on)$/i.test(given) && takes(true)) return 'true';
  if (typeof given === 'string' && /^(false|no|off)$/i.test(given) && takes(false)) return 'false';
  if (typeof given === 'string' || typeof given === 'number') {
    const list = typeof given === 'string' ? given.split(/\s+/).filter((word) => word !== '') : [given];
    if (takes(list)) return JSON.stringify(list);
  }
  const text = typeof given === 'string' ? guesses(given).find((guess) => guess !== given && takes(guess)) : undefined;
  return text === undefined ? undefined : JSON.stringify(text);
}

/** Usual slips: capitals, spaces, a missing slash, other units. */
function guesses(text: string): string[] {
  // A reference or a wildcard would be taken literally.
  if (text.length > 100 || /\$\{|\*/.test(text)) return [];
  const lower = text.trim().toLowerCase();
  return [
    lower,
    text.replace(/^[a-z]+:\/\//, '').replace(/\/+$/, ''),
    text.replaceAll(/[^A-Za-z0-9_]+/g, '_'),
    // The dots of a host name are no slip.
    lower.replaceAll(/[^a-z0-9.]+/g, '-').replaceAll(/(^|\.)-+|-+(?=\.|$)/g, '$1'),
    ...(/\..*\./.test(lower) ? [] : [lower.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '')]),
    text.replace(/ *([KMGT])i?B?$/i, (_all, unit: string) => `${unit.toUpperCase()}i`),
    text.replace(/ *(s|m|h|d)[a-z]*$/i, (_all, unit: string) => unit.toLowerCase()),
    `/${text}`,
    `https://${text}`,
  ];
}
