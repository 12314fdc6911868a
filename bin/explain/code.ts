import { type Limit, rules } from '../../platform/index';
import { limits } from '../renderers';
import type { Paint } from '../report';
import { table } from '../table';

/** What a code of a problem means. */
export interface Meaning {
  readonly code: string;
  readonly summary: string;
  readonly fix: string;
  /** Uses that targets refuse under this code. */
  readonly limits: readonly Omit<Limit, 'find' | 'code'>[];
}

/** Every code of a rule or a limit, sorted. */
export function meanings(): Meaning[] {
  const found = new Map<string, Meaning>(
    rules.map(({ code, summary, fix }) => [code, { code, summary, fix, limits: [] }]),
  );
  for (const { code, find: _find, ...limit } of limits) {
    const known = found.get(code) ?? {
      code,
      summary: 'The description can say it, but an output cannot express it.',
      fix: '',
      limits: [],
    };
    found.set(code, { ...known, limits: [...known.limits, limit] });
  }
  return [...found.values()].sort((one, other) => (one.code < other.code ? -1 : 1));
}

export function printMeaning({ code, summary, fix, limits: uses }: Meaning, paint: Paint): string {
  const head = [paint('bold', code), `  ${summary}`, ...(fix === '' ? [] : [`  fix: ${fix}`])];
  const blocks = uses.map(({ field, runtimes, reason, fix: mend, acceptable }) => {
    const live = acceptable ? `list it under accept in the environment: accept: [${code}]` : 'no';
    const rows = [
      ['  on', runtimes.join(', ')],
      ['  because', reason],
      ['  fix', mend],
      ['  live without it', live],
    ];
    return [paint('bold', field), ...table(rows)].join('\n');
  });
  return [head.join('\n'), ...blocks].join('\n\n');
}
