export type Path = readonly (string | number)[];

/** A line and a column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A description as plain values, and where each of them stands in the text. */
export interface Source {
  readonly file: string;
  /** Maps, lists, texts, numbers, booleans and null; every key is a text. */
  readonly value: unknown;
  /**
   * Where the value at a path starts. A block map or list stands at its key, since that is the line that names it; a path
   * that does not exist stands at the nearest part that does.
   */
  place(path: Path): Place;
  /** Where the key at the end of a path stands; for an item of a list, the item. */
  keyPlace(path: Path): Place;
  /** Where the value at a path is written, if not there: it may come from the defaults that a service starts from. */
  real(path: Path): Path;
  /** A scalar as it is written, without quotes: `1.10`, where the value is the number 1.1. Undefined for the rest. */
  written(path: Path): string | undefined;
  /** Numbers and truth values that are written otherwise than they print: `1.20`, `0x1F`, `True`. */
  spellings(): readonly Spelling[];
}

export interface Spelling {
  readonly path: Path;
  readonly written: string;
}

/** A value, and the offsets where it and its key start. */
export interface Spot {
  readonly value: unknown;
  readonly start: number;
  readonly key: number;
  readonly written?: string;
  readonly children?: ReadonlyMap<string | number, Spot>;
}

/** What is wrong at an offset. */
export interface Fault {
  readonly code: string;
  readonly offset: number;
  readonly path: Path;
  readonly value: string;
  readonly rule: string;
  readonly fix: string;
}

/** As deep as maps and lists may stand in one another. The language itself needs ten levels. */
export const deepest = 32;
/** Keys that a description may not have, whatever the place. */
export const refusedKeys: ReadonlyMap<string, Pick<Fault, 'code' | 'rule' | 'fix'>> = new Map([
  ['<<', { code: 'merge-key', rule: 'is a merge, which YAML 1.2 does not have', fix: 'write the fields out' }],
  ...['__proto__', 'constructor', 'prototype'].map(
    (key) =>
      [
        key,
        { code: 'reserved-key', rule: 'is a name that JavaScript keeps for itself', fix: 'choose another name' },
      ] as const,
  ),
]);

/** NUL, which ends a text in environments and in databases, and surrogates without their other half, which UTF-8 lacks. */
export const unstorable = /\0|\p{Surrogate}/u;

/** Finds line and column of offsets in a text. */
export class Lines {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.starts.push(end + 1);
  }

  placeOf(offset: number): Place {
    const line = this.lineOf(offset);
    return { line: line + 1, column: offset - (this.starts[line] ?? 0) + 1 };
  }

  /** Offset of the first character on the line of an offset. */
  startOf(offset: number): number {
    return this.starts[this.lineOf(offset)] ?? 0;
  }

  /** From 0. */
  private lineOf(offset: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
