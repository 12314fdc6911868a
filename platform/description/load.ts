import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve as resolvePath } from 'node:path';
import type { z } from 'zod';
import { at } from '../document/merge';
import { parseText, readDescription, type Source } from '../document/parse';
import { type Problem, printValue, sortProblems } from '../problems/problem';
import { type Description, mergedSchema, writtenSchema } from './description';
import { extended } from './extends';
import { type Gone, prune } from './prune';
import { issuesOf } from './shape-problems';
import { spelled } from './spelling';

/** A description that has the right shape. Whether it makes sense depends on the environment: `resolve` says. */
export interface Document {
  readonly file: string;
  readonly source: Source;
  readonly description: Description;
  /** Sorted. */
  readonly environments: readonly string[];
  /** Text of a file beside the description; undefined when there is none. */
  readonly read: (path: string) => string | undefined;
  /** What is at a path beside the description. Left out where there is no folder to look in: the text of an editor. */
  readonly found?: (path: string) => 'file' | 'folder' | undefined;
  /** Whether what Compose builds is built on this machine next, so that it must be there. */
  readonly buildsHere?: boolean;
}

/** A description whose faulty parts were left out, so that the rest can be looked at in the same run. */
export interface Partial {
  readonly document: Document;
  readonly gone: readonly Gone[];
}

export interface Loaded {
  readonly document?: Document;
  /** Where the shape is wrong: what is right of it, for `furtherProblems`. Made when asked for: it takes a second check. */
  readonly partial?: () => Partial | undefined;
  readonly problems: readonly Problem[];
}

/** Where images are made: on this machine next, perhaps on another one, or not at all. */
export type Building = 'here' | 'elsewhere' | 'nowhere';

/** Reads a description and checks its shape. Files that it names are read when an environment is resolved. */
export function load(file: string, building: Building = 'elsewhere'): Loaded {
  const { source, problems } = readDescription(file);
  if (source === undefined) return { problems };
  const folder = dirname(resolvePath(file));
  return shape(source, problems, {
    read: (path) => readBeside(folder, path),
    ...(building !== 'nowhere' && { found: remembered((path: string) => foundBeside(folder, path)) }),
    buildsHere: building === 'here',
  });
}

/** The same for a text, for editors and tests. `read` answers for the files that the description names, `found` for its folders. */
export function loadText(
  file: string,
  text: string,
  read: Document['read'] = () => undefined,
  found?: Document['found'],
): Loaded {
  const { source, problems } = parseText(file, text);
  return source === undefined
    ? { problems }
    : shape(source, problems, { read, ...(found && { found, buildsHere: true }) });
}

/** What is beside a description. */
type Beside = Pick<Document, 'read' | 'found' | 'buildsHere'>;

function shape(read: Source, problems: readonly Problem[], beside: Beside): Loaded {
  const schema = writtenSchema(read.value);
  const source = spelled(read, schema);
  const checked = schema.safeParse(source.value);
  const found = checked.success ? [] : shapeProblems(schema, checked.error, source, source.value, []);
  if (!checked.success || problems.length > 0) {
    // A value that could not be read was left out or changed, so that its shape says nothing.
    const unread = problems.map((problem) => problem.field);
    const known = found.filter(({ field }) => !unread.some((each) => field === each || field.startsWith(`${each}.`)));
    const partial = () => (problems.length > 0 ? undefined : partialOf(source, beside));
    return { problems: sortProblems([...problems, ...known]), partial };
  }
  const whole = extended(source);
  const merged = whole.source === source ? checked : mergedSchema().safeParse(whole.source.value);
  if (!merged.success || whole.problems.length > 0) {
    const wrong = merged.success ? [] : extendedProblems(merged.error, whole.source);
    return { problems: sortProblems([...whole.problems, ...wrong]) };
  }
  const document = documentOf(whole.source, merged.data as Description, beside);
  return document.environments.length === 0 ? { problems: [noEnvironment(source)] } : { document, problems: [] };
}

function partialOf(source: Source, beside: Beside): Partial | undefined {
  const written = prune(writtenSchema(source.value), source.value);
  if (written === undefined) return undefined;
  const whole = extended({ ...source, value: written.data }).source;
  const rest = prune(mergedSchema(), whole.value);
  return (
    rest && { document: documentOf(whole, rest.data as Description, beside), gone: [...written.gone, ...rest.gone] }
  );
}

/** What is wrong with services and jobs once the defaults are in. */
function extendedProblems(error: z.core.$ZodError, source: Source): Problem[] {
  const found = shapeProblems(mergedSchema(), error, source, source.value, []).map((problem) =>
    problem.code === 'unknown-key' && problem.field.startsWith('defaults.')
      ? { ...problem, fix: 'move it to those who extend this and have such a field' }
      : problem,
  );
  return [...new Map(found.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function documentOf(source: Source, data: Description, beside: Beside): Document {
  return {
    file: source.file,
    source,
    description: data,
    environments: Object.keys(data.environments).sort(),
    ...beside,
  };
}

function noEnvironment(source: Source): Problem {
  const path = ['environments'];
  const rule = 'holds no environment, so that nothing would run anywhere';
  const fix = 'add one: { local: { runtime: compose } }';
  return {
    code: 'no-environment',
    file: source.file,
    ...source.keyPlace(path),
    field: 'environments',
    value: '',
    rule,
    fix,
  };
}

/** What a schema says of a value, with places. `prefix` is where the value stands in the description. */
export function shapeProblems(
  schema: z.ZodType,
  error: z.core.$ZodError,
  source: Source,
  value: unknown,
  prefix: readonly (string | number)[],
  place: (path: readonly (string | number)[], key: boolean) => { line: number; column: number } = (path, key) =>
    key ? source.keyPlace(path) : source.place(path),
): Problem[] {
  return issuesOf(schema, error, value).map((issue) => {
    const path = [...prefix, ...issue.path];
    const given = at(value, issue.path);
    const shown = issue.shown ? printValue(given) : '';
    return {
      code: issue.code,
      file: source.file,
      ...place(path, issue.key),
      field: source.real(path).join('.'),
      value: shown,
      rule: issue.rule,
      fix: issue.fix,
    };
  });
}

/** Environments ask the same, and the disk is slow to answer. */
function remembered<V>(ask: (path: string) => V): (path: string) => V {
  const known = new Map<string, V>();
  return (path) => {
    const answer = known.has(path) ? (known.get(path) as V) : ask(path);
    known.set(path, answer);
    return answer;
  };
}

function foundBeside(folder: string, path: string): 'file' | 'folder' | undefined {
  const found = statSync(resolvePath(folder, path), { throwIfNoEntry: false });
  return found?.isDirectory() ? 'folder' : found && 'file';
}

function readBeside(folder: string, path: string): string | undefined {
  try {
    return readFileSync(resolvePath(folder, path), 'utf8');
  } catch {
    return undefined;
  }
}
