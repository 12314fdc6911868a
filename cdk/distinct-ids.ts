import { names } from '../platform/index';

/**
 * Ids for texts of which an id keeps letters and digits alone, so that `/API` and `/api`, or `a-b` and `a.b`, would have one. The
 * first of such texts keeps the id that it has alone (small letters come before capitals); the others have a hash of their text
 * behind it. So an id changes only where a text comes or goes whose id is the same.
 */
export function distinctIds(
  texts: readonly string[],
  idOf: (text: string) => string,
): ReadonlyMap<string, { readonly id: string; readonly first: boolean }> {
  const firsts = new Map<string, string>();
  for (const text of [...new Set(texts)].sort(byCapitals)) {
    const id = idOf(text);
    if (!firsts.has(id)) firsts.set(id, text);
  }
  return new Map(
    texts.map((text) => {
      const id = idOf(text);
      const first = firsts.get(id) === text;
      return [text, { id: first ? id : `${id}${names.digest(text)}`, first }];
    }),
  );
}

/** Texts whose ids are another's: what cannot have a second id is refused by them. */
export function alike(texts: readonly string[], idOf: (text: string) => string): string[] {
  const ids = distinctIds(texts, idOf);
  return texts.filter((text) => ids.get(text)?.first === false);
}

function byCapitals(one: string, other: string): number {
  const capitals = (text: string) => (text === text.toLowerCase() ? 0 : 1);
  return capitals(one) - capitals(other) || (one < other ? -1 : 1);
}
