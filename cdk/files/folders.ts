import type { ConfigFile, Container } from '../../platform/index';

/**
 * A folder of a container that config files are put into. Fargate mounts folders and no single file, so the whole folder
 * is a volume of the task, which gets what the image has there before the files are written.
 */
export interface FileFolder {
  /** In the container. */
  readonly path: string;
  /** Sorted by path. */
  readonly files: readonly ConfigFile[];
  /** Folders below it that are mounts of their own: a read-only mount must have them already. */
  readonly below: readonly string[];
}

/** The engine writes files of its own there, or it is the image as a whole. */
const engines = ['/', '/etc'];

/** What decides where files of a container can be. */
export type Placing = Pick<Container, 'files' | 'writable' | 'volumes' | 'mounts'>;

/** Directories of a container that are mounts of their own. */
function mountedIn({ writable, volumes, mounts }: Placing): string[] {
  return [...writable, ...volumes, ...mounts].map(({ path }) => plain(path));
}

/** Files that cannot be put where they belong: limits refuse them, or an environment lives without them. */
export function unplacedFiles(container: Placing): ConfigFile[] {
  const mounted = mountedIn(container);
  return container.files.filter((file) => {
    const folder = folderOf(plain(file.path));
    return engines.includes(folder) || mounted.includes(folder);
  });
}

/** The folders that hold the other files: the highest ones, so that no two volumes have the same file. */
export function fileFolders(container: Placing): FileFolder[] {
  const unplaced = new Set(unplacedFiles(container));
  const files = container.files.filter((file) => !unplaced.has(file));
  const others = mountedIn(container);
  const folders = [...new Set(files.map(({ path }) => folderOf(plain(path))))].sort();
  const roots: string[] = [];
  for (const folder of folders) if (!roots.some((root) => holds(root, folder, others))) roots.push(folder);
  const rootOf = (path: string) =>
    roots.filter((root) => path === root || holds(root, path, others)).sort((a, b) => b.length - a.length)[0];
  return roots.map((root) => ({
    path: root,
    files: files.filter(({ path }) => rootOf(folderOf(plain(path))) === root),
    below: [...others, ...roots].filter((path) => path !== root && within(path, root)).sort(),
  }));
}

/** Whether a folder lies below another, with no other mount between that would hide it. */
function holds(root: string, folder: string, others: readonly string[]): boolean {
  return within(folder, root) && !others.some((other) => within(other, root) && within(folder, other));
}

/** Whether it is the folder or lies in it. */
function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** Without doubled slashes and one at the end. */
export function plain(path: string): string {
  return path.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
}
