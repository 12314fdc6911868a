import { type Route, routing } from '../../platform/index';
import { labelsOf } from '../labels';
import type { Lookup } from '../lookup';
import { gatewayName } from '../names';
import type { Ingress, Manifest } from '../types';
import { certificate } from './certificate';
import { hostsOf } from './gateway';

/** The entry by one plain Ingress: host names, prefixes and TLS. What it cannot say is in limits.ts. */
export function ingressObjects({ platform }: Lookup): Manifest[] {
  const { gateway } = platform;
  const { annotations, secret } = certificate(platform);
  const routes = routing.routesIn(platform).filter((route) => route.listen === 0 && routing.leads(route));
  const hosts = hostsOf(platform).filter((host) => routes.some((route) => route.host === host));
  const name = gatewayName(platform);
  const ingress: Ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, labels: labelsOf(platform, name, 'gateway'), ...(annotations !== null && { annotations }) },
    spec: {
      ingressClassName: gateway.class,
      ...(gateway.scheme === 'https' && { tls: [{ hosts, secretName: secret }] }),
      rules: hosts.map((host) => ruleOf(host, routes)),
    },
  };
  return [ingress];
}

function ruleOf(host: string, routes: readonly Route[]) {
  const paths = routes
    .filter((route) => route.host === host)
    .map((route) => ({
      path: route.path,
      pathType: 'Prefix',
      backend: { service: { name: route.service, port: { name: route.port } } },
    }));
  return { host, http: { paths } };
}
