import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Files, manifestName, writeFiles } from '../../output/index';

// Each test has a folder of its own: the hooks are those of the suite that imports this.
export let folder: string;
export let root: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'slipway-write-'));
  root = join(folder, 'dist');
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

/** Writes into another place of the folder. */
export function moveRoot(...steps: readonly string[]): void {
  root = join(folder, ...steps);
}

export const files = (entries: Record<string, string>): Files => new Map(Object.entries(entries));
export const scope = { owned: ['dev', 'prod'] };
export const run = (entries: Record<string, string>, owned = scope.owned) =>
  writeFiles(root, files(entries), { owned });

/** Every file below a folder with its text, every link with its target, and empty folders. */
export function snapshot(of = folder, below = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of fs.readdirSync(join(of, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isSymbolicLink()) found[path] = `-> ${fs.readlinkSync(join(of, path))}`;
    else if (entry.isFile()) found[path] = fs.readFileSync(join(of, path), 'utf8');
    else {
      const inside = snapshot(of, path);
      if (Object.keys(inside).length === 0) found[`${path}/`] = '';
      Object.assign(found, inside);
    }
  }
  return found;
}

/** Without the list of files. */
export function written(): Record<string, string> {
  const { [manifestName]: _, ...rest } = snapshot(root);
  return rest;
}

export function put(path: string, text: string): void {
  fs.mkdirSync(join(root, path, '..'), { recursive: true });
  fs.writeFileSync(join(root, path), text);
}
