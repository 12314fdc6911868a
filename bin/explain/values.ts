import type { Origin, Platform, Variable } from '../../platform/index';
import type { Origins } from './origins';

/** Lists that the description has as a whole; nothing in them has an origin of its own. */
const wholes = new Set([
  'accept',
  'after',
  'aliases',
  'args',
  'calls',
  'capabilities',
  'command',
  'consumes',
  'credentials',
  'egress',
  'extensions',
  'flows',
  'from',
  'imagePullSecrets',
  'members',
  'overrides',
  'permissions',
  'mounts',
  'publishes',
  'readers',
  'scrapers',
  'secrets',
  'sysctls',
  'tolerations',
  'ulimits',
  'uses',
  'value',
  'writable',
  'zones',
]);

/** The origin of every value of a platform, by its JSON pointer (RFC 6901). */
export function originsByPointer(platform: Platform, origins: Origins): Record<string, Origin> {
  const found: Record<string, Origin> = {};
  const visit = (value: unknown, pointer: string, path: readonly string[]): void => {
    if (path.at(-1) === 'env' && Array.isArray(value)) {
      (value as Variable[]).forEach((each, at) => {
        found[`${pointer}/${at}`] = origins.ofVariable(path.slice(0, -1), each);
      });
      return;
    }
    if (!isBranch(value) || wholes.has(path.at(-1) ?? '')) {
      found[pointer] = origins.of(path);
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      visit(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, [
        ...path,
        nameOf(inner, key, value),
      ]);
    }
  };
  visit(platform, '', []);
  return found;
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Entries of lists go by their names where they have one, as in the description. */
function nameOf(entry: unknown, key: string, list: object): string {
  if (!Array.isArray(list) || typeof entry !== 'object' || entry === null) return key;
  if ('name' in entry && typeof entry.name === 'string') return entry.name;
  const keyed = 'content' in entry || 'from' in entry;
  return keyed && 'path' in entry && typeof entry.path === 'string' ? entry.path : key;
}
