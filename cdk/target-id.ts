import { names, type Route } from '../platform/index';

/** Routes with the same are one target group: a port, and how clients reach it. */
export function targetId(route: Route): string {
  return `${names.constructId(route.port)}${route.sticky ? 'Sticky' : ''}${route.listen > 0 ? 'Raw' : ''}Targets`;
}
