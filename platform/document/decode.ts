/** What bytes say as text, and the first place where they say none. */
export interface Decoded {
  /** Without byte order mark. Complete only when there is no fault. */
  readonly text: string;
  /** `rule` completes the sentence "the file ...". */
  readonly fault?: { readonly offset: number; readonly rule: string; readonly fix: string };
}

/** Reads bytes as UTF-8, with or without a byte order mark. Other encodings are refused, by name where they can be told. */
export function decode(bytes: Uint8Array): Decoded {
  const encoding = foreignEncoding(bytes);
  if (encoding !== undefined) {
    return { text: '', fault: { offset: 0, rule: `is ${encoding}, but must be UTF-8`, fix: 'save the file as UTF-8' } };
  }
  const text = new TextDecoder('utf-8').decode(bytes);
  const offset = invalidOffset(bytes, text);
  const fault = { offset, rule: 'holds bytes that are not UTF-8', fix: 'save the file as UTF-8' };
  return offset < 0 ? checkCharacters(text) : { text, fault };
}

/** The same for text that somebody else decoded. */
export function checkCharacters(given: string): Decoded {
  const text = given.startsWith('\ufeff') ? given.slice(1) : given;
  // YAML 1.2.2, 5.1: of the control characters only tab, line feed and carriage return may stand in a file.
  const offset = text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/);
  if (offset < 0) return { text };
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  const rule = `holds the control character U+${code}, so it is no text`;
  return {
    text,
    fault: { offset, rule, fix: 'give the YAML file itself, or write the character as "\\x.." in quotes' },
  };
}

/** By byte order mark (Unicode, 23.8); without one, by the zero bytes that ASCII has in UTF-16. */
function foreignEncoding(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (/^(fffe0000|0000feff)/.test(start)) return 'UTF-32';
  if (/^(fffe|feff)/.test(start)) return 'UTF-16';
  const [first, second, third, fourth] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const bigEndian = first === 0 && second !== 0 && (third === 0 || third === undefined);
  const littleEndian = first !== 0 && second === 0 && third !== 0 && (fourth === 0 || fourth === undefined);
  return bigEndian || littleEndian ? 'UTF-16' : undefined;
}

/** Where the decoder put a replacement character that the bytes do not hold; -1 when nowhere. */
function invalidOffset(bytes: Uint8Array, text: string): number {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let byteOffset = mark;
  let from = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', from)) {
    byteOffset += Buffer.byteLength(text.slice(from, at));
    if (bytes[byteOffset] !== 0xef || bytes[byteOffset + 1] !== 0xbf || bytes[byteOffset + 2] !== 0xbd) return at;
    byteOffset += 3;
    from = at + 1;
  }
  return -1;
}
