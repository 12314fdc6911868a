import { createHash } from 'node:crypto';
import { type Document, loadText, type Platform } from '../../platform/index';
import { type DescriptionName, describedBy, descriptions, resolved } from './cases';
import { renderOutput, renderPipeline } from './outputs/index';

/** A hash of every file of every environment, by its path below `dist/`. */
export type Hashes = Readonly<Record<string, string>>;

export function platformsIn(document: Document): readonly Platform[] {
  return document.environments.map((environment) => resolved(document, environment));
}

export async function hashesOf(platforms: readonly Platform[]): Promise<Hashes> {
  const found: [string, string][] = [];
  for (const platform of platforms) {
    const { kind, files } = await renderOutput(platform);
    for (const [path, text] of files) found.push([`${platform.environment.name}/${kind}/${path}`, hash(text)]);
  }
  for (const [path, text] of await renderPipeline(platforms)) found.push([`ci/${path}`, hash(text)]);
  return Object.fromEntries(found);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** All descriptions as they stand. */
export async function allHashes(): Promise<Record<DescriptionName, Hashes>> {
  const found = {} as Record<DescriptionName, Hashes>;
  for (const name of descriptions) found[name] = await hashesOf(platformsIn(describedBy(name)));
  return found;
}

/** A description with another text, beside the same files. */
export function withText(name: DescriptionName, text: string): Document {
  const { file, read } = describedBy(name);
  const { document, problems } = loadText(file, text, read);
  if (document === undefined) throw new Error(JSON.stringify(problems));
  return document;
}
