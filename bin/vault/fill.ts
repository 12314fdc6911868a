import type { SecretEntry } from '../../platform/index';

/** What became of the entries of an environment. Names are those of variables; values never leave the file. */
export interface Filled {
  /** The whole file. */
  readonly text: string;
  readonly made: readonly string[];
  readonly present: readonly string[];
  /** To be set by the team. */
  readonly open: readonly string[];
}

/** A form of file that holds secret values. It adds what is missing and changes nothing else. */
export type Fill = (
  text: string,
  entries: readonly SecretEntry[],
  value: (entry: SecretEntry) => string,
  /** Whether a value that is there is out of date. */
  stale: (entry: SecretEntry) => boolean,
) => Filled;

/** The values that such a file holds, by variable; without those that the team has still to set. */
export type Read = (text: string, entries: readonly SecretEntry[]) => ReadonlyMap<string, string>;

/** Goes through the entries: `has` says what is there, `put` puts in what is not; an empty value is one that the team must set. */
export function fillEach(
  entries: readonly SecretEntry[],
  value: (entry: SecretEntry) => string,
  has: (entry: SecretEntry) => boolean,
  put: (entry: SecretEntry, value: string) => void,
): Omit<Filled, 'text'> {
  const made: string[] = [];
  const present: string[] = [];
  const open: string[] = [];
  for (const entry of entries) {
    if (has(entry)) {
      present.push(entry.variable);
      continue;
    }
    const given = value(entry);
    put(entry, given);
    (given === '' ? open : made).push(entry.variable);
  }
  return { made, present, open };
}
