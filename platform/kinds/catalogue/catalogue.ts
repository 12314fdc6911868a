import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueServer } from './server';

/** One file for each server: a new one is known by being there. */
const folder = join(__dirname, 'servers');
const known = new Map<string, CatalogueServer>();

/** Kinds of the catalogue: names of the files. Sorted. */
export const catalogueKinds: readonly string[] = readdirSync(folder)
  .filter((file) => /^[a-z0-9-]+\.[jt]s$/.test(file))
  .map((file) => file.replace(/\.[jt]s$/, ''))
  .sort();

/** The facts of a server, read when it is asked for; undefined: no kind of the catalogue. */
export function catalogueServer(kind: string): CatalogueServer | undefined {
  if (!catalogueKinds.includes(kind)) return undefined;
  const found = known.get(kind) ?? (require(join(folder, kind)) as { server: CatalogueServer }).server;
  known.set(kind, found);
  return found;
}
