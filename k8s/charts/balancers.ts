import type { Service as Given, Platform, Route } from '../../platform/index';
import { type Component, labelsOf, selectorOf } from '../labels';
import { balancerName, instanceBalancerName, type Transport } from '../names';
import type { Service } from '../types';
import { servicePorts, transport } from './ports';
import { isTls } from './tls-routes';

/** What ExternalDNS, the usual writer of a cluster's records, makes names of for a Service of type LoadBalancer. */
const dnsNames = 'external-dns.alpha.kubernetes.io/hostname';

/** Raw routes: load balancers of the cluster's provider. `Local` keeps the address of the client, which the network policy goes by. */
export function balancersOf(
  platform: Platform,
  owner: string,
  component: Component,
  routes: readonly Route[],
): Service[] {
  const raw = routes.filter((route) => route.listen > 0 && !isTls(route));
  return groupsOf(raw).map((protocols): Service => {
    const own = raw.filter((route) => protocols.includes(transport(route.protocol)));
    const hosts = [...new Set(own.map(({ host }) => host))].filter((host) => host !== '').sort();
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: balancerName(owner, ...protocols),
        labels: labelsOf(platform, owner, component),
        ...(hosts.length > 0 && { annotations: { [dnsNames]: hosts.join(',') } }),
      },
      spec: {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        loadBalancerSourceRanges: platform.gateway.from,
        selector: selectorOf(owner),
        ports: own.map((route) => ({
          name: portName(own, route),
          port: route.listen,
          targetPort: route.number,
          protocol: transport(route.protocol),
        })),
      },
    };
  });
}

/**
 * One balancer a protocol, since not every provider can mix them; one for both where a name is to lead to both, since a name of
 * two balancers would send half of the clients to the wrong one.
 */
function groupsOf(raw: readonly Route[]): Transport[][] {
  const protocols = (['TCP', 'UDP'] as const).filter((each) => raw.some((route) => transport(route.protocol) === each));
  const [one, other] = protocols.map(
    (each) => new Set(raw.filter((route) => transport(route.protocol) === each).map(({ host }) => host)),
  );
  const shared = [...(one ?? [])].some((host) => host !== '' && other?.has(host));
  return shared ? [protocols] : protocols.map((each) => [each]);
}

/** A port that is routed twice needs two names. */
function portName(routes: readonly Route[], { port, listen }: Route): string {
  return routes.filter((route) => route.port === port).length > 1 ? `${port}-${listen}` : port;
}

/**
 * A load balancer for each pod of a StatefulSet, for both protocols: it is one address. Its name is that of the pod, so that
 * the program knows it.
 */
export function instanceBalancers(platform: Platform, service: Given, component: Component): Service[] {
  if (!service.publicAddress) return [];
  const { gateway } = platform;
  const raw = servicePorts(service.ports).filter(({ protocol }) => protocol === 'tcp' || protocol === 'udp');
  return Array.from({ length: service.scale.min }, (_, at): Service => {
    const pod = `${service.name}-${at}`;
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: instanceBalancerName(service.name, at),
        labels: labelsOf(platform, service.name, component),
        ...(gateway.host !== '' && { annotations: { [dnsNames]: `${pod}.${gateway.host}` } }),
      },
      spec: {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        loadBalancerSourceRanges: gateway.from,
        // Pods of a StatefulSet have this label from Kubernetes.
        selector: { ...selectorOf(service.name), 'statefulset.kubernetes.io/pod-name': pod },
        ports: raw.map(({ name, number, protocol }) => ({
          name,
          port: number,
          targetPort: number,
          protocol: transport(protocol),
        })),
      },
    };
  });
}
