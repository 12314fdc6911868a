import { defaults, type Limit, type Platform, type Route, type Runtime, routing } from '../../platform/index';
import { mostHours } from '../duration';
import type { Path } from '../inventory';

const runtimes: readonly Runtime[] = ['kubernetes'];
const unwritten = 'neither the Gateway API nor Ingress has a standard field for it';

/** Gateway API, Gateway, `listeners`. */
const mostListeners = 64;

export const gatewayLimits: readonly Limit[] = [
  {
    code: 'unsupported-listeners',
    field: 'services.*.routes.*.host',
    runtimes,
    reason: `a Gateway has ${mostListeners} listeners at most: one for each host and each tcp port with TLS, and one for plain HTTP`,
    fix: 'write a wildcard host, such as "*.example.com", for hosts that lead to one service',
    acceptable: false,
    find: (platform) => {
      if (!platform.gateway.used || platform.gateway.kind !== 'gateway-api') return [];
      const { gateway } = platform;
      const known = new Set([gateway.host, ...(gateway.scheme === 'https' ? [' plain'] : [])]);
      const isAbove = ({ listen, host, tls }: Route) => {
        if (listen > 0 && tls === 'none') return false;
        const name = listen > 0 ? `${host}:${listen}` : host;
        const above = !known.has(name) && known.size >= mostListeners;
        if (!above) known.add(name);
        return above;
      };
      return routing.placesOf(platform, isAbove).map(({ path }) => [...path, 'host']);
    },
  },
  {
    code: 'unsupported-route-auth',
    field: 'services.*.routes.*.auth',
    runtimes,
    reason: `${unwritten}, so the gateway lets requests without a token through`,
    fix: "let the service check the token, or add the controller's own policy (SecurityPolicy of Envoy Gateway) beside the manifests",
    acceptable: true,
    find: (platform) => routesWhere(platform, 'auth', ({ auth }) => auth === 'required'),
  },
  {
    code: 'unsupported-sticky',
    field: 'services.*.routes.*.sticky',
    runtimes,
    reason: `${unwritten} outside the experimental channel, so requests of one client reach any replica`,
    fix: 'keep the state in a store, or remove sticky in this environment',
    acceptable: true,
    find: (platform) => routesWhere(platform, 'sticky', ({ sticky }) => sticky),
  },
  {
    code: 'unsupported-respond',
    field: 'services.*.routes.*.respond',
    runtimes,
    reason: `${unwritten}, so nothing would answer`,
    fix: "let a service answer, or remove the route in this environment and add the controller's own filter (HTTPRouteFilter of Envoy Gateway) beside the manifests",
    acceptable: false,
    find: (platform) => routesWhere(platform, 'respond', ({ answer }) => answer?.kind === 'respond'),
  },
  {
    code: 'unsupported-long-timeout',
    field: 'services.*.routes.*.timeout',
    runtimes,
    reason: `a duration of the Gateway API has ${mostHours} hours at most`,
    fix: `write ${mostHours}h or less`,
    acceptable: false,
    find: (platform) =>
      platform.gateway.kind === 'gateway-api'
        ? routesWhere(platform, 'timeout', ({ listen, timeout }) => listen === 0 && timeout >= (mostHours + 1) * 3600)
        : [],
  },
  {
    code: 'unsupported-idle-timeout',
    field: 'gateway.idleTimeout',
    runtimes,
    reason: `${unwritten}, so the controller's own time-out holds`,
    fix: "remove it in this environment, and set it in the controller's own policy",
    acceptable: true,
    find: ({ gateway }) =>
      gateway.used && gateway.idleTimeout !== defaults.gateway.idleTimeout ? [['gateway', 'idleTimeout']] : [],
  },
  {
    code: 'unsupported-gateway-from',
    field: 'gateway.from',
    runtimes,
    reason: `${unwritten}, so every address reaches the http and grpc routes (tcp and udp routes do keep to it)`,
    fix: "remove it in this environment, and set it in the controller's own policy or on its load balancer",
    acceptable: true,
    find: ({ gateway }) =>
      gateway.used && String(gateway.from) !== String(defaults.gateway.from) ? [['gateway', 'from']] : [],
  },
];

const byIngress = 'a plain Ingress has no field for it';
const useGateway = 'use kind: gateway-api';

/** What the Gateway API can say and a plain Ingress cannot. */
export const ingressLimits: readonly Limit[] = [
  {
    code: 'unsupported-rewrite',
    field: 'services.*.routes.*.rewrite',
    runtimes,
    reason: `${byIngress}, so the service sees the path as it is`,
    fix: `${useGateway}, or remove rewrite in this environment`,
    acceptable: true,
    find: (platform) => ingressRoutes(platform, 'rewrite', ({ path, rewrite }) => path !== rewrite),
  },
  {
    code: 'unsupported-route-timeout',
    field: 'services.*.routes.*.timeout',
    runtimes,
    reason: `${byIngress}, so the controller's own time-out holds`,
    fix: `${useGateway}`,
    acceptable: true,
    find: (platform) => ingressRoutes(platform, 'timeout', (route) => !defaults.hasUsualTimeout(route)),
  },
  {
    code: 'unsupported-route-match',
    field: 'services.*.routes.*.methods',
    runtimes,
    reason: `${byIngress}: it knows hosts and paths alone`,
    fix: useGateway,
    acceptable: false,
    find: (platform) => ingressRoutes(platform, 'methods', ({ methods }) => methods.length > 0),
  },
  {
    code: 'unsupported-route-match',
    field: 'services.*.routes.*.headers',
    runtimes,
    reason: `${byIngress}: it knows hosts and paths alone`,
    fix: useGateway,
    acceptable: false,
    find: (platform) => ingressRoutes(platform, 'headers', ({ headers }) => Object.keys(headers).length > 0),
  },
  {
    code: 'unsupported-raw-tls',
    field: 'services.*.routes.*.tls',
    runtimes,
    reason: 'a plain Ingress has no ports of tcp, and a load balancer of the cluster knows no TLS',
    fix: `${useGateway}, or end TLS in the service and remove tls in this environment`,
    acceptable: false,
    find: (platform) =>
      platform.gateway.kind === 'ingress' ? routesWhere(platform, 'tls', ({ tls }) => tls !== 'none') : [],
  },
  {
    code: 'unsupported-weight',
    field: 'services.*.routes.*.weight',
    runtimes,
    reason: byIngress,
    fix: `${useGateway}, or leave the second service out of this environment with only:, and the weight too`,
    acceptable: false,
    find: (platform) => ingressRoutes(platform, 'weight', ({ weight }) => weight !== null),
  },
  {
    code: 'unsupported-redirect',
    field: 'services.*.routes.*.redirect',
    runtimes,
    reason: byIngress,
    fix: `${useGateway}, or let the service redirect`,
    acceptable: false,
    find: (platform) => ingressRoutes(platform, 'redirect', ({ answer }) => answer?.kind === 'redirect'),
  },
  {
    code: 'unsupported-grpc-route',
    field: 'services.*.routes.*.port',
    runtimes,
    reason: 'a plain Ingress cannot say that a service speaks HTTP/2, so most controllers cannot reach it',
    fix: `${useGateway}`,
    acceptable: true,
    find: (platform) => ingressRoutes(platform, 'port', ({ protocol }) => protocol === 'grpc'),
  },
  {
    code: 'unsupported-response-headers',
    field: 'gateway.headers',
    runtimes,
    reason: `${byIngress}, so responses have the headers of the services alone`,
    fix: `${useGateway}, or let the services set them`,
    acceptable: true,
    find: ({ gateway }) =>
      isIngress(gateway) && Object.keys(gateway.headers).length > 0 ? [['gateway', 'headers']] : [],
  },
  {
    code: 'unsupported-gateway-port',
    field: 'gateway.port',
    runtimes,
    reason: 'the controller of an Ingress has ports of its own, 80 and 443',
    fix: `${useGateway}, or remove port in this environment`,
    acceptable: false,
    find: ({ gateway }) =>
      isIngress(gateway) && gateway.port !== defaults.gateway.port[gateway.scheme] ? [['gateway', 'port']] : [],
  },
];

function isIngress(gateway: Platform['gateway']): boolean {
  return gateway.used && gateway.kind === 'ingress';
}

function ingressRoutes(platform: Platform, field: string, holds: (route: Route) => boolean): Path[] {
  return platform.gateway.kind === 'ingress'
    ? routesWhere(platform, field, (route) => route.listen === 0 && holds(route))
    : [];
}

function routesWhere(platform: Platform, field: string, holds: (route: Route) => boolean): Path[] {
  return routing.placesOf(platform, holds).map(({ path }) => [...path, field]);
}
