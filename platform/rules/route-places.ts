import type { RouteFields } from '../description/route';
import type { Platform, Route } from '../model/platform';
import type { Path, Scope } from '../resolve/scope';
import { item, routed } from './walk';

/** A route, and where the description has it. */
export interface Found {
  readonly path: Path;
  readonly route: Route;
  /** A route written as a path alone has none. */
  readonly given: RouteFields;
}

/** Routes with what the description says of them. The resolver leaves out those without a port, and reports them. */
export function* routes(scope: Scope, platform: Platform): Iterable<Found> {
  for (const { path, owner, fields } of routed(scope, platform)) {
    const given = fields.routes === undefined ? [] : [fields.routes].flat();
    if (given.length !== owner.routes.length) continue;
    for (const [at, route] of owner.routes.entries()) {
      const own = given[at];
      yield { path: item([...path, 'routes'], fields.routes, at), route, given: typeof own === 'object' ? own : {} };
    }
  }
}

export function isRaw(route: Route): boolean {
  return route.protocol === 'tcp' || route.protocol === 'udp';
}

/** Place of a field of a route, or of the route where it does not say it. */
export function at({ path, given }: Found, key: keyof RouteFields): Path {
  return given[key] === undefined ? path : [...path, key];
}
