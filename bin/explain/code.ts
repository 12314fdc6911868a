import { codes, type Limit } from '../../platform/index';
import { limits } from '../renderers';
import type { Paint } from '../report';
import { table } from '../table';
import { ownCodes } from './own-codes';

/** What a code of a problem means. */
export interface Meaning {
  readonly code: string;
  readonly summary: string;
  /** '' where each of the limits has its own. */
  readonly fix: string;
  /** Uses that targets refuse under this code. */
  readonly limits: readonly Omit<Limit, 'find' | 'code'>[];
}

const inexpressible = 'The description can say it, but an output cannot express it there.';

/** Every code that there is, sorted. */
export function meanings(): Meaning[] {
  const found = new Map<string, Meaning>();
  for (const [code, meaning] of Object.entries({ ...ownCodes, ...codes }))
    found.set(code, { code, ...meaning, limits: [] });
  for (const { code, find: _find, ...limit } of limits) {
    const known = found.get(code) ?? { code, summary: inexpressible, fix: '', limits: [] };
    found.set(code, { ...known, limits: [...known.limits, limit] });
  }
  return [...found.values()].sort((one, other) => (one.code < other.code ? -1 : 1));
}

export function printMeaning({ code, summary, fix, limits: uses }: Meaning, paint: Paint): string {
  const head = [paint('bold', code), `  ${summary}`, ...(fix === '' ? [] : [`  fix: ${fix}`])];
  const blocks = uses.map(({ field, runtimes, reason, fix: mend, acceptable }) => {
    const live = acceptable ? `yes, with accept: [${code}] in the environment` : 'no';
    const rows = [
      ['  on', runtimes.join(', ')],
      ['  because', reason],
      ['  fix', mend],
      ['  acceptable', live],
    ];
    return [paint('bold', field), ...table(rows)].join('\n');
  });
  return [head.join('\n'), ...blocks].join('\n\n');
}
