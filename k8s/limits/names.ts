import { type Limit, type Platform, type Route, type Runtime, readersOf, routing, tasksIn } from '../../platform/index';
import { serverOf } from '../../provision/index';
import type { Path } from '../inventory';
import { claimName, httpRouteName, httpsRedirectName, tlsRouteName } from '../names';

const runtimes: readonly Runtime[] = ['kubernetes'];

/** Names of several parts with a hyphen between them: where one part ends is not seen in them. */
export const nameLimits: readonly Limit[] = [
  {
    code: 'unsupported-name',
    field: 'services.*.routes.*.host',
    runtimes,
    reason:
      'the object of a route is named after its service, host and path with hyphens between them, and another route has the same name',
    fix: 'rename the service, or choose another host',
    acceptable: false,
    find: takenRoutes,
  },
  {
    code: 'unsupported-name',
    field: '*.*.volumes',
    runtimes,
    reason:
      'a claim is named after its volume and its workload with a hyphen between them, and another one has the same name: both would write to one volume',
    fix: 'rename the volume',
    acceptable: false,
    find: takenClaims,
  },
];

function takenRoutes(platform: Platform): Path[] {
  const { gateway } = platform;
  if (gateway.kind === 'ingress') return [];
  const redirects = gateway.used && gateway.scheme === 'https' ? [0, 1, 2, 3] : [];
  const known = new Set(redirects.map((at) => `HTTPRoute ${httpsRedirectName(platform, at)}`));
  const nameOf = (route: Route): string | undefined => {
    if (route.listen > 0) return route.tls === 'none' ? undefined : `TLSRoute ${tlsRouteName(route)}`;
    // Of routes that share their requests the first has an object.
    const [first] = routing.sharersOf(platform, route);
    return first === route ? `HTTPRoute ${httpRouteName(platform, route)}` : undefined;
  };
  return routing
    .placesOf(platform, (route) => {
      const name = nameOf(route);
      const taken = name !== undefined && known.has(name);
      if (name !== undefined) known.add(name);
      return taken;
    })
    .map(({ path, route }) => (route.host === gateway.host ? path : [...path, 'host']));
}

/**
 * Claims of the pods of a StatefulSet have the number of the pod behind their name; those of Jobs, and of volumes that others read, are
 * objects of their own.
 */
function takenClaims(platform: Platform): Path[] {
  const known = new Map<string, string>();
  const taken = (name: string, owner: string) => {
    const other = known.get(name) ?? owner;
    known.set(name, other);
    return other !== owner;
  };
  for (const resource of platform.resources) {
    if (resource.kind === 'container') continue;
    for (const { name } of serverOf(platform, resource)?.container.volumes ?? [])
      taken(`${name}-${resource.name}`, resource.name);
  }
  return tasksIn(platform).flatMap(({ user, containers }) =>
    containers.flatMap(({ path, container }) =>
      container.volumes
        .filter(({ name }) => {
          const names =
            user.kind === 'job' || readersOf(platform, user.name, name).length > 0
              ? [claimName(user.name, name), claimName(user.name, name).replace(/-\d+$/, '')]
              : [`${name}-${user.name}`];
          return names.filter((each) => taken(each, user.name)).length > 0;
        })
        .map(({ name }): Path => [...path, 'volumes', name]),
    ),
  );
}
