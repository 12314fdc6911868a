import { names, type Route } from '../platform/index';

/**
 * The route of the other transport that has the public port of this one and leads to the same port of the container: a network
 * load balancer has one listener for a number, which takes both (`TCP_UDP`) and leads to one group.
 */
export function twinOf(routes: readonly Route[], { listen, number, protocol }: Route): Route | undefined {
  if (listen === 0) return undefined;
  return routes.find((each) => each.listen === listen && each.number === number && each.protocol !== protocol);
}

/** Routes with the same are one target group: a port, and how clients reach it. `routes`: those of its service. */
export function targetId(routes: readonly Route[], route: Route): string {
  const twin = twinOf(routes, route);
  if (twin !== undefined) {
    const { port } = route.protocol === 'tcp' ? route : twin;
    return `${names.constructId(port)}TcpUdpTargets`;
  }
  return `${names.constructId(route.port)}${route.sticky ? 'Sticky' : ''}${route.listen > 0 ? 'Raw' : ''}Targets`;
}
