import type { IGateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import type { ITLSRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/TLSRoute';
import { names, type Platform, type Route, routing } from '../../platform/index';
import { labelsOf } from '../labels';
import type { Lookup } from '../lookup';
import { gatewayName, tlsRouteName } from '../names';
import type { Manifest } from '../types';

type Listener = IGateway['spec']['listeners'][number];

/** Raw routes whose TLS the gateway knows: it has a listener for each, by port and name. A Service alone knows no TLS. */
export function isTls({ listen, tls }: Route): boolean {
  return listen > 0 && tls !== 'none';
}

/** Listeners that end TLS, or pass it on as it is. */
export function tlsListeners(platform: Platform, secret: string): Listener[] {
  const routes = routing.routesIn(platform).filter(isTls);
  return routes.map((route): Listener => {
    const ended = { mode: 'Terminate' as const, certificateRefs: [{ name: secret }] };
    return {
      name: listenerName(route),
      hostname: route.host,
      protocol: 'TLS',
      port: route.listen,
      tls: route.tls === 'terminate' ? ended : { mode: 'Passthrough' as const },
      allowedRoutes: { namespaces: { from: 'Same' } },
    };
  });
}

export function tlsRouteObjects({ platform }: Lookup, routes: readonly Route[]): Manifest[] {
  return routes.filter(isTls).map((route) => {
    const { service, host } = route;
    return {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'TLSRoute',
      metadata: {
        name: tlsRouteName(route),
        labels: labelsOf(platform, service, routing.ownerOf(platform, route).kind),
      },
      spec: {
        parentRefs: [{ name: gatewayName(platform), sectionName: listenerName(route) }],
        hostnames: [host],
        rules: [{ backendRefs: [{ name: service, port: routing.portOf(platform, route).as }] }],
      },
    } satisfies ITLSRoute;
  });
}

function listenerName({ host, listen }: Route): string {
  return names.kubernetesName('tls', String(listen), host);
}
