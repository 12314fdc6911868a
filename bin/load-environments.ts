import {
  type Building,
  type Document,
  furtherProblems,
  type GivenUp,
  type Judged,
  judgeLimits,
  load,
  nearest,
  type Platform,
  type Problem,
  type Resolved,
  resolve,
  sortProblems,
} from '../platform/index';
import { exit, Failure } from './exit';
import type { Options } from './options';
import { type Found, Refused, type Run } from './outcome';
import { everywhere, gather } from './problems';
import { limits } from './renderers';

/** A description of the right shape, and the environments that were asked for. */
export interface Opened {
  readonly document: Document;
  readonly names: readonly string[];
  /** The one environment that was asked for; null: all. */
  readonly environment: string | null;
}

/** One environment without problems. */
export interface Ready {
  readonly name: string;
  readonly platform: Platform;
  readonly origins: Resolved['origins'];
  readonly setAside: Resolved['setAside'];
  readonly warnings: readonly Problem[];
  /** What it lives without; known where outputs were asked for. */
  readonly givenUp: readonly GivenUp[];
}

/** Reads the description. Refuses one that has not the right shape, and an environment that it does not have. */
export function open(
  { report }: Run,
  { file, environment }: Pick<Options, 'file' | 'environment'>,
  building?: Building,
): Opened {
  const started = performance.now();
  const { document, partial = () => undefined, problems } = load(file, building);
  if (document === undefined) {
    const rest = partial();
    const further = rest === undefined ? [] : furtherProblems(rest);
    throw new Refused(environment ?? null, everywhere(sortProblems([...problems, ...further])));
  }
  report.detail(`read ${file} in ${Math.round(performance.now() - started)} ms`);
  if (environment === undefined) return { document, names: document.environments, environment: null };
  if (document.environments.includes(environment)) return { document, names: [environment], environment };
  throw unknownEnvironment(environment, document);
}

function unknownEnvironment(name: string, document: Document): Failure {
  const near = nearest(name, document.environments);
  const known = `${document.file} has ${document.environments.join(', ')}`;
  const fix = near === undefined ? known : `did you mean "${near}"? ${known}`;
  return new Failure(exit.usage, 'unknown-environment', `there is no environment "${name}"`, fix);
}

/** Resolves the environments that were asked for. Refuses them all if one of them has a problem. */
export function resolveAll(run: Run, opened: Opened): Ready[] {
  return ready(run, opened, false);
}

/** The same, and refuses what an output cannot express. */
export function resolveForOutputs(run: Run, opened: Opened): Ready[] {
  return ready(run, opened, true);
}

function ready(run: Run, opened: Opened, forOutputs: boolean): Ready[] {
  const started = performance.now();
  const list: Ready[] = [];
  const problems = new Map<string, readonly Problem[]>();
  const warnings = new Map<string, readonly Problem[]>();
  for (const name of opened.names) {
    const resolved = resolve(opened.document, name);
    const { platform, origins, setAside } = resolved;
    const known = platform ?? resolved.draft;
    const judged = forOutputs && known ? judge(opened.document, { platform: known, setAside }) : unjudged;
    const whole = { ...judged, warnings: [...resolved.warnings, ...judged.warnings] };
    problems.set(name, [...resolved.problems, ...notFollowing(judged.problems, resolved.problems)]);
    warnings.set(name, whole.warnings);
    if (platform !== undefined) list.push({ name, platform, origins, setAside, ...whole });
  }
  run.report.detail(`resolved ${opened.names.join(', ')} in ${Math.round(performance.now() - started)} ms`);
  const found = gather(problems);
  if (found.length > 0) throw new Refused(opened.environment, found, gather(warnings));
  return list;
}

/** Of a field that breaks a rule nobody knows yet what a target would make of it. */
function notFollowing(judged: readonly Problem[], before: readonly Problem[]): Problem[] {
  return judged.filter(
    ({ field }) => !before.some((each) => each.field === field || each.field.startsWith(`${field}.`)),
  );
}

const unjudged: Judged = { problems: [], warnings: [], givenUp: [] };

/** What the outputs of an environment cannot express, and what it lives without. */
export function judge(document: Document, { platform, setAside }: Pick<Ready, 'platform' | 'setAside'>): Judged {
  return judgeLimits(document, platform, limits, setAside);
}

/** The warnings of environments, each once, in file order. */
export function warningsOf(list: readonly Ready[]): Found[] {
  return gather(new Map(list.map(({ name, warnings }) => [name, warnings])));
}
