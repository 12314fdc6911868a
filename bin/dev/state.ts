import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve as resolvePath } from 'node:path';
import { exit, Failure } from '../exit';

/** What processes keep between two runs: data of stores, and programs. `rm -r` forgets it all. */
export interface State {
  /** `.slipway/<environment>` beside the description. */
  readonly folder: string;
  /** A folder in it, made where it is not there yet. */
  make(...path: string[]): string;
  /** The folder of a store's data, which only its owner may enter. */
  data(store: string): string;
  /** Gives it free for another run. */
  release(): void;
}

/**
 * The folder ignores itself, so that nobody's repository must know of it. One run has it at a time: two servers on the same
 * data would destroy it.
 */
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
  const data = (store: string) => {
    const made = make(store);
    chmodSync(made, 0o700);
    return made;
  };
  make();
  const lock = join(folder, 'lock');
  takeLock(lock, environment);
  try {
    writeFileSync(join(top, '.gitignore'), '*\n');
  } catch (error) {
    throw new Failure(exit.failed, 'cannot-write', (error as Error).message);
  }
  return { folder, make, data, release: () => rmSync(lock, { force: true }) };
}

/** The file holds the number of the process that has it. One that is gone has it no longer. */
function takeLock(lock: string, environment: string): void {
  const take = () => writeFileSync(lock, `${process.pid}\n`, { flag: 'wx' });
  try {
    take();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new Failure(exit.failed, 'cannot-write', `cannot write ${lock}: ${(error as Error).message}`);
    }
    const holder = Number(readFileSync(lock, 'utf8'));
    if (holder !== process.pid && isAlive(holder)) {
      const fix = `stop that one first; if process ${holder} is something else, remove ${lock}`;
      throw new Failure(exit.failed, 'already-running', `${environment} runs already, as process ${holder}`, fix);
    }
    rmSync(lock);
    take();
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
