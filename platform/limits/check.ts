import type { Document } from '../description/load';
import { at } from '../document/merge';
import { Places } from '../document/places';
import type { Platform } from '../model/platform';
import { codes } from '../problems/codes';
import { type Problem, printValue } from '../problems/problem';
import { rules } from '../rules/check';
import { type GivenUp, howToAccept, isAccepted, judgeAcceptance, type Known, type SetAside } from './acceptance';
import type { Limit } from './limit';

/** What outputs can and cannot express of a platform. */
export interface Judged {
  readonly problems: readonly Problem[];
  /** What is no reason to refuse the description. */
  readonly warnings: readonly Problem[];
  /** What the environment lives without, by its `accept`; of rules too. In the order of the fields. */
  readonly givenUp: readonly GivenUp[];
}

/**
 * What a platform uses that its output cannot express. An environment may live with some of it by listing the code under
 * `accept`; the rest is refused, and so is a code that stands there in vain. `setAside`: what resolving let pass by `accept`.
 */
export function judgeLimits(
  document: Document,
  platform: Platform,
  limits: readonly Limit[],
  setAside: readonly SetAside[],
): Judged {
  const { environment } = platform;
  const places = new Places(document.source, environment.name);
  const problems: Problem[] = [];
  const met = [...setAside];
  for (const limit of limits.filter(({ runtimes }) => runtimes.includes(environment.runtime))) {
    for (const path of limit.find(platform)) {
      const finding = { code: limit.code, path, reason: limit.reason };
      if (limit.acceptable && isAccepted(environment.accept, finding)) met.push(finding);
      else problems.push(refused(document, platform, places, limit, path));
    }
  }
  const own = judgeAcceptance(document, platform, knownOf(limits), met);
  return {
    problems: [...problems, ...own.problems],
    warnings: own.warnings,
    givenUp: givenUpOf(met),
  };
}

/** The problems alone. */
export function checkLimits(
  document: Document,
  platform: Platform,
  limits: readonly Limit[],
  setAside: readonly SetAside[] = [],
): readonly Problem[] {
  return judgeLimits(document, platform, limits, setAside).problems;
}

function refused(
  document: Document,
  { environment }: Platform,
  places: Places,
  limit: Limit,
  steps: readonly string[],
): Problem {
  // Items of lists go by their number.
  const path = steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const written = places.written(path);
  const held = at(document.source.value, written);
  const plain = typeof held === 'string' || typeof held === 'number' || typeof held === 'boolean';
  const accept = limit.acceptable
    ? `; or live without it: ${howToAccept(environment, { code: limit.code, path })}`
    : '';
  return {
    code: limit.code,
    file: document.file,
    ...places.locate(path),
    field: written.join('.'),
    value: plain ? printValue(held) : '',
    rule: `${plain ? 'but ' : ''}cannot be honoured on ${environment.runtime}: ${limit.reason}`,
    fix: `${limit.fix}${accept}`,
  };
}

function knownOf(limits: readonly Limit[]): Known {
  const acceptable = new Set([...limits, ...rules].filter((each) => each.acceptable).map(({ code }) => code));
  return { acceptable, others: new Set([...limits.map(({ code }) => code), ...Object.keys(codes)]) };
}

function givenUpOf(met: readonly SetAside[]): GivenUp[] {
  const all = met.map(({ code, path, reason }) => ({ code, field: path.join('.'), reason }));
  const unique = new Map(all.map((each) => [`${each.field} ${each.code}`, each]));
  return [...unique].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
}
