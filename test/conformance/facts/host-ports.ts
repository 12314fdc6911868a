import type { Platform } from '../../../platform/index';
import { runsOn } from '../accepts';
import { mapValues, routesOf } from '../canonical';
import type { Fact } from '../fact';
import { hostPortsOf } from '../outputs/compose-published';
import { listeners } from './ports';

/** Refused on ECS. On Kubernetes what a pod says of its ports is read by the fact about ports. */
export const hostPorts: Fact = {
  title: 'what is published on the host is so under its own number, and what is in the network of a node is there',
  expected: (platform) => ({
    ports: runsOn(platform, 'compose')
      ? mapValues(listeners(platform), ({ ports }, name) =>
          ports
            .filter(
              ({ hostPort, protocol }) =>
                hostPort || (isPublic(platform, name) && (protocol === 'tcp' || protocol === 'udp')),
            )
            .map(({ number, last, protocol }) => {
              const numbers = last === number ? String(number) : `${number}-${last}`;
              return `${numbers}/${protocol === 'udp' ? 'udp' : 'tcp'}`;
            })
            .sort(),
        )
      : {},
    instances: runsOn(platform, 'kubernetes')
      ? platform.services
          .filter(({ publicAddress }) => publicAddress)
          .flatMap(({ name, scale, ports }) =>
            Array.from({ length: scale.min }, (_, at) =>
              ports
                .filter(({ protocol }) => protocol === 'tcp' || protocol === 'udp')
                .map(({ number }) => `${name}-${at}.${platform.gateway.host}:${number}->${number}`),
            ).flat(),
          )
          .sort()
      : [],
    nodes: runsOn(platform, 'kubernetes')
      ? platform.services.filter(({ placement }) => placement === 'node').map(({ name }) => name)
      : [],
  }),
  compose: (output) => ({
    ports: mapValues(listeners(output.platform), (_, name) => {
      const routed = routesOf(output.platform)
        .filter((route) => route.service === name && route.protocol === 'udp')
        .map(({ listen }) => `${listen}/udp`);
      return hostPortsOf(output, name)
        .filter((each) => !routed.includes(each))
        .sort();
    }),
    instances: [],
    nodes: [],
  }),
  k8s: (output) => ({
    ports: {},
    instances: output
      .all('Service')
      .filter(
        ({ spec }) =>
          spec.selector?.['statefulset.kubernetes.io/pod-name'] !== undefined && spec.type === 'LoadBalancer',
      )
      .flatMap(({ metadata, spec }) =>
        spec.ports.map((each: { port: number; targetPort: number }) => {
          const host = metadata.annotations?.['external-dns.alpha.kubernetes.io/hostname'] ?? '';
          const pod: string = spec.selector['statefulset.kubernetes.io/pod-name'];
          return host.startsWith(`${pod}.`) ? `${host}:${each.port}->${each.targetPort}` : `${host} is not ${pod}`;
        }),
      )
      .sort(),
    nodes: output.platform.services
      .map(({ name }) => name)
      .filter((name) => {
        const { hostNetwork = false, dnsPolicy } = output.pod(name);
        const made = output.controller(name).kind === 'DaemonSet';
        return hostNetwork || made ? made && hostNetwork && dnsPolicy === 'ClusterFirstWithHostNet' : false;
      }),
  }),
  cdk: () => ({ ports: {}, instances: [], nodes: [] }),
};

/** Where an instance has an address of its own, on a laptop that is the laptop's. */
function isPublic({ services }: Platform, name: string): boolean {
  return services.some((each) => each.name === name && each.publicAddress);
}
