import type { Platform, Route } from '../model/platform';
import { byConditions, isPlain, mayMeet, placeOf } from '../model/routing';
import { isAws } from '../resolve/environment';
import type { Scope } from '../resolve/scope';
import { at, isRaw, routes } from './route-places';
import type { Broken, Rule } from './rule';

function* routeTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  const known = new Map<string, Route[]>();
  for (const found of routes(scope, platform)) {
    const { route } = found;
    if (isRaw(route)) continue;
    const key = `${route.host} ${route.path.replace(/(?<=.)\/+$/, '')}`;
    const others = known.get(key) ?? [];
    known.set(key, [...others, route]);
    const other = others.find(
      (each) => byConditions(each, route) === 0 && mayMeet(each, route) && !shares(each, route),
    );
    if (other === undefined) continue;
    const where = route.host === '' ? `"${route.path}"` : `"${route.path}" of ${route.host}`;
    const rule = `leads ${where} to ${route.service}, but a route of ${other.service} has it already`;
    const fix = isPlain(route)
      ? 'give one of them another path or host'
      : 'ask for other methods or headers in one of them';
    yield { path: at(found, 'path'), value: '', rule, fix };
  }
}

/** Of routes that say how much of the same requests each gets. */
function shares(one: Route, other: Route): boolean {
  return one.weight !== null && other.weight !== null && placeOf(one) === placeOf(other);
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
    if (found.route.methods.length > 0) {
      yield { path: at(found, 'methods'), value: '', rule: 'but every gRPC call is a POST', fix: 'remove it' };
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

export const routeRules: readonly Rule[] = [
  {
    code: 'route-twice',
    summary:
      'One host, path, methods and headers lead to one service; of two routes that take one request neither by more conditions, which gets it would depend on the target.',
    fix: 'give one of them another path or host',
    find: routeTwice,
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
      'The path of a gRPC call is its method, so that it cannot be rewritten; every call is a POST; and its clients keep no cookies, so that it cannot be sticky.',
    fix: 'remove rewrite:, methods: or sticky:',
    find: grpcRoute,
  },
  {
    code: 'no-domain',
    summary: 'Routes need a public host name, except on a laptop, where it is localhost.',
    fix: 'add domain: to the environment, or host: to every route',
    find: routeWithoutHost,
  },
];
