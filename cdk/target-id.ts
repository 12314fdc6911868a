import { names, type Route } from '../platform/index';
import { distinctIds } from './distinct-ids';

/**
 * The route of the other transport that has the public port of this one and leads to the same port of the container: a network
 * load balancer has one listener for a number, which takes both (`TCP_UDP`) and leads to one group.
 */
export function twinOf(routes: readonly Route[], { listen, number, protocol, tls }: Route): Route | undefined {
  // A listener that ends TLS takes tcp alone.
  if (listen === 0 || tls === 'terminate') return undefined;
  return routes.find(
    (each) =>
      each.listen === listen && each.number === number && each.protocol !== protocol && each.tls !== 'terminate',
  );
}

/** Routes with the same are one target group: a port, and how clients reach it. `routes`: those of its service. */
export function targetId(routes: readonly Route[], route: Route): string {
  const bare = new Map(routes.map((each) => [targetOf(routes, each), bareId(routes, each)]));
  const own = targetOf(routes, route);
  return distinctIds([...bare.keys()], (key) => bare.get(key) ?? '').get(own)?.id ?? bareId(routes, route);
}

/** What routes of one group have in common: the words of an id may end one part or begin the next, as in `a` and `a-raw`. */
function targetOf(routes: readonly Route[], route: Route): string {
  const twin = twinOf(routes, route);
  if (twin !== undefined) return JSON.stringify(['both', (route.protocol === 'tcp' ? route : twin).port]);
  const { port, weight, sticky, cookie, listen } = route;
  return JSON.stringify(weight === null ? [port, sticky, cookie, listen > 0] : ['shared', port]);
}

function bareId(routes: readonly Route[], route: Route): string {
  const twin = twinOf(routes, route);
  if (twin !== undefined) {
    const { port } = route.protocol === 'tcp' ? route : twin;
    return `${names.constructId(port)}TcpUdpTargets`;
  }
  if (route.weight !== null) return sharedId(route);
  const sticky = route.sticky ? `Sticky${cookieId(route)}` : '';
  return `${names.constructId(route.port)}${sticky}${route.listen > 0 ? 'Raw' : ''}Targets`;
}

/** Cookies differ by capitals too, which ids do not keep. */
function cookieId({ cookie }: Route): string {
  if (cookie === '') return '';
  return names.constructId(/^[a-z]+$/.test(cookie) ? cookie : `${cookie.toLowerCase()}-${hex(cookie)}`);
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}

/** Of a port that shares requests with others: its group is in the stack of the gateway, beside those of other services. */
export function sharedId({ service, port }: Route): string {
  return `${names.constructId(service)}${names.constructId(port)}SharedTargets`;
}
