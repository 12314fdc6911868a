import { formatProblem, type GivenUp, type Problem, sortProblems } from '../platform/index';
import type { Found } from './outcome';
import type { Paint } from './report';
import { table } from './table';

/** The problems of several environments, each once, in file order. */
export function gather(byEnvironment: ReadonlyMap<string, readonly Problem[]>): Found[] {
  const found = new Map<string, { problem: Problem; environments: string[] }>();
  for (const [name, problems] of byEnvironment) {
    for (const problem of problems) {
      // A fix may name the environment; it is the same problem all the same.
      const key = JSON.stringify({
        ...problem,
        fix: problem.fix.replaceAll(`environments.${name}.`, 'environments.*.'),
      });
      const known = found.get(key) ?? { problem, environments: [] };
      if (!known.environments.includes(name)) known.environments.push(name);
      found.set(key, known);
    }
  }
  const entries = [...found.values()].map(({ problem, environments }) => {
    const [first = ''] = environments;
    const all = environments.length > 1 ? `{${environments.join(',')}}` : first;
    const fix = problem.fix.replaceAll(`environments.${first}.`, `environments.${all}.`);
    return { problem: { ...problem, fix }, environments };
  });
  const having = new Map(entries.map((each) => [each.problem, each.environments]));
  return sortProblems(entries.map(({ problem }) => problem)).map((problem) => {
    const names = having.get(problem) ?? [];
    return { ...problem, environments: names.length === byEnvironment.size ? [] : names };
  });
}

/** Problems that no environment has to do with: the file does not read as a description. */
export function everywhere(problems: readonly Problem[]): Found[] {
  return problems.map((problem) => ({ ...problem, environments: [] }));
}

/** As `formatProblem` prints it, with colours, and a line that names the environments where not all have it. */
export function printProblem(found: Found, paint: Paint): string {
  const [first = '', ...rest] = formatProblem(found).split('\n');
  const at = first.indexOf(found.code, `${found.file}:${found.line}:${found.column}`.length);
  const margin = ' '.repeat(at);
  const lines = [
    `${paint('bold', first.slice(0, at))}${paint('red', found.code)}${first.slice(at + found.code.length)}`,
    ...rest.map((line) => paint('dim', line)),
  ];
  if (found.environments.length > 0) lines.push(paint('dim', `${margin}in: ${found.environments.join(', ')}`));
  return lines.join('\n');
}

/** Places from which on a fact is said once for all of them. */
const repeated = 3;

/** Problems one after the other. One fact in many places is one message: the first place, and then the others. */
export function printProblems(list: readonly Found[], paint: Paint): string[] {
  const groups = new Map<string, Found[]>();
  for (const each of list) {
    const { code, value, rule, fix, environments } = each;
    const key = JSON.stringify([code, value, rule, fix, environments]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined || group.length < repeated) return group.map((each) => printProblem(each, paint));
    const rows = table(others.map(({ line, column, field }) => [`  ${line}:${column}`, field]));
    return [
      [printProblem(first, paint), paint('dim', `  the same in ${others.length} more places:`), ...rows].join('\n'),
    ];
  });
}

/** Problems with a word that says that they refuse nothing. */
export function printWarnings(list: readonly Found[], paint: Paint): string[] {
  return printProblems(
    list.map((each) => ({ ...each, rule: `${each.rule} (a warning)` })),
    paint,
  );
}

/** What environments live without by `accept`, one line each. */
export function printGivenUp(list: readonly { name: string; givenUp: readonly GivenUp[] }[]): string[] {
  const rows = list.flatMap(({ name, givenUp }) =>
    givenUp.map(({ code, field, reason }) => [`  ${name}`, field, code, reason]),
  );
  return rows.length === 0 ? [] : ['given up by accept:', ...table(rows)];
}

/** `3 problems`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
