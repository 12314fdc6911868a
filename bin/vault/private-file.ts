import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { exit, Failure } from '../exit';

/** Windows has access lists instead; the modes that Node shows there say nothing. */
const modes = process.platform !== 'win32';

/**
 * Text of a file that only its owner may read; '' when there is none. Says with `note` what it had to tighten. Refuses a file
 * that is somebody else's.
 */
export function readPrivate(file: string, note: (text: string) => void): string {
  try {
    return tightened(file, note);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const fix = 'it must be a file of your own';
    throw new Failure(exit.failed, 'unsafe-file', `cannot read ${file}: ${(error as Error).message}`, fix);
  }
}

function tightened(file: string, note: (text: string) => void): string {
  const folder = stat(dirname(file));
  if (folder !== undefined) refuseUnless(folder.isDirectory(), dirname(file), folder, 'folder');
  if (folder !== undefined && modes && (folder.mode & 0o022) !== 0) {
    chmodSync(dirname(file), 0o700);
    note(`${dirname(file)} could be written by others: it is yours alone now (mode 0700)`);
  }
  const found = stat(file);
  if (found === undefined) return '';
  refuseUnless(found.isFile(), file, found, 'file');
  if (modes && (found.mode & 0o077) !== 0) {
    chmodSync(file, 0o600);
    note(
      `${file} could be read by others: it is yours alone now (mode 0600); make new values if somebody may have read it`,
    );
  }
  return readFileSync(file, 'utf8');
}

/** Writes a file that only its owner may read: beside it first, then moved, so that it is never half there. */
export function writePrivate(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = openSync(beside, 'wx', 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new Failure(exit.failed, 'cannot-write', `cannot write ${file}: ${(error as Error).message}`);
  }
}

function stat(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function refuseUnless(right: boolean, path: string, found: Stats, what: string): void {
  if (right) return;
  const is = found.isSymbolicLink() ? 'a symbolic link' : `no ${what}`;
  throw new Failure(
    exit.failed,
    'unsafe-file',
    `${path} is ${is}`,
    `move it away: secret values go into a plain ${what} of your own`,
  );
}
