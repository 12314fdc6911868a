import { deepest, refusedKeys, type Spot, unstorable } from './source';

/**
 * Reads the part of YAML that descriptions are written in: maps and lists in block and flow style, scalars on one line,
 * `|` texts, comments. Undefined for every other text, right or wrong. What it reads, it reads as the YAML package does,
 * values and offsets; tests compare the two.
 */
export function readPlain(text: string): Spot | undefined {
  // No tabs, no control characters, no lone carriage returns, no halves of surrogate pairs.
  if (
    /[^\n\r -~\u{a0}-\u{2027}\u{202a}-\u{fefe}\u{ff00}-\u{fffd}\u{10000}-\u{10ffff}]|\p{Surrogate}|\r(?!\n)/u.test(text)
  )
    return undefined;
  try {
    return new PlainReader(text).readAll();
  } catch (error) {
    if (error === notPlain) return undefined;
    throw error;
  }
}

const notPlain = new Error('this text needs the YAML package');

// Sticky patterns, each tried at one offset.
const key = /(?:([A-Za-z_][\w./-]{0,200}|[1-9]\d{0,14})|"([^"\\\r\n]{0,200})"|'([^'\r\n]{0,200})') *:(?=[ \r\n]|$)/y;
const doubleQuoted = /"(?:[^"\\\r\n]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*"/y;
const singleQuoted = /'(?:[^'\r\n]|'')*'/y;
const blockText = /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[^\s]))[^\r\n]*/y;
const flowText =
  /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[^\s,[\]{}]))(?:[^\s,[\]{}:#]|:(?=[^\s,[\]{}])| +(?=[^\s,[\]{}:#]))*/y;
const restOfLine = /(?: *| +#[^\n]*)(?:\r?\n|$)/y;
const blankLines = /(?: *(?:#[^\n]*)?\r?\n)*/y;
const lastLine = / *(?:#[^\n]*)?$/y;
const spaces = / */y;
const dash = /- +(?=[^ \r\n#])/y;
const dashAhead = /-(?=[ \r\n])/y;
const literalHeader = /\|([-+]?) *\r?\n/y;

// YAML 1.2.2, 10.3: the core schema.
const words: ReadonlyMap<string, boolean | null> = new Map([
  ...['~', 'null', 'Null', 'NULL'].map((word): [string, null] => [word, null]),
  ...['true', 'True', 'TRUE'].map((word): [string, boolean] => [word, true]),
  ...['false', 'False', 'FALSE'].map((word): [string, boolean] => [word, false]),
]);
const simpleNumber = /^(?:0|-?[1-9]\d{0,14}|-?[1-9]\d{0,5}\.\d{1,9}|0\.\d{1,9})$/;
const anyNumber =
  /^(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

class PlainReader {
  /** Offset of the next character. */
  private at = 0;
  /** Between lines: the indentation of the next one; -1 at the end. */
  private column = -1;
  private depth = 0;

  constructor(private readonly text: string) {}

  readAll(): Spot {
    this.nextLine();
    const root = this.readMap(this.column, this.at);
    return this.column === -1 ? root : giveUp();
  }

  private readMap(indent: number, keyOffset: number): Spot {
    this.enter();
    const children = new Map<string, Spot>();
    do {
      const offset = this.at;
      const name = this.takeKey(children);
      children.set(name, this.readEntry(indent, offset));
    } while (this.column === indent);
    return this.leave(valuesOf(children), keyOffset, keyOffset, children, indent);
  }

  private readEntry(indent: number, keyOffset: number): Spot {
    if (this.take(restOfLine) === undefined) {
      this.take(spaces);
      return this.readLine(indent, keyOffset);
    }
    this.nextLine();
    const list = this.ahead(dashAhead);
    if (list && this.column >= indent) return this.readList(this.column, keyOffset);
    if (this.column > indent) return this.readMap(this.column, keyOffset);
    return { value: null, start: keyOffset, key: keyOffset, written: '' };
  }

  private readList(indent: number, keyOffset: number): Spot {
    this.enter();
    const children = new Map<number, Spot>();
    do {
      const marker = this.take(dash) ?? giveUp();
      children.set(children.size, this.readItem(indent, indent + marker.length));
    } while (this.column === indent && this.ahead(dashAhead));
    return this.leave(
      [...children.values()].map((child) => child.value),
      keyOffset,
      keyOffset,
      children,
      indent,
    );
  }

  private readItem(indent: number, column: number): Spot {
    const offset = this.at;
    if (this.ahead(dashAhead)) return this.readList(column, offset);
    if (this.ahead(key)) return this.readMap(column, offset);
    return this.readLine(indent, offset);
  }

  /** A value that starts on this line, inside a block that is indented by `indent`; then goes to the next line. */
  private readLine(indent: number, keyOffset: number): Spot {
    if (this.text[this.at] === '|') return this.readLiteral(indent, keyOffset);
    const spot = this.readValue(indent, keyOffset, false);
    if (this.take(restOfLine) === undefined) giveUp();
    this.nextLine();
    // A deeper line would continue the value.
    return this.column > indent ? giveUp() : spot;
  }

  private readValue(indent: number, keyOffset: number, flow: boolean): Spot {
    const start = this.at;
    const first = this.text[start];
    if (first === '[') return this.readFlowList(indent, keyOffset);
    if (first === '{') return this.readFlowMap(indent, keyOffset);
    if (first === '"' || first === "'") {
      const quoted = this.take(first === '"' ? doubleQuoted : singleQuoted) ?? giveUp();
      const value: string = first === '"' ? JSON.parse(quoted) : quoted.slice(1, -1).replaceAll("''", "'");
      return unstorable.test(value) ? giveUp() : { value, start, key: keyOffset, written: value };
    }
    const written = flow ? (this.take(flowText) ?? giveUp()) : this.takeBlockText();
    return { value: scalarOf(written), start, key: keyOffset, written };
  }

  private takeBlockText(): string {
    const start = this.at;
    const line = this.take(blockText) ?? giveUp();
    const comment = line.indexOf(' #');
    const text = (comment < 0 ? line : line.slice(0, comment)).replace(/ +$/, '');
    this.at = start + text.length;
    return text.includes(': ') || text.endsWith(':') ? giveUp() : text;
  }

  private readFlowList(indent: number, keyOffset: number): Spot {
    const start = this.at;
    this.enter();
    const children = new Map<number, Spot>();
    while (!this.closes(']', indent, children.size)) children.set(children.size, this.readValue(indent, this.at, true));
    return this.leave(
      [...children.values()].map((child) => child.value),
      start,
      keyOffset,
      children,
    );
  }

  private readFlowMap(indent: number, keyOffset: number): Spot {
    const start = this.at;
    this.enter();
    const children = new Map<string, Spot>();
    while (!this.closes('}', indent, children.size)) {
      const offset = this.at;
      const name = this.takeKey(children);
      this.take(spaces);
      children.set(name, this.readValue(indent, offset, true));
    }
    return this.leave(valuesOf(children), start, keyOffset, children);
  }

  /** Steps over the opening bracket, a comma or the closing bracket of a flow collection; whether it was the last. */
  private closes(bracket: ']' | '}', indent: number, count: number): boolean {
    if (count === 0) this.at++;
    this.skipFlowSpace(indent);
    if (count > 0 && this.text[this.at] === ',') {
      this.at++;
      this.skipFlowSpace(indent);
    } else if (count > 0 && this.text[this.at] !== bracket) giveUp();
    if (this.text[this.at] !== bracket) return false;
    this.at++;
    return true;
  }

  /** Lines inside brackets must be indented deeper than the block around them; the closing bracket may stand below its key. */
  private skipFlowSpace(indent: number): void {
    this.take(spaces);
    while (this.text[this.at] === '\n' || this.text[this.at] === '\r') {
      this.at = this.text.indexOf('\n', this.at) + 1;
      const column = (this.take(spaces) ?? '').length;
      if (column < indent || (column === indent && !/[\]}]/.test(this.text[this.at] ?? ''))) giveUp();
    }
  }

  /** A `|` text. Its first line has a character, and decides the indentation. */
  private readLiteral(indent: number, keyOffset: number): Spot {
    const start = this.at;
    const header = this.take(literalHeader) ?? giveUp();
    const column = /^ */.exec(this.text.slice(this.at, this.at + 200))?.[0].length ?? 0;
    if (column <= indent || /[\r\n]/.test(this.text[this.at + column] ?? '\n')) giveUp();
    let value = '';
    for (;;) {
      const end = this.text.indexOf('\n', this.at);
      if (end < 0) {
        if (this.at < this.text.length) giveUp();
        break;
      }
      const line = this.text.slice(this.at, end).replace(/\r$/, '');
      const depth = line.search(/[^ ]/);
      if (depth >= 0 && depth <= indent) break;
      if (depth >= 0 && depth < column) giveUp();
      if (depth < 0 && line.length > column) giveUp();
      value += `${line.slice(column)}\n`;
      this.at = end + 1;
    }
    if (!header.startsWith('|+')) value = value.replace(/\n+$/, header.startsWith('|-') ? '' : '\n');
    this.nextLine();
    return this.column > indent ? giveUp() : { value, start, key: keyOffset, written: value };
  }

  private takeKey(siblings: ReadonlyMap<string, Spot>): string {
    key.lastIndex = this.at;
    const match = key.exec(this.text) ?? giveUp();
    this.at = key.lastIndex;
    const [, bare, double, single] = match;
    const name = bare ?? double ?? single ?? '';
    const taken = siblings.has(name) || refusedKeys.has(name) || (bare !== undefined && words.has(bare));
    return taken ? giveUp() : name;
  }

  private enter(): void {
    if (++this.depth > deepest) giveUp();
  }

  /** `indent` is given for blocks, which end where a line is indented less. */
  private leave(
    value: unknown,
    start: number,
    keyOffset: number,
    children: Spot['children'],
    indent = this.column,
  ): Spot {
    this.depth--;
    return this.column > indent ? giveUp() : { value, start, key: keyOffset, children };
  }

  /** Goes from the start of a line to the first character of the next one that is not empty. */
  private nextLine(): void {
    this.take(blankLines);
    if (this.ahead(lastLine)) {
      this.at = this.text.length;
      this.column = -1;
    } else {
      this.column = (this.take(spaces) ?? '').length;
    }
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private ahead(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }
}

function scalarOf(text: string): unknown {
  if (/^[A-Za-z~]/.test(text)) return words.has(text) ? words.get(text) : text;
  if (simpleNumber.test(text)) return Number(text);
  return anyNumber.test(text) ? giveUp() : text;
}

function valuesOf(children: ReadonlyMap<string, Spot>): Record<string, unknown> {
  return Object.fromEntries([...children].map(([name, spot]) => [name, spot.value]));
}

function giveUp(): never {
  throw notPlain;
}
