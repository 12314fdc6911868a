import type { Platform, Port } from '../../platform/index';
import { type Component, labelsOf, selectorOf } from '../labels';
import type { Transport } from '../names';
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
    spec: { type: 'ClusterIP', selector: selectorOf(owner), ports: servicePorts(ports).map(servicePort) },
  };
}

/** Another name of a host outside the namespace (Kubernetes, Service, ExternalName). */
export function externalName(
  platform: Platform,
  owner: string,
  component: Component,
  name: string,
  host: string,
): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: labelsOf(platform, owner, component) },
    spec: { type: 'ExternalName', externalName: host },
  };
}

/** Each port of a range is one more, without a name. */
export function containerPorts(ports: readonly Port[]): Container['ports'] {
  return ports.flatMap(({ name, number, last, protocol, hostPort }) =>
    Array.from({ length: last - number + 1 }, (_, at) => ({
      ...(at === 0 && { name }),
      containerPort: number + at,
      ...(hostPort && { hostPort: number + at }),
      protocol: transport(protocol),
    })),
  );
}

/** A Service knows no ranges. */
export function servicePorts(ports: readonly Port[]): Port[] {
  return ports.filter(({ number, last }) => number === last);
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

export function transport(protocol: Port['protocol']): Transport {
  return protocol === 'udp' ? 'UDP' : 'TCP';
}

/**
 * The name of one pod of a StatefulSet: without an address of its own, so that it leads to the pod itself, unless callers use
 * another number than the program. Peers find one another before they are ready.
 */
export function replicaService(
  platform: Platform,
  owner: string,
  component: Component,
  pod: string,
  ports: readonly Port[],
): Service {
  const service = serviceOf(platform, owner, component, pod, ports);
  return {
    ...service,
    spec: {
      ...service.spec,
      ...(ports.every(({ as, number }) => as === number) && { clusterIP: 'None' }),
      publishNotReadyAddresses: true,
      selector: { ...selectorOf(owner), 'statefulset.kubernetes.io/pod-name': pod },
    },
  };
}
