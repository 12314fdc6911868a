import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, 'uses');

/**
 * How parts of the language are used, by the section of the reference: what its fields do not say one by one. One file a
 * subject, `<section>.<subject>.md`; a test reads the samples in it.
 */
export function usesOf(section: string): string {
  const files = readdirSync(folder).filter((file) => file.split('.', 1)[0] === section);
  return files
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
    .join('\n\n');
}
