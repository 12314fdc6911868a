import * as z from 'zod';
import { at } from '../document/merge';
import { catalogueKinds } from '../kinds/catalogue/catalogue';
import { nearest } from '../model/nearest';
import { containerResource } from './container-resource';
import { alternatives, keysOf, meant, schemasAt, wanted } from './expected';
import { stores } from './resource';
import { asTheServerHasIt } from './values';
import { job, mergedService, service, writtenJob } from './workload';

type Path = readonly (string | number)[];

/** One thing wrong with the shape of a description, before it has a place. */
export interface Issue {
  readonly code: 'unknown-key' | 'missing-field' | 'wrong-type' | 'not-allowed' | 'bad-format' | 'out-of-range';
  readonly path: Path;
  /** Whether the place is the key, not its value. */
  readonly key: boolean;
  /** Whether the value that stands there helps to understand the rule. */
  readonly shown: boolean;
  readonly rule: string;
  readonly fix: string;
}

type ZodIssue = z.core.$ZodIssue;

/** What is checked: a value, and what it should be. */
interface Where {
  readonly root: unknown;
  readonly schema: z.ZodType;
}

/** What zod says, in our words: one entry per thing that a user must mend. */
export function issuesOf(schema: z.ZodType, error: z.core.$ZodError, value: unknown): Issue[] {
  return error.issues.flatMap((issue) => translate(issue, [], { root: value, schema }));
}

function translate(issue: ZodIssue, prefix: Path, where: Where): Issue[] {
  const path = [...prefix, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key, where));
    case 'invalid_union':
      return union(issue, path, where);
    case 'invalid_type':
      return [wrongType(path, where)];
    case 'invalid_value':
      return [notAllowed(path, issue.values, at(where.root, path))];
    case 'invalid_key':
      return [badName(path, issue.issues[0]?.message ?? '', where)];
    case 'too_small':
      return [outOfRange(path, issue, issue.minimum, 'least')];
    case 'too_big':
      return [outOfRange(path, issue, issue.maximum, 'most')];
    default:
      return [badFormat(path, issue.message, where)];
  }
}

function wrongType(path: Path, { root, schema }: Where): Issue {
  const given = at(root, path);
  const schemas = schemasAt(schema, path, root);
  const what = wanted(schemas);
  const issue = { path, key: false, shown: false };
  if (given === undefined) {
    const name = path[path.length - 1];
    return { ...issue, code: 'missing-field', rule: 'is missing', fix: `add ${name}: with ${what}` };
  }
  if (given === null) {
    return { ...issue, code: 'wrong-type', rule: `is empty, but must be ${what}`, fix: `write ${what}, or remove it` };
  }
  const guess = meant(schemas, given);
  return { ...issue, code: 'wrong-type', shown: true, rule: `but must be ${what}`, fix: `write ${guess ?? what}` };
}

function notAllowed(path: Path, allowed: readonly unknown[], given: unknown): Issue {
  const words = allowed.map(String);
  const choice = alternatives(allowed.map((each) => (typeof each === 'string' ? `"${each}"` : String(each))));
  const near = typeof allowed[0] === 'string' ? nearest(String(given), words) : undefined;
  const fix = near === undefined ? `write ${choice}` : `did you mean "${near}"?`;
  if (given === undefined)
    return { code: 'missing-field', path, key: false, shown: false, rule: 'is missing', fix: `add it: ${choice}` };
  return { code: 'not-allowed', path, key: false, shown: true, rule: `but must be ${choice}`, fix };
}

function badFormat(path: Path, message: string, { root, schema }: Where): Issue {
  const schemas = schemasAt(schema, path, root);
  const texts = schemas.filter(isText);
  const rule = texts.length > 1 ? `must be ${wanted(texts)}` : phrase(message);
  const guess = message.startsWith(asTheServerHasIt) ? undefined : meant(schemas, at(root, path));
  const fix = guess === undefined ? imperative(rule) : `write ${guess}`;
  return { code: 'bad-format', path, key: false, shown: true, rule: `but ${rule}`, fix };
}

/** A key of a map whose keys are names of the user's choice. */
function badName(path: Path, message: string, { root, schema }: Where): Issue {
  const rule = phrase(message);
  const name = String(path[path.length - 1]);
  const names = schemasAt(schema, path.slice(0, -1), root).flatMap((each) =>
    each instanceof z.ZodRecord ? [each.keyType as z.ZodType] : [],
  );
  const guess = meant(names, name);
  const fix = guess === undefined ? 'rename it' : `rename it to ${guess}`;
  return { code: 'bad-format', path, key: true, shown: false, rule: `as a key ${rule}`, fix };
}

/** Messages of the language start with "must"; zod's own say what pattern it was. */
function phrase(message: string): string {
  return message.startsWith('must ') ? message : `must have another form: ${message.replace(/^Invalid string: /, '')}`;
}

function imperative(rule: string): string {
  if (rule.startsWith('must be ')) return `write ${rule.slice('must be '.length)}`;
  return rule.startsWith('must start with ')
    ? `start it with ${rule.slice('must start with '.length)}`
    : `change it: it ${rule}`;
}

function outOfRange(path: Path, { origin }: { origin: string }, limit: number | bigint, side: 'least' | 'most'): Issue {
  const issue = { code: 'out-of-range', path, key: false, shown: true } as const;
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '';
  if (side === 'least' && unit !== '' && Number(limit) === 1) {
    const fix = origin === 'array' ? 'write one item or more, or remove it' : 'write something, or remove it';
    return { ...issue, shown: false, rule: 'must not be empty', fix };
  }
  const rule = `but must ${unit === '' ? 'be' : 'have'} at ${side} ${limit}${unit}`;
  return { ...issue, rule, fix: `write ${limit}${unit} or ${side === 'least' ? 'more' : 'less'}` };
}

/** Of the ways to write a value, the one that the user was nearest to: of the right type, with the fewest faults. */
function union(issue: Extract<ZodIssue, { code: 'invalid_union' }>, path: Path, where: Where): Issue[] {
  const given = at(where.root, path);
  if ('discriminator' in issue) return [kindless(path, issue, given)];
  const ranked = issue.errors
    .map((branch) => ({ branch, faults: faults(branch, given) }))
    .sort((a, b) => a.faults - b.faults);
  const [best] = ranked;
  if (best === undefined || best.faults >= otherType) return [wrongType(path, where)];
  return best.branch.flatMap((inner) => translate(inner, path, where));
}

function isText(schema: z.ZodType): boolean {
  return schema instanceof z.ZodString || schema instanceof z.ZodLiteral || schema instanceof z.ZodEnum;
}

/** More than any number of faults within the right type. */
const otherType = 1_000_000;

function faults(branch: readonly ZodIssue[], given: unknown): number {
  const atRoot = branch.filter((inner) => inner.path.length === 0);
  const other = atRoot.some(
    (inner) =>
      inner.code === 'invalid_type' ||
      (inner.code === 'invalid_value' && inner.values.every((value) => typeof value !== typeof given)),
  );
  if (other) return otherType;
  // A word that is none of a choice says less than a text of the wrong form.
  return branch.length + (atRoot.some((inner) => inner.code === 'invalid_value') ? otherType / 2 : 0);
}

/** A resource without kind, or of a kind that there is not. */
function kindless(path: Path, issue: object, given: unknown): Issue {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
  const own = options.filter((option) => !catalogueKinds.includes(String(option)));
  const near = typeof given === 'string' ? nearest(given, options.map(String)) : undefined;
  const { fix, ...rest } = notAllowed(path, near === undefined ? own : [near], given);
  const all = notAllowed(path, own, given);
  return {
    ...rest,
    rule: `${all.rule}, or a server of the catalogue`,
    fix: fix.startsWith('write ')
      ? `${fix}; the page of servers lists the catalogue, and any other server is kind container`
      : fix,
  };
}

function unknownKey(path: Path, key: string, { root, schema }: Where): Issue {
  const here = schemasAt(schema, path, root);
  return { code: 'unknown-key', path: [...path, key], key: true, shown: false, ...instead(key, here) };
}

/** What a map that is not this one would take the field for. */
const owners: readonly { readonly schema: z.ZodObject; readonly name: string }[] = [
  { schema: service, name: 'services' },
  { schema: mergedService, name: 'services' },
  { schema: writtenJob, name: 'jobs' },
  { schema: job, name: 'jobs' },
  ...Object.entries(stores).map(([name, schema]) => ({ schema, name })),
  { schema: containerResource, name: 'resources of kind container' },
];

/** Names that other tools have for fields of this language. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  environment: ['env'],
  entrypoint: ['command'],
  cmd: ['command'],
  replicas: ['scale'],
  depends_on: ['after'],
  dependson: ['after'],
  healthcheck: ['health'],
  livenessprobe: ['liveness', 'health'],
  readinessprobe: ['readiness', 'health'],
  stop_grace_period: ['drain'],
  strategy: ['update'],
  update_config: ['update'],
  updatestrategy: ['update'],
  requests: ['request'],
  limits: ['limit'],
  path: ['http'],
  source: ['from'],
  cron: ['schedule'],
  type: ['kind'],
  engine: ['kind'],
  dockerfile: ['build'],
};

function instead(key: string, here: readonly z.ZodType[]): { rule: string; fix: string } {
  const keys = keysOf(here);
  const words = otherNames[key.toLowerCase()] ?? [];
  const near = words.find((word) => keys.includes(word));
  if (near !== undefined) return { rule: 'is not a field here', fix: `write ${near}:` };
  const mine = owners.find(({ schema }) => here.length === 1 && here[0] === schema);
  const theirs =
    mine === undefined
      ? []
      : owners.filter(({ schema, name }) => Object.hasOwn(schema.shape, key) && peers(mine.name, name));
  if (mine !== undefined && theirs.length > 0) {
    return {
      rule: `is a field of ${alternatives([...new Set(theirs.map(({ name }) => name))])}, not of ${mine.name}`,
      fix: 'remove it',
    };
  }
  const other = nearest(key, keys) ?? onlyStart(key.toLowerCase(), keys);
  if (other !== undefined) return { rule: 'is not a field here', fix: `did you mean "${other}"?` };
  if (key === 'kind')
    return { rule: 'is not a field here', fix: 'remove it: a resource is of one kind in every environment' };
  const some =
    keys.length === 0 || keys.length > 12
      ? 'remove it, or see `slipway explain` for the fields that exist'
      : `remove it; there are: ${keys.join(', ')}`;
  return { rule: 'is not a field here', fix: some };
}

/** The one field that a short word is the start of: `mem`; `hostPaths` is of two words, and `host` is neither. */
function onlyStart(word: string, keys: readonly string[]): string | undefined {
  const [only, ...others] =
    word.length > 2 ? keys.filter((each) => each.startsWith(word) && !/^[A-Z]/.test(each.slice(word.length))) : [];
  return others.length === 0 ? only : undefined;
}

/** Services and jobs are told apart, and kinds of resources; a service is no kind of resource. */
function peers(one: string, other: string): boolean {
  const workloads = ['services', 'jobs'];
  return workloads.includes(one) === workloads.includes(other);
}
