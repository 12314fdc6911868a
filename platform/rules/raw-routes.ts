import type { Platform, Route } from '../model/platform';
import { isWildcard } from '../model/routing';
import { isAws, isLocal } from '../resolve/environment';
import { byGateway } from '../resolve/routes';
import type { Scope } from '../resolve/scope';
import { at, isRaw, routes } from './route-places';
import type { Broken, Rule } from './rule';

/**
 * Raw routes have public ports of their own; on a laptop they share its ports with the gateway, and so they do on Kubernetes
 * where it knows their TLS. By TLS a client says whom it asks for, so that several may share a port.
 */
function* listenTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  const { gateway, environment } = platform;
  const known = new Map<number, Route[]>();
  for (const found of routes(scope, platform)) {
    const { route } = found;
    if (!isRaw(route)) continue;
    const ofGateway = gateway.used && (isLocal(environment.runtime) || byGateway(environment, route));
    const web = isLocal(environment.runtime) || gateway.scheme === 'http' ? [gateway.port] : [80, gateway.port];
    const others = known.get(route.listen) ?? [];
    const other = others.find((each) => each.protocol === route.protocol && !areApart(platform, each, route));
    known.set(route.listen, [...others, route]);
    const taken = ofGateway && route.protocol === 'tcp' && web.includes(route.listen);
    if (other === undefined && !taken) continue;
    const rule = `takes the public port ${route.listen}, which ${taken ? 'the gateway' : `a route of ${other?.service}`} has already`;
    yield { path: at(found, 'listen'), value: '', rule, fix: 'give it another port by listen:' };
  }
}

/** Whether the name that a client asks for tells two routes of one port apart. A laptop has no certificates to end TLS with. */
function areApart({ environment }: Platform, one: Route, other: Route): boolean {
  const both = [one, other];
  const named = isLocal(environment.runtime)
    ? both.every(({ tls }) => tls === 'passthrough')
    : both.every(({ tls }) => tls !== 'none');
  return named && one.host !== other.host;
}

/** TLS needs a certificate to be ended with, and a name to be passed on by. */
function* rawTls(scope: Scope, platform: Platform): Iterable<Broken> {
  const { gateway, environment } = platform;
  if (isLocal(environment.runtime)) return;
  for (const found of routes(scope, platform)) {
    const { tls, host } = found.route;
    if (tls === 'none') continue;
    if (tls === 'terminate' && gateway.certificate.kind === 'none') {
      const rule = 'but the gateway has no TLS, and so no certificate';
      yield { path: at(found, 'tls'), rule, fix: 'take tls: false from the gateway' };
    }
    if (host === '') {
      const rule = 'but the route has no name that a client could ask for';
      yield { path: at(found, 'tls'), rule, fix: 'add domain: to the environment, or host: to the route' };
    }
  }
}

/**
 * A name leads to one load balancer: that of the gateway, or the one of raw routes, which each service has for itself on
 * Kubernetes. On a laptop all have one address.
 */
function* rawHost(scope: Scope, platform: Platform): Iterable<Broken> {
  const { environment, gateway } = platform;
  const all = [...routes(scope, platform)];
  for (const found of all) {
    const { host } = found.given;
    if (!isRaw(found.route) || host === undefined || !isWildcard(host)) continue;
    const rule = `names every host of ${host.slice(2)}, but a ${found.route.protocol} port is asked for by its number alone`;
    yield {
      path: at(found, 'host'),
      value: '',
      rule,
      fix: `write ${found.route.port}.${found.route.service}.${host.slice(2)}`,
    };
  }
  if (isLocal(environment.runtime)) return;
  const web = new Set(all.filter(({ route }) => byGateway(environment, route)).map(({ route }) => route.host));
  if (gateway.used) web.add(gateway.host);
  const owners = new Map<string, string>();
  for (const found of all) {
    const { host, service } = found.route;
    if (byGateway(environment, found.route) || host === '' || isWildcard(host)) continue;
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

export const rawRouteRules: readonly Rule[] = [
  {
    code: 'listen-twice',
    summary:
      'Each raw route has a public port of its own, and on a laptop another one than the gateway; by TLS, where the client says whom it asks for, several share one.',
    fix: 'give it another port by listen:',
    find: listenTwice,
  },
  {
    code: 'raw-tls',
    summary:
      "TLS of a raw route is ended with the gateway's certificate, or passed on by the route's host: the first needs TLS at the gateway, both a name.",
    fix: 'take tls: false from the gateway, or give the route a host',
    find: rawTls,
  },
  {
    code: 'raw-host',
    summary:
      'A public name leads to one load balancer: tcp and udp routes have another than the gateway, and on Kubernetes one for each service. A wildcard is for http, ws and grpc, which say the name that they ask for.',
    fix: 'give the tcp or udp route another name by host:',
    find: rawHost,
  },
];
