import type { SecretEntry } from '../../platform/index';
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
  { folder, path, file, fill }: Vault,
  entries: readonly SecretEntry[],
  set?: Given,
): Filled {
  refuseTracked(folder, path, io.env);
  const before = readPrivate(file, report.note);
  const filled = fill(before, entries, (entry) => {
    if (entry.variable === set?.variable) return set.value;
    return entry.source === 'generated' ? randomValue() : '';
  });
  if (set !== undefined && filled.present.includes(set.variable)) {
    throw new Failure(exit.failed, 'value-exists', `${set.variable} has a value already`, `edit ${file} to change it`);
  }
  if (filled.text !== before && entries.length > 0) writePrivate(file, filled.text);
  return filled;
}

/** How the team gives the values that are open. */
export function openNote(environment: string, { file }: Vault, names: readonly string[]): string {
  const how = `in ${file}, or: slipway secrets ${environment} --set ${names[0]} < file-with-the-value`;
  return [`to be set by you, ${how}`, ...names.map((name) => `  ${name}`)].join('\n');
}
