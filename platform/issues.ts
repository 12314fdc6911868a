import { z } from 'zod';
import { nearest } from './names';

/** One thing wrong with the shape of a description, before it has a place. */
export interface Issue {
  readonly code: 'unknown-key' | 'missing-field' | 'wrong-type' | 'not-allowed' | 'bad-format' | 'out-of-range';
  readonly path: readonly (string | number)[];
  /** Whether the place is the key, not its value. */
  readonly key: boolean;
  readonly rule: string;
  readonly fix: string;
}

type ZodIssue = z.core.$ZodIssue;

/** What zod says, in our words: one entry per thing that a user must mend. */
export function issuesOf(schema: z.ZodType, error: z.core.$ZodError, value: unknown): Issue[] {
  return error.issues.flatMap((issue) => translate(issue, [], { root: value, schema }));
}

interface Where {
  readonly root: unknown;
  readonly schema: z.ZodType;
}

function translate(issue: ZodIssue, prefix: readonly (string | number)[], { root, schema }: Where): Issue[] {
  const path = [...prefix, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  const at = (code: Issue['code'], rule: string, fix: string, key = false): Issue[] => [{ code, path, key, rule, fix }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], key, schema));
    case 'invalid_union':
      return union(issue, path, { root, schema });
    case 'invalid_type':
      if (valueAt(root, path) === undefined)
        return at('missing-field', 'is missing', `add it: ${expected(issue.expected)}`);
      return at('wrong-type', `must be ${expected(issue.expected)}`, `write ${expected(issue.expected)}`);
    case 'invalid_value': {
      const values = issue.values.map(String);
      const near = nearest(String(valueAt(root, path)), values);
      return at(
        'not-allowed',
        `must be ${list(values)}`,
        near === undefined ? `write ${list(values)}` : `did you mean "${near}"?`,
      );
    }
    case 'invalid_format':
      return at('bad-format', issue.message, `change it so that it ${issue.message}`);
    case 'invalid_key':
      return at('bad-format', `as a name ${issue.issues[0]?.message ?? 'is not allowed'}`, 'change the name', true);
    case 'too_small':
    case 'too_big':
      return at('out-of-range', bound(issue), bound(issue).replace(/^must/, 'it must'));
    default:
      return at('wrong-type', issue.message.toLowerCase(), 'see `slipway explain` for what may stand here');
  }
}

function unknownKey(path: readonly (string | number)[], key: string, schema: z.ZodType): Issue {
  const near = nearest(key, keysAt(schema, path.slice(0, -1)));
  return {
    code: 'unknown-key',
    path,
    key: true,
    rule: 'is not a field here',
    fix:
      near === undefined ? 'remove it, or see `slipway explain` for the fields that exist' : `did you mean "${near}"?`,
  };
}

/** Of the ways to write a value, the one that the user was nearest to: of the right type, with the fewest faults. */
function union(
  issue: Extract<ZodIssue, { code: 'invalid_union' }>,
  path: readonly (string | number)[],
  at: Where,
): Issue[] {
  const value = valueAt(at.root, path);
  if ('discriminator' in issue) return discriminated(issue, path, value);
  const ranked = issue.errors
    .map((branch) => ({ branch, distance: distance(branch) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (best !== undefined && best.distance < otherType)
    return best.branch.flatMap((inner) => translate(inner, path, at));
  const roots = issue.errors.flatMap((branch) => branch.filter((inner) => inner.path.length === 0));
  const wanted = [...new Set(roots.map(kindOf).filter((kind) => kind !== ''))].join(' or ');
  const missing = value === undefined;
  const rule = missing ? 'is missing' : `must be ${wanted}`;
  return [{ code: missing ? 'missing-field' : 'wrong-type', path, key: false, rule, fix: `write ${wanted}` }];
}

const otherType = 1000;

function distance(branch: readonly ZodIssue[]): number {
  const atRoot = branch.filter((inner) => inner.path.length === 0);
  if (atRoot.some((inner) => inner.code === 'invalid_type')) return otherType;
  return branch.length + (atRoot.some((inner) => inner.code === 'invalid_value') ? otherType / 2 : 0);
}

function discriminated(
  issue: Extract<ZodIssue, { code: 'invalid_union' }>,
  path: readonly (string | number)[],
  given: unknown,
): Issue[] {
  const values = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
  const choice = list(values);
  if (given === undefined)
    return [{ code: 'missing-field', path, key: false, rule: 'is missing', fix: `add it: ${choice}` }];
  const near = nearest(String(given), values);
  const fix = near === undefined ? `write ${choice}; any other server is kind container` : `did you mean "${near}"?`;
  return [{ code: 'not-allowed', path, key: false, rule: `must be ${choice}`, fix }];
}

/** The fields that may stand at a path, whichever way the value is written. */
export function keysAt(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  return [
    ...new Set(
      schemasAt([schema], path).flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : [])),
    ),
  ];
}

function schemasAt(schemas: readonly unknown[], path: readonly (string | number)[]): unknown[] {
  const open = schemas.flatMap(unwrap);
  const [key, ...rest] = path;
  if (key === undefined) return open;
  return schemasAt(
    open.flatMap((each) => {
      if (each instanceof z.ZodObject) return Object.hasOwn(each.shape, key) ? [each.shape[key]] : [];
      if (each instanceof z.ZodRecord) return [each.valueType];
      if (each instanceof z.ZodArray) return [each.element];
      return [];
    }),
    rest,
  );
}

function unwrap(schema: unknown): unknown[] {
  if (schema instanceof z.ZodOptional) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(unwrap);
  return [schema];
}

function kindOf(issue: ZodIssue): string {
  if (issue.code === 'invalid_type') return expected(issue.expected);
  if (issue.code === 'invalid_value') return list(issue.values.map(String));
  return '';
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
};

function expected(type: string): string {
  return kinds[type] ?? type;
}

function list(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
}

function bound(issue: Extract<ZodIssue, { code: 'too_small' | 'too_big' }>): string {
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const side = issue.code === 'too_small' ? 'at least' : 'at most';
  if (issue.origin === 'string') return limit === 1 ? 'must not be empty' : `must have ${side} ${limit} characters`;
  if (issue.origin === 'array')
    return limit === 1 && issue.code === 'too_small' ? 'must not be empty' : `must have ${side} ${limit} items`;
  return `must be ${side} ${limit}`;
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (here, key) =>
      typeof here === 'object' && here !== null && Object.hasOwn(here, key)
        ? (here as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}
