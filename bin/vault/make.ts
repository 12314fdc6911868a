import { type SecretEntry, secretVariable } from '../../platform/index';
import { exit, Failure } from '../exit';
import type { Run } from '../outcome';
import type { Filled } from './fill';
import { refuseTracked } from './git';
import type { Vault } from './place';
import { readPrivate, writePrivate } from './private-file';
import { randomValue } from './value';

/** A value that the user gives. */
export interface Given {
  readonly variable: string;
  readonly value: string;
}

/** Makes what the file still lacks, and nothing else. What only the team knows is left open. */
export function makeSecrets(
  { io, report }: Run,
  { folder, path, file, fill, read }: Vault,
  entries: readonly SecretEntry[],
  set?: Given,
): Filled {
  refuseTracked(folder, path, io.env);
  const before = readPrivate(file, report.note);
  const values = new Map(read(before, entries));
  if (set !== undefined && !values.has(set.variable)) values.set(set.variable, set.value);
  const plain = ({ name, encodes }: SecretEntry) => values.get(secretVariable(name, encodes));
  const made = (entry: SecretEntry): string => {
    if (entry.encodes !== '') return encodeURIComponent(plain(entry) ?? '');
    if (entry.variable === set?.variable) return set.value;
    return entry.source === 'generated' ? randomValue() : '';
  };
  const stale = (entry: SecretEntry) =>
    entry.encodes !== '' && plain(entry) !== undefined && values.get(entry.variable) !== made(entry);
  const { open, ...filled } = fill(before, entries, made, stale);
  if (set !== undefined && filled.present.includes(set.variable)) {
    throw new Failure(exit.failed, 'value-exists', `${set.variable} has a value already`, `edit ${file} to change it`);
  }
  if (filled.text !== before && entries.length > 0) writePrivate(file, filled.text);
  // What encodes another value is made once that is there.
  const encoded = new Set(entries.filter(({ encodes }) => encodes !== '').map(({ variable }) => variable));
  return { ...filled, open: open.filter((variable) => !encoded.has(variable)) };
}

/** How the team gives the values that are open. */
export function openNote(environment: string, { file }: Vault, names: readonly string[]): string {
  const how = `in ${file}, or: slipway secrets ${environment} --set ${names[0]} < file-with-the-value`;
  return [`to be set by you, ${how}`, ...names.map((name) => `  ${name}`)].join('\n');
}
