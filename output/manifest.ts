import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInside } from './files';

/** File in the root of the output that lists what was written there, with SHA-256: only that is ever removed. */
export const manifestName = '.slipway-manifest.json';

/** Paths that Slipway wrote, to the SHA-256 of what it wrote. */
export type Manifest = ReadonlyMap<string, string>;

/**
 * What earlier runs wrote below a root. A list that is missing or damaged is empty: then nothing counts as ours, so that
 * files that differ are refused by name and none is lost. A path that leads out of the root is left out.
 */
export function readManifest(root: string): Manifest {
  try {
    const value: unknown = JSON.parse(readFileSync(join(root, manifestName), 'utf8'));
    const files = typeof value === 'object' && value !== null && 'files' in value ? value.files : undefined;
    if (typeof files !== 'object' || files === null) return new Map();
    return new Map(Object.entries(files).filter(([path, sum]) => isInside(path) && typeof sum === 'string'));
  } catch (error) {
    if (error instanceof SyntaxError) return new Map();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return new Map();
    throw error;
  }
}

export function printManifest(manifest: Manifest): string {
  const sorted = Object.fromEntries([...manifest].sort(([one], [other]) => (one < other ? -1 : 1)));
  return `${JSON.stringify({ version: 1, files: sorted }, null, 1)}\n`;
}

export function checksum(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
