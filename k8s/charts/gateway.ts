import type { IGateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { type Answer, names, type Platform, type Route, routing } from '../../platform/index';
import { gatewayDuration } from '../duration';
import { labelsOf } from '../labels';
import type { Lookup } from '../lookup';
import { gatewayName, httpRouteName, httpsRedirectName, mostHostnames } from '../names';
import type { Manifest } from '../types';
import { certificate } from './certificate';
import { tlsListeners } from './tls-routes';

type Rule = NonNullable<IHTTPRoute['spec']['rules']>[number];
type Method = NonNullable<NonNullable<Rule['matches']>[number]['method']>;
type Listener = IGateway['spec']['listeners'][number];

const version = 'gateway.networking.k8s.io/v1';

/**
 * The entry by the Gateway API: a listener for each host name, and where there is TLS a second one that sends plain HTTP to it.
 *
 * Every route is an HTTPRoute, gRPC too: a GRPCRoute may not share a host name with an HTTPRoute (Gateway API, GRPCRoute), knows
 * whole services and methods in place of prefixes, and would change its kind when a platform gets its first page. The port of
 * the Service says that it speaks HTTP/2.
 */
export function gatewayObjects({ platform }: Lookup): Manifest[] {
  const { gateway } = platform;
  const metadata = { name: gatewayName(platform), labels: labelsOf(platform, gatewayName(platform), 'gateway') };
  const { annotations, secret } = certificate(platform);
  const object = {
    apiVersion: version,
    kind: 'Gateway',
    metadata: { ...metadata, ...(annotations !== null && { annotations }) },
    spec: {
      gatewayClassName: gateway.class,
      listeners: [
        ...hostsOf(platform).map((host) => listenerOf(platform, host, secret)),
        ...(gateway.scheme === 'https' ? [plain] : []),
        ...tlsListeners(platform, secret),
      ],
    },
  } satisfies IGateway;
  return gateway.scheme === 'https' ? [object, ...redirects(platform)] : [object];
}

/** Where plain HTTP comes in, only to be sent away. */
const plain = {
  name: 'http',
  protocol: 'HTTP',
  port: 80,
  allowedRoutes: { namespaces: { from: 'Same' } },
} satisfies Listener;

/** Routes of a service or a server; with the path after its name where it is not the whole host. */
export function routeObjects({ platform }: Lookup, routes: readonly Route[]): Manifest[] {
  return (
    routes
      .filter((route) => route.listen === 0)
      // Of routes that share their requests the first stands for all: two objects with one match would not divide them.
      .filter((route) => routing.sharersOf(platform, route)[0] === route)
      .map((route) => {
        const rule =
          route.answer === null
            ? ruleOf(platform, route, backendsOf(platform, route))
            : answering(platform, route, route.answer);
        return {
          apiVersion: version,
          kind: 'HTTPRoute',
          metadata: {
            name: httpRouteName(platform, route),
            labels: labelsOf(platform, route.service, routing.ownerOf(platform, route).kind),
          },
          spec: {
            parentRefs: [{ name: gatewayName(platform), sectionName: listenerName(platform, route.host) }],
            ...(route.host !== '' && { hostnames: [route.host] }),
            rules: [rule],
          },
        } satisfies IHTTPRoute;
      })
  );
}

type Filter = NonNullable<Rule['filters']>[number];

function headersOf({ gateway }: Platform): Filter[] {
  const set = Object.entries(gateway.headers).map(([name, value]) => ({ name, value }));
  return set.length === 0 ? [] : [{ type: 'ResponseHeaderModifier' as const, responseHeaderModifier: { set } }];
}

/** A redirect; responses are refused in limits.ts. */
function answering(platform: Platform, route: Route, answer: Answer): Rule {
  if (answer.kind === 'respond') throw new Error(`the Gateway API does not respond: ${route.host}${route.path}`);
  const { status, scheme, host, port, path } = answer;
  const requestRedirect = {
    ...(scheme !== '' && { scheme }),
    ...(host !== '' && { hostname: host }),
    ...(port !== 0 && { port }),
    ...(path !== '' && { path: { type: 'ReplaceFullPath' as const, replaceFullPath: path } }),
    statusCode: status,
  };
  const filters: Filter[] = [{ type: 'RequestRedirect' as const, requestRedirect }, ...headersOf(platform)];
  return { matches: matchesOf(route), filters };
}

function ruleOf(platform: Platform, route: Route, backendRefs: NonNullable<Rule['backendRefs']>): Rule {
  const filters: Filter[] = [...(route.rewrite === route.path ? [] : [rewriteOf(route)]), ...headersOf(platform)];
  return {
    matches: matchesOf(route),
    ...(filters.length > 0 && { filters }),
    backendRefs,
    timeouts: { request: gatewayDuration(route.timeout) },
  };
}

/** One for each method, since any match is enough; all of one match must hold. */
function matchesOf({ path, methods, headers }: Route): NonNullable<Rule['matches']> {
  const asked = Object.entries(headers).map(([name, value]) => ({ type: 'Exact' as const, name, value }));
  const match = {
    path: { type: 'PathPrefix' as const, value: path },
    ...(asked.length > 0 && { headers: asked }),
  };
  return methods.length === 0 ? [match] : methods.map((method) => ({ ...match, method: method as Method }));
}

function backendsOf(platform: Platform, route: Route) {
  return routing.sharersOf(platform, route).map((each) => ({
    name: each.service,
    port: routing.portOf(platform, each).as,
    ...(each.weight !== null && { weight: each.weight }),
  }));
}

function rewriteOf({ rewrite }: Route) {
  return {
    type: 'URLRewrite' as const,
    urlRewrite: { path: { type: 'ReplacePrefixMatch' as const, replacePrefixMatch: rewrite } },
  };
}

function listenerOf(platform: Platform, host: string, secret: string): Listener {
  const { scheme, port } = platform.gateway;
  return {
    name: listenerName(platform, host),
    ...(host !== '' && { hostname: host }),
    protocol: scheme === 'https' ? 'HTTPS' : 'HTTP',
    port,
    ...(scheme === 'https' && { tls: { mode: 'Terminate' as const, certificateRefs: [{ name: secret }] } }),
    allowedRoutes: { namespaces: { from: 'Same' } },
  };
}

function redirects(platform: Platform): Manifest[] {
  const hosts = hostsOf(platform).filter((host) => host !== '');
  const count = Math.max(1, Math.ceil(hosts.length / mostHostnames));
  return Array.from({ length: count }, (_, at) =>
    redirect(platform, at, hosts.slice(at * mostHostnames, (at + 1) * mostHostnames)),
  );
}

function redirect(platform: Platform, at: number, hosts: readonly string[]): Manifest {
  const { port } = platform.gateway;
  const route = {
    apiVersion: version,
    kind: 'HTTPRoute',
    metadata: {
      name: httpsRedirectName(platform, at),
      labels: labelsOf(platform, gatewayName(platform), 'gateway'),
    },
    spec: {
      parentRefs: [{ name: gatewayName(platform), sectionName: plain.name }],
      ...(hosts.length > 0 && { hostnames: [...hosts] }),
      rules: [
        {
          filters: [
            {
              type: 'RequestRedirect',
              requestRedirect: { scheme: 'https', statusCode: 301, ...(port !== 443 && { port }) },
            },
          ],
        },
      ],
    },
  } satisfies IHTTPRoute;
  return route;
}

/**
 * Host names that routes have, the gateway's own first. One that no route has has a listener too, to answer that there is
 * nothing, but where a wildcard takes it: a listener of its own would keep it from there.
 */
export function hostsOf(platform: Platform): string[] {
  const { gateway } = platform;
  const routes = routing.routesIn(platform).filter((route) => route.listen === 0);
  const routed = [...new Set(routes.map((route) => route.host))];
  const others = routed.filter((host) => host !== gateway.host).sort();
  const taken = !routed.includes(gateway.host) && routed.some((host) => routing.covers(host, gateway.host));
  return taken ? others : [gateway.host, ...others];
}

function listenerName({ gateway }: Platform, host: string): string {
  return host === gateway.host ? gateway.scheme : names.kubernetesName(gateway.scheme, host);
}
