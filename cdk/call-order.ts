import type { Platform } from '../platform/index';

/**
 * Which services and servers of kind `container` a service or such a server is deployed after: those that it calls. A task of Service
 * Connect knows the endpoints that exist when its service is deployed, and finds none that comes later (Amazon ECS
 * developer guide, "Amazon ECS Service Connect components"). Callers come first in the map. Of a circle of calls one
 * is left out, so that the stacks have an order; that caller finds its peer from its next deploy on.
 */
export function callOrder(platform: Platform): ReadonlyMap<string, readonly string[]> {
  const called = calls(platform);
  const known = new Map<string, readonly string[]>();
  const open = new Set<string>();
  const visit = (name: string): void => {
    open.add(name);
    const waits: string[] = [];
    for (const peer of called.get(name) ?? []) {
      if (open.has(peer)) continue;
      if (!known.has(peer)) visit(peer);
      waits.push(peer);
    }
    open.delete(name);
    known.set(name, waits);
  };
  for (const name of called.keys()) if (!known.has(name)) visit(name);
  return new Map([...known].reverse());
}

/** Whom each service or server calls, by name. Names of services, jobs and servers differ. */
function calls({ services, resources, flows }: Platform): ReadonlyMap<string, ReadonlySet<string>> {
  const servers = resources.filter(({ kind, provider }) => kind === 'container' && provider === 'container');
  const called = new Map([...services, ...servers].map(({ name }) => [name, new Set<string>()]));
  for (const { from, to, mesh } of flows) {
    if (mesh === '' && called.has(from.name) && called.has(to.name)) called.get(from.name)?.add(to.name);
  }
  return called;
}
