import type { Files } from '../../output/index';
import { count } from '../problems';
import type { Paint } from '../report';
import { table } from '../table';
import type { Part } from './plan';

export interface SizedFile {
  readonly path: string;
  /** Of the text in UTF-8. */
  readonly bytes: number;
}

/** The files of each part, by its folder. */
export function filesOf(parts: readonly Part[], files: Files): ReadonlyMap<string, readonly SizedFile[]> {
  return new Map(
    parts.map(({ folder }) => {
      const own = [...files].filter(([path]) => path.startsWith(`${folder}/`));
      return [
        folder,
        own.map(([path, text]) => ({ path: path.slice(folder.length + 1), bytes: Buffer.byteLength(text) })),
      ];
    }),
  );
}

/** A heading for each part, and its files with their sizes. */
export function printTree(out: string, sized: ReadonlyMap<string, readonly SizedFile[]>, paint: Paint): string {
  const blocks = [...sized].map(([folder, files]) => {
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const rows = table(files.map(({ path, bytes }) => [`  ${path}`, printSize(bytes)]));
    return [`${paint('bold', `${out}/${folder}`)}  ${count(files.length, 'file')}, ${printSize(total)}`, ...rows].join(
      '\n',
    );
  });
  return blocks.join('\n');
}

/** In units of 1000 bytes: `812 B`, `1.2 kB`, `340 kB`. */
export function printSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
