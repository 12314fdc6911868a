import { sortedEntries } from '../document/merge';
import type { Mounted } from '../model/platform';

/** `{ /srv/uploads: api.uploads }`; whether there is such a volume is a rule's matter (rules/mounts.ts). */
export function mountsOf(given: Readonly<Record<string, string>> | undefined): Mounted[] {
  return sortedEntries(given).map(([path, reference]) => {
    const [owner = '', ...volume] = reference.split('.');
    return { path, owner, volume: volume.join('.') };
  });
}
