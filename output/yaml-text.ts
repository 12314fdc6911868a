// How a text stands in YAML, so that every reader of 1.1 and of 1.2 gets the same text back.

const simple = /^(?![eE]-?\d)[A-Za-z][\w./-]*$/;
/** YAML 1.1, bool, null, merge and value; case in any form, as some readers take it. */
const word = /^(?:y|n|yes|no|on|off|true|false|null|~|<<|=)$/i;
/** More than the numbers, dates and times of YAML 1.1 and 1.2: whatever is written with their characters only. */
const numeric = /^[-+]?[\d._][\d._,:+\-a-fA-FoxOXTtZz ]*$|^[-+]?\.(?:inf|nan)$|^[-+]?e[-+]?\d+$/i;
/** Starts with no indicator, and holds printable characters of the basic plane. */
const plain =
  /^(?:[\w./$(+<~=;^\\\u00a1-\u2027\u202a-\ud7ff]|-(?! |$|--))[ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;
/** A comment, a key, or space that would be lost. */
const broken = / #|: |[: ]$|^\.\.\./;

/** Whether a text on one line needs no quotes. */
export function isPlain(text: string): boolean {
  // No word has more than five letters.
  if (simple.test(text)) return text.length > 5 || !word.test(text);
  return plain.test(text) && !broken.test(text) && !numeric.test(text) && !word.test(text);
}

export function isPlainKey(key: string): boolean {
  return simple.test(key) && (key.length > 5 || !word.test(key)) && key.length <= 1024;
}

/** A text in double quotes. JSON is YAML, but for the characters that YAML does not count as printable. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether a text can stand below `|`: several lines, none of space alone, the first not starting with a tab. */
export function canBeLiteral(text: string): boolean {
  return text.includes('\n') && literal.test(text) && !/^\n*(?:\t|$)/.test(text) && !/^[ \t]+$/m.test(text);
}

const literal = /^[\t\n -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;

/** The text below `|`, every line behind `line`. */
export function literalLines(text: string, line: string): string {
  // Readers find the indentation by the first line, unless it starts with space.
  const indentation = /^[ \n]/.test(text) ? '2' : '';
  const ending = text.endsWith('\n') ? (text.endsWith('\n\n') ? '+' : '') : '-';
  const lines = (ending === '-' ? text : text.slice(0, -1)).split('\n');
  return `|${indentation}${ending}${lines.map((each) => (each === '' ? '\n' : line + each)).join('')}`;
}
