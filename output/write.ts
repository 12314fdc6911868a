import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Files } from './files';

/** File in the root of the output that lists what was written there, with SHA-256: only that is ever removed. */
export const manifestName = '.slipway-manifest.json';

/** A file that would be replaced was not written by Slipway. */
export class ForeignFile extends Error {
  constructor(readonly path: string) {
    super(`${path} was not written by Slipway, so it is not replaced`);
    this.name = 'ForeignFile';
  }
}

export interface Written {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

export interface Scope {
  /** Folders below the root, such as `prod/k8s`, of which `files` is all: what an earlier run left there goes. */
  readonly owned: readonly string[];
}

type Manifest = Record<string, string>;

/**
 * Writes files below a root, all or nothing: new texts are written beside the root first, then moved in; when a move
 * fails, the earlier files are moved back.
 */
export async function writeFiles(root: string, files: Files, { owned }: Scope): Promise<Written> {
  const manifest = await readManifest(root);
  const present = await Promise.all(
    [...files].map(async ([path, text]) => [path, text, await textAt(join(root, path))] as const),
  );
  for (const [path, text, found] of present) {
    if (found !== undefined && found !== text && !Object.hasOwn(manifest, path))
      throw new ForeignFile(join(root, path));
  }
  const changed = present.filter(([, text, found]) => found !== text).map(([path, text]) => [path, text] as const);
  const removed = stale(manifest, files, owned);
  const next: Manifest = Object.fromEntries(Object.entries(manifest).filter(([path]) => !removed.includes(path)));
  for (const [path, text] of files) next[path] = hash(text);
  await exchange(root, [...changed, [manifestName, printManifest(next)]], removed);
  return {
    written: changed.map(([path]) => path),
    unchanged: present.filter(([, text, found]) => found === text).map(([path]) => path),
    removed,
  };
}

export interface Difference {
  readonly missing: readonly string[];
  readonly different: readonly string[];
  /** Written by an earlier run and made no more. */
  readonly extra: readonly string[];
}

/** What `writeFiles` would change. Reads only. */
export async function compareFiles(root: string, files: Files, { owned }: Scope): Promise<Difference> {
  const missing: string[] = [];
  const different: string[] = [];
  for (const [path, text] of files) {
    const found = await textAt(join(root, path));
    if (found === undefined) missing.push(path);
    else if (found !== text) different.push(path);
  }
  const extra: string[] = [];
  for (const path of stale(await readManifest(root), files, owned)) {
    if ((await textAt(join(root, path))) !== undefined) extra.push(path);
  }
  return { missing, different, extra };
}

function stale(manifest: Manifest, files: Files, owned: readonly string[]): string[] {
  return Object.keys(manifest)
    .filter((path) => !files.has(path) && owned.some((folder) => path.startsWith(`${folder}/`)))
    .sort();
}

/** Moves new texts in and stale files out; on failure everything is put back as it was. */
async function exchange(
  root: string,
  changed: readonly (readonly [string, string])[],
  removed: readonly string[],
): Promise<void> {
  const folder = dirname(resolve(root));
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, '.slipway-'));
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const [path, text] of changed) await put(join(work, 'new', path), text);
    for (const path of [...changed.map(([each]) => each), ...removed])
      await setAside(join(root, path), join(work, 'old', path), undo);
    for (const [path] of changed) await moveIn(join(work, 'new', path), join(root, path), undo);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  for (const path of removed) await removeEmpty(root, dirname(path));
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function setAside(from: string, to: string, undo: (() => Promise<void>)[]): Promise<void> {
  if ((await stat(from).catch(() => undefined)) === undefined) return;
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  undo.push(() => rename(to, from));
}

async function moveIn(from: string, to: string, undo: (() => Promise<void>)[]): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  undo.push(() => rm(to, { force: true }));
}

async function removeEmpty(root: string, folder: string): Promise<void> {
  if (folder === '.' || folder === '') return;
  try {
    await rmdir(join(root, folder));
  } catch {
    // Something else is in it, or it is gone already.
    return;
  }
  await removeEmpty(root, dirname(folder));
}

async function textAt(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readManifest(root: string): Promise<Manifest> {
  const text = await textAt(join(root, manifestName));
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'files' in value ? (value.files as Manifest) : {};
  } catch {
    // Without a list nothing counts as ours: files that differ are refused by name, none is lost.
    return {};
  }
}

function printManifest(files: Manifest): string {
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ version: 1, files: sorted }, null, 1)}\n`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
