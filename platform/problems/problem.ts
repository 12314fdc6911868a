/** One thing that is wrong with a description: where, what, why and what to do about it. */
export interface Problem {
  /** Stable and kebab-case: `health-timeout`. Users list some of them under `accept`. */
  readonly code: string;
  /** As the user named it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly column: number;
  /** Path of the field: `services.orders.health.timeout`; '' when the whole file is meant. */
  readonly field: string;
  /** The value as `printValue` gives it; '' when the rule says it all. */
  readonly value: string;
  /** The part of the sentence after field and value: `but must be shorter than interval "10s"`. */
  readonly rule: string;
  /** What to do, in the imperative; '' when the rule says it. */
  readonly fix: string;
}

/** A description that cannot be used. `problems` says all that is wrong with it, in file order. */
export class Invalid extends Error {
  override readonly name = 'Invalid';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = sortProblems(problems);
    super(sorted.map(formatProblem).join('\n'));
    this.problems = sorted;
  }
}

/** Columns before the code, so that the codes of one file stand below one another. */
const codeColumn = 21;

/** Prints a problem on one line, and its fix, if any, on a second below the code. */
export function formatProblem(problem: Problem): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  const margin = Math.max(codeColumn, place.length + 2);
  const field = shorten(problem.field, longestField);
  const subject = problem.value === '' ? field : `${field} is ${cut(problem.value)},`.trimStart();
  const sentence = [subject, problem.rule].filter((part) => part !== '').join(' ');
  const first = `${place.padEnd(margin)}${problem.code}  ${sentence}`;
  const lines = problem.fix === '' ? [first] : [first, `${' '.repeat(margin)}fix: ${problem.fix}`];
  return lines.map((line) => shorten(visible(line), longestLine)).join('\n');
}

/** Names may be as long as the file. */
const longestField = 200;
const longestLine = 1000;

function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A value of a description as a problem shows it: text in quotes, the rest as JSON, one line of at most 60 characters. */
export function printValue(value: unknown): string {
  return cut(JSON.stringify(value) ?? String(value));
}

const longestValue = 60;

function cut(value: string): string {
  const line = value.split(/[\r\n]/, 1)[0] ?? '';
  if (line === value && value.length <= longestValue) return value;
  // A surrogate pair is left out whole.
  return `${line.slice(0, longestValue - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Shows control characters as escapes, so that text from a description cannot steer the terminal. */
function visible(text: string): string {
  return text.replace(
    /\p{Cc}|\p{Bidi_Control}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The problems by file, then place, then code. */
export function sortProblems(list: readonly Problem[]): Problem[] {
  return [...list].sort(
    (one, other) =>
      compare(one.file, other.file) ||
      one.line - other.line ||
      one.column - other.column ||
      compare(one.code, other.code) ||
      compare(one.field, other.field),
  );
}

/** By code unit: the order of a locale would differ between machines. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
