import { at, isPlain } from './merge';
import type { Source } from './parse';
import { longForm } from './short-forms';

type Path = readonly (string | number)[];

/** Where a value of a resolved platform comes from. */
export type Origin =
  | { readonly kind: 'line'; readonly line: number; readonly column: number }
  | { readonly kind: 'environment'; readonly line: number; readonly column: number }
  /** Fields that a service or a job shares with others. */
  | { readonly kind: 'defaults'; readonly line: number; readonly column: number }
  | { readonly kind: 'default'; readonly reason: string };

/** Finds places in the description for fields of one environment, where an override may stand in another place than the base. */
export class Places {
  constructor(
    private readonly source: Source,
    private readonly environment: string,
  ) {}

  /** Place of the field in the text: of the override where there is one, else of the base, else of the nearest thing that exists. */
  locate(path: Path, key = false): { line: number; column: number } {
    const real = this.written(path);
    return key ? this.source.keyPlace(real) : this.source.place(real);
  }

  /** Path in the text: `environments.prod.services.orders...` where the environment says it, else in the base. */
  written(path: Path): Path {
    return this.source.real(this.overridden(path));
  }

  private overridden(path: Path): Path {
    const [head] = path;
    if (head === 'environments' || !overridable.has(String(head))) return path;
    const over = ['environments', this.environment, ...path];
    const depth = this.depth(over) - 2;
    const base = this.depth(path);
    if (depth === path.length) return over;
    if (depth <= 1) return path;
    // A short form replaces all below it; a map replaces a short form, but for the fields that the short form stands for.
    if (!this.isMap(over, depth + 2) || depth > base) return over;
    return depth === base && !this.isMap(path, base) && !this.standsFor(path, base) ? over : path;
  }

  /** Whether a value was written, where, or which default it took. A short form such as `cpu: 0.5` stands for all below it. */
  origin(path: Path, reason: string): Origin {
    const real = this.written(path);
    const existing = real.slice(0, this.depth(real));
    const value = at(this.source.value, existing);
    if (value === null) return { kind: 'default', reason };
    const whole = existing.length === real.length;
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!whole && isMap) return { kind: 'default', reason };
    return {
      kind: path[0] === real[0] ? 'line' : real[0] === 'environments' ? 'environment' : 'defaults',
      ...this.source.place(existing),
    };
  }

  /** Whether the short form at the start of a path gives the next step. */
  private standsFor(path: Path, length: number): boolean {
    const start = path.slice(0, length);
    const long = longForm(at(this.source.value, start), start);
    return long !== undefined && Object.hasOwn(long, String(path[length]));
  }

  private isMap(path: Path, length: number): boolean {
    return isPlain(at(this.source.value, path.slice(0, length)));
  }

  private depth(path: Path): number {
    let here: unknown = this.source.value;
    let depth = 0;
    for (const key of path) {
      if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return depth;
      here = (here as Record<string | number, unknown>)[key];
      depth += 1;
    }
    return depth;
  }
}

const overridable = new Set(['services', 'jobs', 'resources', 'gateway']);
