import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve as resolvePath } from 'node:path';
import { exit, Failure } from '../exit';

/** What processes keep between two runs: data of stores, and programs. `rm -r` forgets it all. */
export interface State {
  /** `.slipway/<environment>` beside the description. */
  readonly folder: string;
  /** A folder in it, made where it is not there yet. */
  make(...path: string[]): string;
}

/** The folder ignores itself, so that nobody's repository must know of it. */
export function stateOf(description: string, environment: string): State {
  const top = join(dirname(resolvePath(description)), '.slipway');
  const folder = join(top, environment);
  const make = (...path: string[]) => {
    const made = join(folder, ...path);
    try {
      mkdirSync(made, { recursive: true });
    } catch (error) {
      throw new Failure(exit.failed, 'cannot-write', `cannot make ${made}: ${(error as Error).message}`);
    }
    return made;
  };
  make();
  writeFileSync(join(top, '.gitignore'), '*\n');
  return { folder, make };
}
