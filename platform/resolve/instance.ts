/** `ip:-0.0.0.0`: what is asked of the instance, and the text in its place where a target cannot tell. */
export function instanceParts(words: string): { readonly attribute: string; readonly instead: string | null } {
  const at = words.indexOf(':-');
  return at < 0
    ? { attribute: words, instead: null }
    : { attribute: words.slice(0, at), instead: words.slice(at + ':-'.length) };
}
