/** A piece of a text: as it is, or the inside of `${...}`. */
export type Piece = { readonly literal: string } | { readonly expression: string };

/** Splits at `${...}`. `$${` is a literal `${`; an opening without an end is reported by `unclosed`. */
export function pieces(text: string): { pieces: Piece[]; unclosed: boolean } {
  const result: Piece[] = [];
  let literal = '';
  let from = 0;
  for (let open = text.indexOf('${'); open >= 0; open = text.indexOf('${', from)) {
    if (text[open - 1] === '$' && open > from) {
      literal += `${text.slice(from, open - 1)}\${`;
      from = open + 2;
      continue;
    }
    literal += text.slice(from, open);
    const end = text.indexOf('}', open);
    if (end < 0) return { pieces: [...result, { literal: literal + text.slice(open) }], unclosed: true };
    if (literal !== '') result.push({ literal });
    literal = '';
    result.push({ expression: text.slice(open + 2, end).trim() });
    from = end + 1;
  }
  literal += text.slice(from);
  if (literal !== '') result.push({ literal });
  return { pieces: result, unclosed: false };
}

/** Words that stand at the start of a reference and name no service or resource. */
export const reservedWords = ['env', 'gateway', 'instance'] as const;
