import { existsSync } from 'node:fs';
import { load, nearest } from '../../platform/index';
import { exit, Failure } from '../exit';
import { meanings, printMeaning } from '../explain/code';
import { type Entry, entryResult, printEntry } from '../explain/entry';
import { environmentRows } from '../explain/environment';
import { printFields } from '../explain/field';
import { Origins } from '../explain/origins';
import { overview } from '../explain/overview';
import { printColumns } from '../explain/rows';
import { originsByPointer } from '../explain/values';
import { type Field, fields, lookUp } from '../fields';
import { laptopEnvironment } from '../laptop';
import { judge, open, type Ready, resolveAll } from '../load-environments';
import type { Options } from '../options';
import { done, type Outcome, Refused, type Run } from '../outcome';
import { everywhere, printGivenUp } from '../problems';
import { type Place, variablesOf } from '../variables/answers';
import { placeOf } from '../variables/place';
import { printVariables } from '../variables/print';

/** The platform, an entry or an environment of it, a field of the language, or a code: the first that the name fits. */
export function explain(run: Run, [name]: readonly string[], options: Options): Outcome {
  if (options.env === true) return variables(run, name, options);
  if (options.reveal === true) {
    throw new Failure(exit.usage, 'reveal-alone', '--reveal shows secret values of variables', 'add --env');
  }
  const all = fields();
  if (name === undefined) return platform(run, options, all);
  const { document, problems } = existsSync(options.file) ? load(options.file) : { problems: [] };
  const entries = document === undefined ? [] : entriesOf(document.description);
  const entry = entries.find((each) => each.name === name);
  if (entry !== undefined) return explainEntry(run, entry, options, all);
  if (document?.environments.includes(name) === true) return explainEnvironment(run, name, options, all);
  const { paint } = run.report;
  const codes = meanings();
  const meaning = codes.find(({ code }) => code === name);
  if (meaning !== undefined) return done(null, meaning, printMeaning(meaning, paint));
  const found = lookUp(name, all);
  if (found.length > 0) return done(null, { fields: found }, printFields(found, all, paint));
  // A service of that name may be what cannot be read.
  if (problems.length > 0) throw new Refused(null, everywhere(problems));
  throw unknown(name, [
    ...entries.map((each) => each.name),
    ...(document?.environments ?? []),
    ...codes.map(({ code }) => code),
    ...all.flatMap(spellings),
  ]);
}

/** The variables that a workload finds, and nothing else. */
function variables(run: Run, name: string | undefined, options: Options): Outcome {
  if (name === undefined) {
    throw new Failure(exit.usage, 'whose-variables', '--env needs a service or a job', 'name one');
  }
  const { name: environment, platform: resolved } = laptopEnvironment(run, options);
  const workloads = [...resolved.services, ...resolved.jobs];
  const workload = workloads.find((each) => each.name === name);
  if (workload === undefined) {
    const candidates = workloads.map((each) => each.name);
    const near = nearest(name, candidates);
    const fix = near === undefined ? `there are: ${candidates.join(', ')}` : `did you mean "${near}"?`;
    throw new Failure(exit.usage, 'unknown-name', `${environment} has no service or job "${name}"`, fix);
  }
  const place = placeOf(run, resolved, options.file, options.reveal === true);
  const missing = new Set<string>();
  const told = variablesOf(resolved, noting(place, missing), name, workload.env);
  const migration = workload.kind === 'service' && workload.migrate !== null ? workload.migrate.env : null;
  const migrate = migration && variablesOf(resolved, place, name, migration);
  const outcome = done(environment, { name, variables: told, migrate }, printVariables(told));
  if (options.reveal !== true || missing.size === 0) return outcome;
  return { ...outcome, note: `no value yet: ${[...missing].join(', ')}; run \`slipway secrets ${environment}\`` };
}

/** The same place, which remembers the secret values that it was asked for in vain. */
function noting(place: Place, missing: Set<string>): Place {
  const secret = (variable: string) => {
    const value = place.secret(variable);
    if (value === undefined) missing.add(variable);
    return value;
  };
  return { ...place, secret };
}

function platform(run: Run, options: Options, all: readonly Field[]): Outcome {
  const opened = open(run, options);
  const ready = resolveAll(run, opened);
  const environments = Object.fromEntries(ready.map((each) => [each.name, whole(each, all)]));
  return done(opened.environment, { environments }, overview(ready, run.report.paint));
}

function whole({ platform: resolved, origins }: Ready, all: readonly Field[]): object {
  return { platform: resolved, origins: originsByPointer(resolved, new Origins(resolved, origins, all)) };
}

function explainEnvironment(run: Run, name: string, options: Options, all: readonly Field[]): Outcome {
  if (options.environment !== undefined && options.environment !== name) {
    throw new Failure(exit.usage, 'two-environments', `"${name}" is an environment`, 'leave out --environment');
  }
  const opened = open(run, { file: options.file, environment: name });
  const [ready] = resolveAll(run, opened);
  if (ready === undefined) throw new Error(`no environment ${name}`);
  const rows = environmentRows(ready.platform, new Origins(ready.platform, ready.origins, all));
  const { paint } = run.report;
  const { givenUp } = judge(opened.document, ready);
  const lines = printColumns([{ environment: name, rows }], paint);
  return done(
    name,
    { environments: { [name]: { ...whole(ready, all), givenUp } } },
    [`${paint('bold', name)}  environment`, ...lines, ...printGivenUp([{ name, givenUp }])].join('\n'),
  );
}

function explainEntry(run: Run, entry: Entry, options: Options, all: readonly Field[]): Outcome {
  const opened = open(run, options);
  const ready = resolveAll(run, opened);
  return done(opened.environment, entryResult(entry, ready, all), printEntry(entry, ready, all, run.report.paint));
}

function entriesOf(description: Partial<Record<Entry['section'], object>>): Entry[] {
  return (['services', 'jobs', 'resources'] as const).flatMap((section) =>
    Object.keys(description[section] ?? {}).map((name) => ({ section, name })),
  );
}

/** As somebody would type it: without names and items, from any step on. */
function spellings({ path }: Field): string[] {
  const steps = path.replaceAll(/\.\*|\[\]/g, '').split('.');
  return steps.map((_, at) => steps.slice(at).join('.'));
}

function unknown(name: string, candidates: readonly string[]): Failure {
  const near = nearest(name, candidates);
  const what = 'it names no service, job or resource, no field and no code';
  return new Failure(
    exit.usage,
    'unknown-name',
    `"${name}": ${what}`,
    near === undefined ? 'run `slipway explain` for what there is' : `did you mean "${near}"?`,
  );
}
