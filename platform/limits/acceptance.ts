import type { Document } from '../description/load';
import { nearest } from '../model/nearest';
import type { Accepted, Environment, Platform } from '../model/platform';
import type { Code } from '../problems/code';
import { type Problem, printValue } from '../problems/problem';

/** Something that an environment lives without. */
export interface GivenUp {
  readonly code: string;
  /** The field that is not honoured: `services.orders.volumes`. */
  readonly field: string;
  readonly reason: string;
}

/** What a limit or a rule found, and the environment accepts. */
export interface SetAside {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

const sections: readonly unknown[] = ['services', 'jobs', 'resources'];

/** What has the name that a finding is about; '' where it is about the environment or the gateway. */
export function subjectOf(path: SetAside['path']): string {
  return sections.includes(path[0]) ? String(path[1]) : '';
}

/** Whether an environment says that it lives with what was found. */
export function isAccepted(accept: readonly Accepted[], { code, path }: Pick<SetAside, 'code' | 'path'>): boolean {
  const subject = subjectOf(path);
  return accept.some((each) => each.code === code && (each.for.length === 0 || each.for.includes(subject)));
}

/** How an environment lives with a finding: for its subject too, where the code is accepted for others already. */
export function howToAccept(
  { name, accept }: Pick<Environment, 'name' | 'accept'>,
  { code, path }: Pick<SetAside, 'code' | 'path'>,
): string {
  const isBound = accept.some((each) => each.code === code && each.for.length > 0);
  const subject = subjectOf(path);
  if (!isBound || subject === '') return `environments.${name}.accept: [${code}]`;
  return `add ${subject} to the for: of ${code} in environments.${name}.accept`;
}

/** The codes of what goes wrong with `accept` itself. */
export const acceptanceCodes: Readonly<Record<string, Code>> = {
  'accept-unknown': {
    summary: 'What an environment accepts is the code of a limit or of a rule.',
    fix: 'correct the code; `slipway explain <code>` says what one means',
  },
  'accept-never': {
    summary: 'An environment accepts what it can live with. Some limits and most rules cannot be set aside.',
    fix: 'take the code out, and mend what it is about',
  },
  'accept-unknown-name': {
    summary: 'A code is accepted for services, jobs and resources of the environment.',
    fix: 'correct the name',
  },
  'accept-unneeded': {
    summary:
      'What is accepted is needed (a warning): a code that stands there for nothing would let something else be dropped later.',
    fix: 'take the code or the name out',
  },
};

/** What is known of all codes. */
export interface Known {
  /** Codes that some limit or rule lets an environment accept. */
  readonly acceptable: ReadonlySet<string>;
  /** All others. */
  readonly others: ReadonlySet<string>;
}

/** What is wrong with the codes that an environment accepts. `met`: what it lives with, of limits and rules. */
export function judgeAcceptance(
  document: Document,
  platform: Platform,
  known: Known,
  met: readonly SetAside[],
): { problems: Problem[]; warnings: Problem[] } {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const { name } = platform.environment;
  const names = new Set([...platform.services, ...platform.jobs, ...platform.resources].map((each) => each.name));
  const everywhere = namesOf(document);
  for (const [at, given] of (document.description.environments[name]?.accept ?? []).entries()) {
    const place = ['environments', name, 'accept', at];
    const code = typeof given === 'string' ? given : given.code;
    const whole = typeof given === 'string' ? place : [...place, 'code'];
    const problem = (path: readonly (string | number)[], own: string, rule: string, fix: string): Problem => ({
      code: own,
      file: document.file,
      ...document.source.place(path),
      field: path.join('.'),
      value: printValue(path === whole ? code : typeof given === 'string' ? '' : given.for[Number(path.at(-1))]),
      rule,
      fix,
    });
    if (!known.acceptable.has(code)) {
      problems.push(known.others.has(code) ? never(problem, whole, code) : unknown(problem, whole, code, known));
      continue;
    }
    const subjects = met.filter((each) => each.code === code).map(({ path }) => subjectOf(path));
    if (subjects.length === 0) {
      const rule = `but nothing in ${name} needs it`;
      warnings.push(problem(whole, 'accept-unneeded', rule, 'take it out of the list'));
    }
    if (typeof given === 'string') continue;
    for (const [index, subject] of given.for.entries()) {
      const path = [...place, 'for', index];
      if (!names.has(subject)) {
        const near = nearest(
          subject,
          [...names].filter((each) => !given.for.includes(each)),
        );
        const rule = everywhere.has(subject)
          ? `but ${subject} does not exist in environment ${name} (its only: leaves it out)`
          : 'but no service, job or resource has that name';
        const fix = near === undefined || everywhere.has(subject) ? 'take it out of for:' : `did you mean "${near}"?`;
        problems.push(problem(path, 'accept-unknown-name', rule, fix));
      } else if (subjects.length > 0 && !subjects.includes(subject)) {
        warnings.push(problem(path, 'accept-unneeded', `but ${subject} does not need ${code}`, 'take it out of for:'));
      }
    }
  }
  return { problems, warnings };
}

type Say = (path: readonly (string | number)[], own: string, rule: string, fix: string) => Problem;

function never(say: Say, path: readonly (string | number)[], code: string): Problem {
  const rule = 'but no environment can live with that';
  return say(path, 'accept-never', rule, `take it out, and mend what \`slipway explain ${code}\` says`);
}

function unknown(say: Say, path: readonly (string | number)[], code: string, { acceptable }: Known): Problem {
  const near = nearest(code, acceptable);
  const fix = near === undefined ? 'take it out' : `did you mean "${near}"?`;
  return say(path, 'accept-unknown', 'but no limit and no rule has that code', fix);
}

function namesOf({ description }: Document): Set<string> {
  return new Set(
    (['services', 'jobs', 'resources'] as const).flatMap((section) => Object.keys(description[section] ?? {})),
  );
}
