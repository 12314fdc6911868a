import { createHash } from 'node:crypto';
import type { Platform, Route } from '../platform/index';

/** What decides the priority of a rule: two routes never have the same. */
type Key = Pick<Route, 'host' | 'path'>;

/**
 * Priorities of the listener's rules, 1 to 50000, by host and path.
 *
 * A route's priority comes from the route alone, so that adding one service never renumbers the rules of others: those live
 * in other stacks, and two rules with one priority, even for a moment of a deploy, fail it. The range is divided into bands
 * by the number of path segments, deepest first, since of two prefixes that both match a request the longer has more
 * segments, and two of the same depth never match the same request. Inside its band a route has the slot of its hash.
 * Where two hashes meet, the later one in the order of host and path takes the next free slot; only then can a new route
 * move another's rule, in about one of 50 platforms with 20 routes.
 */
export function rulePriorities(platform: Platform): ReadonlyMap<string, number> {
  const known = prioritiesOf.get(platform);
  if (known !== undefined) return known;
  const keys = new Map<string, Key>();
  for (const route of platform.services.flatMap((service) => service.routes)) {
    if (route.listen === 0) keys.set(routeKey(route), route);
  }
  const taken = new Set<number>();
  const priorities = new Map<string, number>();
  for (const [name, key] of [...keys].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const band = bandOf(key);
    const start = hash(name) % band.size;
    let slot = start;
    while (taken.has(band.first + slot)) {
      slot = (slot + 1) % band.size;
      if (slot === start)
        throw new RangeError(`more than ${band.size} routes have ${segments(key.path)} path segments`);
    }
    taken.add(band.first + slot);
    priorities.set(name, band.first + slot);
  }
  prioritiesOf.set(platform, priorities);
  return priorities;
}

const prioritiesOf = new WeakMap<Platform, ReadonlyMap<string, number>>();

export function routeKey({ host, path }: Key): string {
  return `${host} ${path}`;
}

/** Most segments of a path in a condition of 128 characters. */
const deepest = 64;
/** Slots of the usual depths, and of each deeper one. Together with wildcard hosts, which come after all, 50000 at most. */
const sizes = new Map([
  [0, 6000],
  [1, 8000],
  [2, 6000],
  [3, 2000],
]);
const otherSize = 40;

/** Deepest first; hosts with a wildcard after all others, since an exact host is the better match. */
function bandOf({ host, path }: Key): { first: number; size: number } {
  const depth = Math.min(segments(path), deepest);
  const sizeOf = (each: number) => sizes.get(each) ?? otherSize;
  let first = 1;
  for (let each = deepest; each > depth; each--) first += sizeOf(each);
  const all = Array.from({ length: deepest + 1 }, (_, each) => sizeOf(each)).reduce((sum, size) => sum + size, 0);
  return { first: host.includes('*') ? first + all : first, size: sizeOf(depth) };
}

function segments(path: string): number {
  return path.split('/').filter((segment) => segment !== '').length;
}

function hash(text: string): number {
  return Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 12), 16);
}
