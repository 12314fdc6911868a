import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Exchange } from './exchange';
import { type Files, sortFiles } from './files';
import { Ground, type Standing } from './files-on-disk';
import { checksum, type Manifest, manifestName, printManifest, readManifest } from './manifest';

/** Files stand in the way that Slipway did not write. Nothing was changed. */
export class ForeignFile extends Error {
  override readonly name = 'ForeignFile';

  constructor(readonly paths: readonly string[]) {
    const one = paths.length === 1;
    super(
      `${paths.join(', ')} ${one ? 'was' : 'were'} not written by Slipway, so ${one ? 'it is' : 'they are'} not replaced`,
    );
  }
}

/** What a run did, by path below the root. */
export interface Written {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
  /** Those of the written and removed that somebody had changed by hand. */
  readonly edited: readonly string[];
}

export interface Scope {
  /** Folders below the root, such as `prod/k8s`, of which `files` is all: what an earlier run left there goes. */
  readonly owned: readonly string[];
}

/**
 * Writes files below a root, all or nothing. Files that an earlier run wrote are replaced, even when somebody edited them;
 * any other file in the way is refused. A run that has nothing to change touches nothing.
 */
export async function writeFiles(root: string, files: Files, scope: Scope): Promise<Written> {
  const place = realRoot(root);
  const manifest = readManifest(place);
  const survey = surveyOf(place, sortFiles(files), manifest, scope);
  const inTheWay = [...new Set(survey.foreign.values())].sort();
  if (inTheWay.length > 0) throw new ForeignFile(inTheWay.map((path) => join(root, path)));
  const after = new Map([...manifest].filter(([path]) => !survey.stale.has(path)));
  for (const [path, text] of files) after.set(path, checksum(text));
  exchange(place, files, survey, manifest, after);
  const { created, replaced, unchanged, removed, edited } = survey;
  return { written: [...created, ...replaced].sort(), unchanged, removed, edited: edited.sort() };
}

/** How the files below a root differ from what a run makes. */
export interface Difference {
  readonly missing: readonly string[];
  readonly different: readonly string[];
  /** Written by an earlier run and made no more. */
  readonly extra: readonly string[];
}

/** What `writeFiles` would change. Reads only. */
export async function compareFiles(root: string, files: Files, scope: Scope): Promise<Difference> {
  const place = realRoot(root);
  const survey = surveyOf(place, sortFiles(files), readManifest(place), scope);
  return {
    missing: survey.created,
    different: [...survey.replaced, ...survey.foreign.keys()].sort(),
    extra: survey.removed,
  };
}

/** Every file by what is to be done with it; lists are sorted. */
interface Survey {
  readonly created: string[];
  readonly replaced: string[];
  readonly unchanged: string[];
  readonly removed: string[];
  /** To what stands in the way: the path itself or a folder of it. */
  readonly foreign: Map<string, string>;
  readonly edited: string[];
  /** What the manifest has to forget, whether it still exists or not. */
  readonly stale: ReadonlySet<string>;
}

function surveyOf(root: string, files: Files, manifest: Manifest, { owned }: Scope): Survey {
  const ground = new Ground(root);
  const isOwned = (path: string) => owned.some((folder) => folder === '' || path.startsWith(`${folder}/`));
  const stale = new Set([...manifest.keys()].filter((path) => !files.has(path) && isOwned(path)).sort());
  const survey: Survey = {
    created: [],
    replaced: [],
    unchanged: [],
    removed: [],
    foreign: new Map(),
    edited: [],
    stale,
  };
  const noteEdit = (path: string, standing: Standing) => {
    if (standing.kind !== 'file' || checksum(standing.content) !== manifest.get(path)) survey.edited.push(path);
  };
  for (const path of stale) {
    const standing = ground.at(path);
    if (standing.kind !== 'file' && standing.kind !== 'special') continue;
    survey.removed.push(path);
    noteEdit(path, standing);
  }
  for (const [path, text] of files) {
    const standing = ground.at(path);
    if (standing.kind === 'nothing' || isGoing(standing, path, stale, ground)) survey.created.push(path);
    else if (standing.kind === 'file' && standing.content.equals(Buffer.from(text))) survey.unchanged.push(path);
    else if (standing.kind === 'blocked') survey.foreign.set(path, standing.by);
    else if (!manifest.has(path) || standing.kind === 'folder') survey.foreign.set(path, path);
    else {
      survey.replaced.push(path);
      noteEdit(path, standing);
    }
  }
  return survey;
}

/** Whether nothing stands in the way but what this run removes, and empty folders. */
function isGoing(standing: Standing, path: string, stale: ReadonlySet<string>, ground: Ground): boolean {
  if (standing.kind === 'blocked') return stale.has(standing.by);
  return standing.kind === 'folder' && ground.filesBelow(path).every((each) => stale.has(each));
}

function exchange(root: string, files: Files, survey: Survey, before: Manifest, after: Manifest): void {
  const changed = new Set([...survey.created, ...survey.replaced]);
  const list = printManifest(after);
  if (changed.size + survey.removed.length === 0 && list === printManifest(before)) return;
  const moves = new Exchange(root);
  try {
    for (const [path, text] of files) if (changed.has(path)) moves.stage(path, text);
    // First a list of the old and the new: after a run that was killed, the next one still knows its files.
    moves.replace(manifestName, printManifest(new Map([...before, ...after])));
    for (const path of survey.removed) moves.remove(path);
    for (const path of survey.replaced) moves.setAside(path);
    moves.moveIn();
    if (survey.stale.size > 0) moves.replace(manifestName, list);
  } catch (error) {
    moves.rollBack();
    throw error;
  }
  moves.end();
}

/** Links to the root are followed, so that files can be moved into it. */
function realRoot(root: string): string {
  if (!existsSync(root)) return resolve(root);
  if (!statSync(root).isDirectory()) throw new ForeignFile([root]);
  return realpathSync(root);
}
