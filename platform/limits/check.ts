import type { Document } from '../description/load';
import { at } from '../document/merge';
import { Places } from '../document/places';
import type { Platform } from '../model/platform';
import { type Problem, printValue } from '../problems/problem';
import type { Limit } from './limit';

/**
 * What a platform uses that its output cannot express. An environment may live with some of it by listing the code under
 * `accept`; the rest is refused.
 */
export function checkLimits(document: Document, platform: Platform, limits: readonly Limit[]): Problem[] {
  const { environment } = platform;
  const places = new Places(document.source, environment.name);
  return limits
    .filter((limit) => limit.runtimes.includes(environment.runtime))
    .filter((limit) => !(limit.acceptable && environment.accept.includes(limit.code)))
    .flatMap((limit) =>
      limit.find(platform).map((path): Problem => {
        const written = places.written(path);
        const held = at(document.source.value, written);
        const plain = typeof held === 'string' || typeof held === 'number' || typeof held === 'boolean';
        const accept = limit.acceptable
          ? `; or live without it: environments.${environment.name}.accept: [${limit.code}]`
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
      }),
    );
}
