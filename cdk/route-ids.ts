import { names, type Platform, perPlatform, type Route, routing } from '../platform/index';
import { distinctIds } from './distinct-ids';

/** What tells the rules of routes apart: two routes never have the same. */
export type RouteKey = Pick<Route, 'host' | 'path' | 'methods' | 'headers' | 'weight'>;

export function routeKey({ host, path, methods, headers, weight }: RouteKey): string {
  const shared = weight === null ? [] : ['shared'];
  return [`${host} ${path}`, ...routing.printConditions({ methods, headers }), ...shared].join(' ');
}

/** Everything of a host, in the place of a route for it. */
export function guardOf(host: string): RouteKey {
  return { host, path: '/', methods: [], headers: {}, weight: null };
}

interface RuleId {
  readonly id: string;
  /** Whether the rule has the id that it would have alone. */
  readonly first: boolean;
}

/** Ids of rules by their routes, each distinct in its stack: that of its service, or of the gateway where requests are shared. */
const idsOf = perPlatform((platform): ReadonlyMap<string, RuleId> => {
  const own = routing.routed(platform).map(({ routes }) => routes.filter(({ weight }) => weight === null));
  const stacks = [...own, routing.sharedRoutes(platform).flat()];
  return new Map(
    stacks.flatMap((routes) => {
      const web = routes.filter(({ listen }) => listen === 0);
      const bare = new Map(web.map((route) => [routeKey(route), ruleId(route)]));
      return [...distinctIds([...bare.keys()], (key) => bare.get(key) ?? '')];
    }),
  );
});

/** Of what it matches alone, so that a rule keeps its id when its place in the list changes. */
function ruleId({ host, path, methods, headers }: Route): string {
  const conditions = routing.printConditions({ methods, headers }).map((each) => `-${each}`);
  const words = `${host}${path}${conditions.join('')}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return `Rule${names.constructId(`${words}-${path.length}`)}`;
}

export function ruleIdOf(platform: Platform, route: RouteKey): string {
  const found = idsOf(platform).get(routeKey(route));
  if (found === undefined) throw new Error(`no rule for ${routeKey(route)}`);
  return found.id;
}

/**
 * Whether a rule has another id than it would have alone. It then has another priority too: when the route goes whose id it could
 * not have, it gets a new id, and CloudFormation makes the new rule before it takes the old one away.
 */
export function isRenamed(platform: Platform, key: RouteKey): boolean {
  return idsOf(platform).get(routeKey(key))?.first === false;
}

function hostId(host: string): string {
  return names.constructId(host.replaceAll('*', 'any').replaceAll(/[^a-z0-9]+/g, '-'));
}

/** Ids of host names, each distinct: `a-b.example.com` and `a.b.example.com` are two. */
export function hostIds(hosts: readonly string[]): (host: string) => string {
  const ids = distinctIds(hosts, hostId);
  return (host) => ids.get(host)?.id ?? hostId(host);
}

/** Those of the public names of a platform. */
export const publicHostIds = perPlatform((platform) =>
  hostIds([platform.gateway.host, ...routing.routesIn(platform).map(({ host }) => host)].filter((host) => host !== '')),
);
