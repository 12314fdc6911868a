import type { Answer, ContainerResource, Platform, Port, Route, Service } from './platform';
import { containerServers, pathOf } from './users';

// Which route gets a request, on every target: that of the most exact host, of its routes the one with the longest path, then
// the one with methods, then the one with more headers. So the Gateway API says (HTTPRouteRule, matches), and the outputs that
// have an order of their own write it so.

/** What may be reached from outside. */
export type Routed = Service | ContainerResource;
type Routable = Pick<Platform, 'services' | 'resources'>;

/** Services, and the servers of kind `container` that run here: by name, whether they have routes or not. */
export function routed(platform: Routable): Routed[] {
  return [...platform.services, ...containerServers(platform)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Every route, in the order of what they lead to. */
export function routesIn(platform: Routable): Route[] {
  return routed(platform).flatMap(({ routes }) => routes);
}

/** The routes for which something holds, and where the description has them. */
export function placesOf(platform: Routable, holds: (route: Route) => boolean): { route: Route; path: string[] }[] {
  return routed(platform).flatMap((owner) =>
    owner.routes.flatMap((route, at) =>
      holds(route) ? [{ route, path: [...pathOf(owner), 'routes', String(at)] }] : [],
    ),
  );
}

/** What a route leads to. */
export function ownerOf(platform: Routable, route: Pick<Route, 'service'>): Routed {
  const known: readonly Routed[] = [...platform.services, ...containerServers(platform)];
  const found = known.find(({ name }) => name === route.service);
  if (found === undefined) throw new Error(`the model routes to "${route.service}", which it does not hold`);
  return found;
}

/** The port that a route leads to. */
export function portOf(platform: Routable, route: Pick<Route, 'service' | 'port'>): Port {
  const found = ownerOf(platform, route).ports.find(({ name }) => name === route.port);
  if (found === undefined)
    throw new Error(`the model names port "${route.port}" of "${route.service}", which it does not hold`);
  return found;
}

/** Most instances that there may be at once. */
export function mostOf(owner: Routed): number {
  return owner.kind === 'service' ? owner.scale.max : owner.replicas;
}

type Place = Pick<Route, 'host' | 'path' | 'methods' | 'headers'>;

/** Whether a host stands for all names one label below another. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*.');
}

/** Whether a wildcard takes what a host has too. Targets differ in how deep it goes; certificates go one label deep. */
export function covers(wildcard: string, host: string): boolean {
  return isWildcard(wildcard) && host !== wildcard && host.endsWith(wildcard.slice(1));
}

/** Whether requests reach the service. */
export function leads({ answer }: Pick<Route, 'answer'>): boolean {
  return answer === null;
}

/** Whether it takes every request for its host and path. */
export function isPlain({ methods, headers }: Pick<Place, 'methods' | 'headers'>): boolean {
  return methods.length === 0 && Object.keys(headers).length === 0;
}

/** What comes first is asked first. 0 where no request may match both. */
export function byPrecedence(one: Place, other: Place): number {
  return (
    Number(isWildcard(one.host)) - Number(isWildcard(other.host)) ||
    (isWildcard(one.host) ? other.host.length - one.host.length : 0) ||
    other.path.length - one.path.length ||
    byConditions(one, other)
  );
}

/** Of routes with one host and path. */
export function byConditions(
  one: Pick<Place, 'methods' | 'headers'>,
  other: Pick<Place, 'methods' | 'headers'>,
): number {
  const count = ({ headers }: Pick<Place, 'headers'>) => Object.keys(headers).length;
  return Number(other.methods.length > 0) - Number(one.methods.length > 0) || count(other) - count(one);
}

/** Whether some request fits the methods and the headers of both. */
export function mayMeet(one: Pick<Place, 'methods' | 'headers'>, other: Pick<Place, 'methods' | 'headers'>): boolean {
  const apart = Object.entries(one.headers).some(([name, value]) => {
    const wanted = other.headers[name];
    // Load balancers of AWS compare without regard to case.
    return wanted !== undefined && wanted.toLowerCase() !== value.toLowerCase();
  });
  const methods = one.methods.length === 0 || other.methods.length === 0;
  return !apart && (methods || one.methods.some((method) => other.methods.includes(method)));
}

/** Same requests: what routes with weights share. */
export function placeOf({ host, path, methods, headers }: Place): string {
  return [`${host} ${path.replace(/(?<=.)\/+$/, '')}`, ...printConditions({ methods, headers })].join(' ');
}

/** The routes that share their requests by weight, each group in the order of what they lead to; one alone too. */
export function sharedRoutes(platform: Routable): readonly (readonly Route[])[] {
  const groups = new Map<string, Route[]>();
  for (const route of routesIn(platform)) {
    if (route.weight !== null) groups.set(placeOf(route), [...(groups.get(placeOf(route)) ?? []), route]);
  }
  return [...groups.values()];
}

/** All that share the requests of a route, itself among them. */
export function sharersOf(platform: Routable, route: Route): readonly Route[] {
  if (route.weight === null) return [route];
  return sharedRoutes(platform).find((group) => group.includes(route)) ?? [route];
}

/**
 * Hosts of which a wildcard would take what their own routes leave: a name that has routes answers by those alone. None
 * where a route takes the whole host.
 */
export function guardedHosts(platform: Routable): string[] {
  const web = routesIn(platform).filter(({ listen }) => listen === 0);
  const wildcards = web.map(({ host }) => host).filter(isWildcard);
  const whole = new Set(web.filter((route) => route.path === '/' && isPlain(route)).map(({ host }) => host));
  const hosts = [...new Set(web.map(({ host }) => host))].filter((host) => !whole.has(host));
  return hosts.filter((host) => wildcards.some((wildcard) => covers(wildcard, host))).sort();
}

/** `POST PUT` and `x-track: beta`, in words. */
export function printConditions({ methods, headers }: Pick<Place, 'methods' | 'headers'>): string[] {
  return [
    ...(methods.length === 0 ? [] : [methods.join(' ')]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
}

/** What the gateway answers by itself, in words. */
export function printAnswer(answer: Answer): string {
  if (answer.kind === 'respond') return `responds ${answer.status}`;
  const { status, scheme, host, port, path } = answer;
  const usual = port === (scheme === 'https' ? 443 : 80);
  return `redirects by ${status} to ${scheme === '' ? '' : `${scheme}://${host}${usual ? '' : `:${port}`}`}${path}`;
}

/** Of routes of one name and path, with the same conditions, the one that a request for a place gets. */
export function routeFor(routes: readonly Route[], host: string, path: string, like: Route): Route | undefined {
  const web = routes.filter(({ listen }) => listen === 0);
  const own = web.find((route) => route.host === host)?.host ?? web.find((route) => covers(route.host, host))?.host;
  return web
    .filter((route) => route.host === own && isInside(path, route.path))
    .filter((route) => isPlain(route) || (mayMeet(route, like) && byConditions(route, like) >= 0))
    .sort(byPrecedence)[0];
}

/** Whole segments: `/users` has `/users/7`, never `/usersx`. */
function isInside(path: string, prefix: string): boolean {
  const bare = prefix.replace(/\/+$/, '');
  return path === bare || path.startsWith(`${bare}/`);
}
