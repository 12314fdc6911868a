import { names, type Platform, perPlatform, routing } from '../platform/index';
import { guardOf, isRenamed, type RouteKey as Key, routeKey } from './route-ids';

/**
 * Priorities of the listener's rules, 1 to 50000, by host and path.
 *
 * A route's priority comes from the route alone, so that adding one service never renumbers the rules of others: those live
 * in other stacks, and two rules with one priority, even for a moment of a deploy, fail it. The range is divided into bands
 * by the number of path segments, deepest first, since of two prefixes that both match a request the longer has more
 * segments, and two of the same depth never match the same request. Inside its band a route has the slot of its hash.
 * Where two hashes meet, the later one in the order of host and path takes the next free slot; only then can a new route
 * move another's rule, in about one of 50 platforms with 20 routes. Routes of one host and path that differ in methods and
 * headers stand right before that slot, by their rank; the slot itself is kept for the one that takes the rest.
 * A rule of routes that share their requests is in another stack than that of one route, and so has a slot of its own.
 */
export const rulePriorities = perPlatform((platform): ReadonlyMap<string, number> => {
  const taken = new Set<number>();
  const priorities = new Map<string, number>();
  for (const [place, keys] of placesOf(platform)) {
    const [first] = keys;
    if (first === undefined) continue;
    const conditional = keys.filter((key) => !routing.isPlain(key)).sort(byRank);
    const shared = conditional.length > 0 || keys.some(isShared) ? 1 : 0;
    const hashed = hash(keys.some((key) => isRenamed(platform, key)) ? `${place} renamed` : place);
    const slots = slotsFor(taken, bandOf(first), hashed, 1 + shared + 2 * conditional.length, first.path);
    for (const slot of slots) taken.add(slot);
    for (const key of keys) priorities.set(routeKey(key), slots[isShared(key) ? 1 : 0] ?? 0);
    for (const [at, key] of conditional.reverse().entries())
      priorities.set(routeKey(key), slots[1 + shared + 2 * at + (isShared(key) ? 1 : 0)] ?? 0);
  }
  return priorities;
});

/**
 * Routes of the load balancer for HTTP, and the hosts that keep their rest from a wildcard: each place once, by the text of the
 * route that takes all of it, in the order of those texts. A slash at the end of a path makes no other place.
 */
function placesOf(platform: Platform): [string, Key[]][] {
  const routes = routing.routesIn(platform).filter(({ listen }) => listen === 0);
  const places = new Map<string, Key[]>();
  for (const key of [...routes, ...routing.guardedHosts(platform).map(guardOf)]) {
    const place = `${key.host} ${key.path.replace(/(?<=.)\/+$/, '')}`;
    places.set(place, [...(places.get(place) ?? []), key]);
  }
  return [...places.values()]
    .map((keys): [string, Key[]] => {
      const { host, path } = keys.find(routing.isPlain) ?? keys[0] ?? guardOf('');
      return [`${host} ${path}`, keys];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function isShared({ weight }: Key): boolean {
  return weight !== null;
}

function byRank(one: Key, other: Key): number {
  return routing.byConditions(one, other) || (routeKey(one) < routeKey(other) ? -1 : 1);
}

/** Free slots of a band, downwards: the first is the next free one from where the hash leads. */
function slotsFor(
  taken: ReadonlySet<number>,
  { first, size }: { first: number; size: number },
  hashed: number,
  count: number,
  path: string,
): number[] {
  for (let tries = 0; tries < size; tries++) {
    const start = (hashed + tries) % size;
    if (taken.has(first + start)) continue;
    const slots = [];
    for (let slot = start; slot >= 0 && slots.length < count; slot--) {
      if (!taken.has(first + slot)) slots.push(first + slot);
    }
    if (slots.length === count) return slots;
  }
  throw new RangeError(`more than ${size} routes have ${segments(path)} path segments`);
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
function bandOf({ host, path }: Pick<Key, 'host' | 'path'>): { first: number; size: number } {
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
  return Number.parseInt(names.digest(text, 12), 16);
}
