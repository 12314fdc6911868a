import type { Description, ServiceDescription } from '../description/description';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { item } from './walk';

/** A public name that an environment writes into Route 53, and where that is said. */
interface Host {
  readonly host: string;
  readonly path: Path;
}

/** The domain of an environment and the hosts of its routes. None where its DNS is the team's. */
function hostsOf({ environments, ...description }: Description, name: string): Host[] {
  const given = environments[name];
  if (given?.hostedZone === undefined) return [];
  const found: Host[] = given.domain === undefined ? [] : [host(given.domain, ['environments', name, 'domain'])];
  for (const section of ['services', 'resources'] as const) {
    for (const [owner, base] of Object.entries<MayBeRouted>(description[section] ?? {})) {
      const { only } = base;
      const over: Pick<MayBeRouted, 'routes'> | null | undefined = given[section]?.[owner];
      if (over === null || (only !== undefined && !only.includes(name))) continue;
      // A list takes the place of the base's.
      const routes = over?.routes === undefined ? (base.routes ?? []) : (over.routes ?? []);
      for (const [at, route] of (Array.isArray(routes) ? routes : [routes]).entries()) {
        if (typeof route !== 'object' || route.host === undefined) continue;
        found.push(host(route.host, [...item([section, owner, 'routes'], routes, at), 'host']));
      }
    }
  }
  return found;
}

/** A store says no routes. */
interface MayBeRouted {
  readonly only?: readonly string[] | undefined;
  readonly routes?: ServiceDescription['routes'] | null;
}

function host(text: string, path: Path): Host {
  return { host: text.toLowerCase(), path };
}

/** Two environments that write one name into one zone would take it from each other at every deploy. */
function* hostTwice({ name, description }: Scope): Iterable<Broken> {
  const taken = new Map<string, string>();
  for (const other of Object.keys(description.environments)) {
    // Of two the later in the file is the one to change.
    if (other === name) break;
    for (const each of hostsOf(description, other)) taken.set(each.host, other);
  }
  const said = new Set<string>();
  for (const { host: own, path } of hostsOf(description, name)) {
    const other = taken.get(own);
    if (other === undefined || said.has(own)) continue;
    said.add(own);
    const rule = `but environment ${other} writes the same name into Route 53`;
    const fix =
      path.at(-1) === 'domain'
        ? 'give each environment a domain of its own'
        : `give ${name} a host of its own: the routes again under environments.${name}.${path[0]}.${path[1]}`;
    yield { path, rule, fix };
  }
}

export const hostRules: readonly Rule[] = [
  {
    code: 'domain-twice',
    summary:
      'Two environments that write the same name into Route 53, as domain or as host of a route, would take it from each other.',
    fix: 'give each environment names of its own',
    find: hostTwice,
  },
];
