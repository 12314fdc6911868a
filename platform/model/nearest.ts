import { distance } from 'fastest-levenshtein';

/**
 * The candidate that `word` is probably a slip for; undefined where none is. A suggestion that is another thing is worse than
 * none: whoever takes it has a description that is valid and wrong.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // Nobody mistypes a name longer than any that is allowed, and the distance takes quadratic time.
  if (word.length > 256) return undefined;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const changes = slips(word.toLowerCase(), candidate.toLowerCase());
    if (changes !== undefined && changes < least) [best, least] = [candidate, changes];
  }
  return best;
}

/**
 * How many slips lead from one word to the other; undefined where they are two words. A third of the letters may differ, of two
 * letters none, and the first one stays: people mistype it least, and what differs there is mostly another word (`ingress` and
 * `egress`, `limits` and `ulimits`). Letters in another order, and a plural, count as less than any change.
 */
function slips(word: string, candidate: string): number | undefined {
  if (word === candidate) return 0;
  if (`${word}s` === candidate || `${candidate}s` === word) return 0.5;
  if (sorted(word) === sorted(candidate)) return word.length > 2 ? 0.5 : undefined;
  if (word[0] !== candidate[0]) return undefined;
  const changes = distance(word, candidate);
  return changes <= Math.floor(Math.min(word.length, candidate.length) / 3) ? changes : undefined;
}

function sorted(word: string): string {
  return [...word].sort().join('');
}
