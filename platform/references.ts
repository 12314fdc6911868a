/** A piece of a text: as it is, or the inside of `${...}`. */
export type Piece = { readonly literal: string } | { readonly expression: string };

/** Splits at `${...}`. `$${` is a literal `${`; an opening without an end is reported by `unclosed`. */
export function pieces(text: string): { pieces: Piece[]; unclosed: boolean } {
  const result: Piece[] = [];
  let literal = '';
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('$${', at)) {
      literal += '${';
      at += 3;
    } else if (text.startsWith('${', at)) {
      const end = text.indexOf('}', at);
      if (end < 0) return { pieces: [...result, { literal: literal + text.slice(at) }], unclosed: true };
      if (literal !== '') result.push({ literal });
      literal = '';
      result.push({ expression: text.slice(at + 2, end).trim() });
      at = end + 1;
    } else {
      literal += text[at];
      at += 1;
    }
  }
  if (literal !== '') result.push({ literal });
  return { pieces: result, unclosed: false };
}

/** Words that stand at the start of a reference and name no service or resource. */
export const reservedWords = ['env', 'gateway', 'instance'] as const;
