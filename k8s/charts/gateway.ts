import type { IGateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { names, type Platform, type Port, type Route, type Service } from '../../platform/index';
import { gatewayDuration } from '../duration';
import { labelsOf } from '../labels';
import { get, type Lookup } from '../lookup';
import type { Manifest } from '../types';
import { certificate } from './certificate';

type Rule = NonNullable<IHTTPRoute['spec']['rules']>[number];
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
      ],
    },
  } satisfies IGateway;
  return gateway.scheme === 'https' ? [object, redirect(platform)] : [object];
}

/** Where plain HTTP comes in, only to be sent away. */
const plain = {
  name: 'http',
  protocol: 'HTTP',
  port: 80,
  allowedRoutes: { namespaces: { from: 'Same' } },
} satisfies Listener;

/** A service's routes; with the path after the service's name where it is not the whole host. */
export function routeObjects({ platform, services }: Lookup, routes: readonly Route[]): Manifest[] {
  return routes
    .filter((route) => route.listen === 0)
    .map((route) => {
      const { host } = platform.gateway;
      const parts = [...(route.host === host ? [] : [route.host]), ...(route.path === '/' ? [] : [route.path])];
      const port = portOf(get(services, route.service), route);
      return {
        apiVersion: version,
        kind: 'HTTPRoute',
        metadata: {
          name: names.kubernetesName(route.service, ...parts),
          labels: labelsOf(platform, route.service, 'service'),
        },
        spec: {
          parentRefs: [{ name: gatewayName(platform), sectionName: listenerName(platform, route.host) }],
          ...(route.host !== '' && { hostnames: [route.host] }),
          rules: [ruleOf(platform, route, port)],
        },
      } satisfies IHTTPRoute;
    });
}

function ruleOf({ gateway }: Platform, route: Route, port: Port): Rule {
  const set = Object.entries(gateway.headers).map(([name, value]) => ({ name, value }));
  const filters: Rule['filters'] = [
    ...(route.rewrite === route.path ? [] : [rewriteOf(route)]),
    ...(set.length === 0 ? [] : [{ type: 'ResponseHeaderModifier' as const, responseHeaderModifier: { set } }]),
  ];
  return {
    matches: [{ path: { type: 'PathPrefix', value: route.path } }],
    ...(filters.length > 0 && { filters }),
    backendRefs: [{ name: route.service, port: port.as }],
    timeouts: { request: gatewayDuration(route.timeout) },
  };
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

function redirect(platform: Platform): Manifest {
  const { port } = platform.gateway;
  const hosts = hostsOf(platform).filter((host) => host !== '');
  const route = {
    apiVersion: version,
    kind: 'HTTPRoute',
    metadata: {
      name: names.kubernetesName(gatewayName(platform), 'to', 'https'),
      labels: labelsOf(platform, gatewayName(platform), 'gateway'),
    },
    spec: {
      parentRefs: [{ name: gatewayName(platform), sectionName: plain.name }],
      ...(hosts.length > 0 && { hostnames: hosts }),
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

export function gatewayName({ name }: Platform): string {
  return name;
}

/** Host names that routes have, the gateway's own first. */
export function hostsOf({ gateway, services }: Platform): string[] {
  const routes = services.flatMap((service) => service.routes).filter((route) => route.listen === 0);
  const others = [...new Set(routes.map((route) => route.host))].filter((host) => host !== gateway.host).sort();
  return [gateway.host, ...others];
}

function listenerName({ gateway }: Platform, host: string): string {
  return host === gateway.host ? gateway.scheme : names.kubernetesName(gateway.scheme, host);
}

function portOf(service: Service, route: Route): Port {
  const port = service.ports.find(({ name }) => name === route.port);
  if (port === undefined)
    throw new Error(`the model names port "${route.port}" of "${service.name}", which it does not hold`);
  return port;
}
