import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Io } from '../../io';

/** The first of the folders that has a program. */
export function folderOf(program: string, folders: readonly string[]): string | undefined {
  return folders.find((folder) => isProgram(join(folder, program)));
}

export function pathFolders(env: Io['env']): string[] {
  return (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
