import type { ServiceDescription } from '../description/description';
import type { Platform, Route } from '../model/platform';
import { isAws, isLocal } from '../resolve/environment';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { item, services } from './walk';

type Given = Exclude<Extract<NonNullable<ServiceDescription['routes']>, readonly unknown[]>[number], string>;
interface Found {
  readonly path: Path;
  readonly route: Route;
  /** A route written as a path alone has none. */
  readonly given: Given;
}

/** Routes with what the description says of them. The resolver leaves out those without a port, and reports them. */
function* routes(scope: Scope, platform: Platform): Iterable<Found> {
  for (const { path, workload, fields } of services(scope, platform)) {
    const given = fields.routes === undefined ? [] : [fields.routes].flat();
    if (given.length !== workload.routes.length) continue;
    for (const [at, route] of workload.routes.entries()) {
      const own = given[at];
      yield { path: item([...path, 'routes'], fields.routes, at), route, given: typeof own === 'object' ? own : {} };
    }
  }
}

function isRaw(route: Route): boolean {
  return route.protocol === 'tcp' || route.protocol === 'udp';
}

/** Place of a field of a route, or of the route where it does not say it. */
function at({ path, given }: Found, key: keyof Given): Path {
  return given[key] === undefined ? path : [...path, key];
}

function* routeTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  const known = new Map<string, Route>();
  for (const found of routes(scope, platform)) {
    const { route } = found;
    if (isRaw(route)) continue;
    const key = `${route.host} ${route.path.replace(/(?<=.)\/+$/, '')}`;
    const other = known.get(key);
    if (other === undefined) known.set(key, route);
    else {
      const where = route.host === '' ? `"${route.path}"` : `"${route.path}" of ${route.host}`;
      const rule = `leads ${where} to ${route.service}, but a route of ${other.service} has it already`;
      yield { path: at(found, 'path'), value: '', rule, fix: 'give one of them another path or host' };
    }
  }
}

/** Raw routes have public ports of their own; on a laptop they share its ports with the gateway. */
function* listenTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  const { gateway, environment } = platform;
  const shared = gateway.used && isLocal(environment.runtime);
  const known = new Map(shared ? [[`tcp ${gateway.port}`, 'the gateway']] : []);
  for (const found of routes(scope, platform)) {
    const { route } = found;
    if (!isRaw(route)) continue;
    const key = `${route.protocol} ${route.listen}`;
    const other = known.get(key);
    const rule = `takes the public port ${route.listen}, which ${other} has already`;
    if (other !== undefined)
      yield { path: at(found, 'listen'), value: '', rule, fix: 'give it another port by listen:' };
    known.set(key, `a route of ${route.service}`);
  }
}

/** Elastic Load Balancing, Target groups: gRPC needs an HTTPS listener. */
function* grpcWithoutTls(scope: Scope, platform: Platform): Iterable<Broken> {
  const { gateway, environment } = platform;
  if (gateway.scheme === 'https' || !isAws(environment.runtime)) return;
  for (const { path, route } of routes(scope, platform)) {
    if (route.protocol !== 'grpc') continue;
    const rule = `leads to a grpc port, but the gateway has no TLS, without which ${environment.runtime} routes no gRPC`;
    yield { path, value: '', rule, fix: 'take tls: false from the gateway' };
  }
}

function* authWithoutIssuer(scope: Scope, platform: Platform): Iterable<Broken> {
  if (platform.gateway.auth !== null) return;
  for (const found of routes(scope, platform)) {
    if (found.route.auth !== 'required') continue;
    const rule = 'but the gateway has no auth, so it does not know whose tokens are valid';
    yield { path: at(found, 'auth'), rule, fix: 'add gateway.auth: { issuer, audience }, or write auth: none' };
  }
}

/** Elastic Load Balancing validates tokens on HTTPS listeners only. */
function* authWithoutTls(scope: Scope, platform: Platform): Iterable<Broken> {
  const { gateway, environment } = platform;
  if (gateway.scheme === 'https' || !isAws(environment.runtime)) return;
  for (const found of routes(scope, platform)) {
    if (found.route.auth !== 'required') continue;
    const rule = `but the gateway has no TLS, without which ${environment.runtime} checks no tokens`;
    yield { path: at(found, 'auth'), rule, fix: 'take tls: false from the gateway' };
  }
}

/** The path of a gRPC call is the name of its method, and its connection outlives the cookie of a sticky session. */
function* grpcRoute(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const found of routes(scope, platform)) {
    if (found.route.protocol !== 'grpc') continue;
    if (found.given.rewrite !== undefined) {
      yield { path: at(found, 'rewrite'), rule: 'but the path of a gRPC call is its method', fix: 'remove it' };
    }
    if (found.route.sticky) {
      yield { path: at(found, 'sticky'), rule: 'but gRPC clients keep no cookies', fix: 'remove it' };
    }
  }
}

function* routeWithoutHost(scope: Scope, platform: Platform): Iterable<Broken> {
  const { environment } = platform;
  if (environment.domain !== '') return;
  const path = ['environments', scope.name];
  const without = [...routes(scope, platform)].find(({ route }) => !isRaw(route) && route.host === '');
  if (without === undefined) return;
  const rule = `has no domain, but ${without.route.service} is reached from outside`;
  yield { path, key: true, rule, fix: 'add domain: with the public host name, or host: to every route' };
}

/** Route 53 takes a record only into the zone that its name is in. */
function* hostOutsideZone(scope: Scope, platform: Platform): Iterable<Broken> {
  const { aws, domain } = platform.environment;
  // An id of a zone says nothing about its name.
  if (aws === null || !aws.hostedZone.includes('.')) return;
  const zone = aws.hostedZone.replace(/\.$/, '');
  const outside = (host: string) => host !== '' && host !== zone && !host.endsWith(`.${zone}`);
  const rule = `but that is not in the hosted zone ${zone}`;
  const fix = `choose a name that ends with .${zone}, or correct hostedZone`;
  if (outside(domain)) yield { path: ['environments', scope.name, 'domain'], rule, fix };
  for (const found of routes(scope, platform)) {
    if (found.given.host !== undefined && outside(found.route.host)) yield { path: at(found, 'host'), rule, fix };
  }
}

/**
 * A name leads to one load balancer: that of the gateway, or the one of raw routes, which each service has for itself on
 * Kubernetes. On a laptop all have one address.
 */
function* rawHost(scope: Scope, platform: Platform): Iterable<Broken> {
  const { environment, gateway } = platform;
  if (isLocal(environment.runtime)) return;
  const all = [...routes(scope, platform)];
  const web = new Set(all.filter(({ route }) => !isRaw(route)).map(({ route }) => route.host));
  if (gateway.used) web.add(gateway.host);
  const owners = new Map<string, string>();
  for (const found of all) {
    const { host, service } = found.route;
    if (!isRaw(found.route) || host === '') continue;
    const owner = owners.get(host) ?? service;
    owners.set(host, owner);
    const fix = `give it another name by host:, such as ${found.route.port}.${service}.${environment.domain || 'example.com'}`;
    if (web.has(host)) {
      const rule = `has the name ${host}, but that leads to the gateway, and a ${found.route.protocol} port has another load balancer`;
      yield { path: at(found, 'host'), value: '', rule, fix };
    } else if (owner !== service && !isAws(environment.runtime)) {
      const rule = `has the name ${host}, but that leads to the load balancer of ${owner}, and on Kubernetes each service has its own`;
      yield { path: at(found, 'host'), value: '', rule, fix };
    }
  }
}

export const routeRules: readonly Rule[] = [
  {
    code: 'route-twice',
    summary:
      'One host and path leads to one service; two routes with the same would depend on the order in which a target reads them.',
    fix: 'give one of them another path or host',
    find: routeTwice,
  },
  {
    code: 'listen-twice',
    summary: 'Each raw route has a public port of its own, and on a laptop another one than the gateway.',
    fix: 'give it another port by listen:',
    find: listenTwice,
  },
  {
    code: 'grpc-without-tls',
    summary: 'AWS load balancers route gRPC over TLS only.',
    fix: 'take tls: false from the gateway',
    find: grpcWithoutTls,
  },
  {
    code: 'auth-without-issuer',
    summary: 'A route that requires a token needs gateway.auth, which says whose tokens are valid.',
    fix: 'add gateway.auth: { issuer, audience }',
    find: authWithoutIssuer,
  },
  {
    code: 'auth-without-tls',
    summary: 'AWS load balancers check tokens on HTTPS listeners only.',
    fix: 'take tls: false from the gateway',
    find: authWithoutTls,
  },
  {
    code: 'grpc-route',
    summary:
      'The path of a gRPC call is its method, so that it cannot be rewritten, and its clients keep no cookies, so that it cannot be sticky.',
    fix: 'remove rewrite: or sticky:',
    find: grpcRoute,
  },
  {
    code: 'no-domain',
    summary: 'Routes need a public host name, except on a laptop, where it is localhost.',
    fix: 'add domain: to the environment, or host: to every route',
    find: routeWithoutHost,
  },
  {
    code: 'host-outside-zone',
    summary: 'Public host names are in the hosted zone of the environment: Route 53 takes no others.',
    fix: 'choose a name in the zone, or correct hostedZone',
    find: hostOutsideZone,
  },
  {
    code: 'raw-host',
    summary:
      'A public name leads to one load balancer: tcp and udp routes have another than the gateway, and on Kubernetes one for each service.',
    fix: 'give the tcp or udp route another name by host:',
    find: rawHost,
  },
];
