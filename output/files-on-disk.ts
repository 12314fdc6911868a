import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf } from './files';

/** What stands at a path, or in the way to it. */
export type Standing =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'file'; readonly content: Buffer }
  /** A symbolic link, a socket, ... at the path itself. */
  | { readonly kind: 'special' }
  | { readonly kind: 'folder' }
  /** Something that is no folder, where the path needs one: links are not followed, they may lead out of the root. */
  | { readonly kind: 'blocked'; readonly by: string };

const nothing = { kind: 'nothing' } as const;

/** Looks at many paths below one root, and at each of their folders once. */
export class Ground {
  private readonly folders = new Map<string, 'nothing' | 'folder' | 'other'>();

  constructor(private readonly root: string) {}

  at(path: string): Standing {
    for (const folder of foldersOf(path)) {
      const kind = this.folderAt(folder);
      if (kind === 'nothing') return nothing;
      if (kind === 'other') return { kind: 'blocked', by: folder };
    }
    const full = join(this.root, path);
    const stats = lstatSync(full, { throwIfNoEntry: false });
    if (stats === undefined) return nothing;
    if (stats.isFile()) return { kind: 'file', content: readFileSync(full) };
    return { kind: stats.isDirectory() ? 'folder' : 'special' };
  }

  /** Every file below a folder that exists. */
  filesBelow(folder: string): string[] {
    return readdirSync(join(this.root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? this.filesBelow(path) : [path];
    });
  }

  private folderAt(path: string): 'nothing' | 'folder' | 'other' {
    const known = this.folders.get(path);
    if (known !== undefined) return known;
    const stats = lstatSync(join(this.root, path), { throwIfNoEntry: false });
    const kind = stats === undefined ? 'nothing' : stats.isDirectory() ? 'folder' : 'other';
    this.folders.set(path, kind);
    return kind;
  }
}
