import { at, isPlain, merge } from './merge';
import type { Path, Source } from './source';

/** A value, and where it stands in the text. */
export interface Layer {
  readonly written: Path;
  readonly value: unknown;
}

/** Values that are merged over one another, the last on top, as one that stands at `path`. */
export class Layers {
  readonly value: unknown;

  constructor(
    private readonly path: readonly string[],
    private readonly layers: readonly Layer[],
  ) {
    this.value = layers.reduce<unknown>((below, { value }) => merge(below, value, path), undefined);
  }

  /** Where a field of the whole is written: in the highest layer that says it, or a short form that it stands in. */
  written(field: Path): Path {
    const known = field.slice(0, depthOf(this.value, field));
    const top = this.layers.at(-1)?.written ?? this.path;
    const from = this.layers.findLast(({ value }) => {
      const depth = depthOf(value, known);
      return depth === known.length || !isPlain(at(value, known.slice(0, depth)));
    });
    return [...(from?.written ?? top), ...field];
  }
}

function depthOf(value: unknown, path: Path): number {
  let depth = 0;
  while (depth < path.length && at(value, path.slice(0, depth + 1)) !== undefined) depth += 1;
  return depth;
}

/** A description in which some parts are merged from several places: by section and name. */
export function layered(source: Source, value: unknown, parts: ReadonlyMap<string, Layers>): Source {
  const real = (path: Path): Path => {
    const [section, name, ...field] = path;
    const part = name === undefined ? undefined : parts.get(`${section}.${name}`);
    return part === undefined ? path : part.written(field);
  };
  return {
    file: source.file,
    value,
    real,
    place: (path) => source.place(real(path)),
    keyPlace: (path) => source.keyPlace(real(path)),
    written: (path) => source.written(real(path)),
    spellings: () => [],
  };
}
