import { spawnSync } from 'node:child_process';

/** Fails at once, by name, where a program that the scripts of the workflows call is not there. */
export function needPrograms(...programs: readonly string[]): void {
  for (const program of programs) {
    if (spawnSync(program, ['--version']).error !== undefined)
      throw new Error(`the scripts of the workflows need ${program}: install it`);
  }
}
