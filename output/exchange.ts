import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Replaces files below a root, all or nothing. New texts are written to a folder beside the root, where a full disk does no
 * harm; then files are moved, not copied, and every move is undone when one fails.
 */
export class Exchange {
  private readonly work: string;
  private readonly folders = new Set<string>();
  private readonly undo: (() => void)[] = [];

  constructor(private readonly root: string) {
    this.work = workFolder(root);
  }

  /** Writes a text that `moveIn` puts into its place. */
  stage(path: string, text: string): void {
    writeFileSync(this.workPath('new', path), text);
  }

  /** Writes a text into its place at once. There is no moment without the one or the other. */
  replace(path: string, text: string): void {
    const target = join(this.root, path);
    const staged = join(this.work, `next-${this.undo.length}`);
    const kept = join(this.work, `last-${this.undo.length}`);
    writeFileSync(staged, text);
    this.makeFolder(this.root);
    if (!existsSync(target)) {
      this.move(staged, target);
    } else {
      copyFileSync(target, kept);
      renameSync(staged, target);
      this.undo.push(() => renameSync(kept, target));
    }
  }

  /** Takes a file away, and the folders that then hold nothing. */
  remove(path: string): void {
    this.setAside(path);
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      const full = join(this.root, folder);
      if (readdirSync(full).length > 0) return;
      this.removeFolder(full);
    }
  }

  /** Takes a file away that another replaces. */
  setAside(path: string): void {
    this.move(join(this.root, path), this.workPath('old', path));
  }

  /** Puts all that was staged into its place, whole folders at once where they are new. */
  moveIn(): void {
    const staged = join(this.work, 'new');
    if (!existsSync(staged)) return;
    this.makeFolder(this.root);
    this.moveTree(staged, this.root);
  }

  /** Puts everything back as it was. */
  rollBack(): void {
    const failures: unknown[] = [];
    for (const step of this.undo.splice(0).reverse()) {
      try {
        step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 0) this.end();
    else throw new AggregateError(failures, `earlier files could not be put back: look for them in ${this.work}`);
  }

  /** Forgets what was replaced. */
  end(): void {
    try {
      rmSync(this.work, { recursive: true, force: true });
    } catch {
      // All is in its place. What is left here are copies, and no reason to call the run a failure.
    }
  }

  /** A path in the work folder, whose own folders exist. */
  private workPath(part: 'new' | 'old', path: string): string {
    const full = join(this.work, part, path);
    const folder = dirname(full);
    if (!this.folders.has(folder)) mkdirSync(folder, { recursive: true });
    this.folders.add(folder);
    return full;
  }

  private moveTree(from: string, to: string): void {
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      const present = existsSync(target);
      if (entry.isDirectory() && present) {
        this.moveTree(source, target);
      } else {
        if (present) this.removeFolder(target);
        this.move(source, target);
      }
    }
  }

  /** Removes a folder that holds no files. */
  private removeFolder(path: string): void {
    for (const name of readdirSync(path)) this.removeFolder(join(path, name));
    rmdirSync(path);
    this.undo.push(() => mkdirSync(path));
  }

  private move(from: string, to: string): void {
    renameSync(from, to);
    this.undo.push(() => renameSync(to, from));
  }

  private makeFolder(path: string): void {
    if (existsSync(path)) return;
    this.makeFolder(dirname(path));
    mkdirSync(path);
    this.undo.push(() => rmdirSync(path));
  }
}

/** Beside the root, or in it where it is a mount of its own, to which nothing can be moved from outside. */
function workFolder(root: string): string {
  let parent = dirname(root);
  while (!existsSync(parent)) parent = dirname(parent);
  const mounted = existsSync(root) && statSync(root).dev !== statSync(parent).dev;
  return mkdtempSync(join(mounted ? root : parent, '.slipway-'));
}
