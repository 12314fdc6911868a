import type { Platform, Port, Route } from '../../platform/index';
import { type Component, labelsOf, selectorOf } from '../labels';
import { balancerName } from '../names';
import type { Container, Service, ServicePort } from '../types';

/** A name that answers inside the cluster, on the ports that callers use. */
export function serviceOf(
  platform: Platform,
  owner: string,
  component: Component,
  name: string,
  ports: readonly Port[],
): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: labelsOf(platform, owner, component) },
    spec: { type: 'ClusterIP', selector: selectorOf(owner), ports: ports.map(servicePort) },
  };
}

export function containerPorts(ports: readonly Port[]): Container['ports'] {
  return ports.map(({ name, number, protocol }) => ({ name, containerPort: number, protocol: transport(protocol) }));
}

/**
 * Raw routes: load balancers of the cluster's provider. One a protocol, since not every provider can mix them. `Local` keeps
 * the address of the client, which the network policy goes by.
 */
export function balancersOf(
  platform: Platform,
  owner: string,
  component: Component,
  routes: readonly Route[],
): Service[] {
  return (['TCP', 'UDP'] as const).flatMap((protocol): Service[] => {
    const raw = routes.filter((route) => route.listen > 0 && transport(route.protocol) === protocol);
    if (raw.length === 0) return [];
    return [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: balancerName(owner, protocol), labels: labelsOf(platform, owner, component) },
        spec: {
          type: 'LoadBalancer',
          externalTrafficPolicy: 'Local',
          loadBalancerSourceRanges: platform.gateway.from,
          selector: selectorOf(owner),
          ports: raw.map((route) => ({ name: route.port, port: route.listen, targetPort: route.number, protocol })),
        },
      },
    ];
  });
}

function servicePort({ name, as, number, protocol }: Port): ServicePort {
  return {
    name,
    port: as,
    targetPort: number,
    protocol: transport(protocol),
    // Gateways speak HTTP/1.1 to what says nothing (Kubernetes, Service, Application protocol).
    ...(protocol === 'grpc' && { appProtocol: 'kubernetes.io/h2c' }),
  };
}

export function transport(protocol: Port['protocol']): 'TCP' | 'UDP' {
  return protocol === 'udp' ? 'UDP' : 'TCP';
}
