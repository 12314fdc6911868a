import { runsOn } from '../accepts';
import { mapValues } from '../canonical';
import type { Fact } from '../fact';
import { hostPortsOf } from '../outputs/compose-routes';
import { listeners } from './ports';

/** Refused on ECS. On Kubernetes what a pod says of its ports is read by the fact about ports. */
export const hostPorts: Fact = {
  title: 'what is published on the host is so under its own number, and what is in the network of a node is there',
  expected: (platform) => ({
    ports: runsOn(platform, 'compose')
      ? mapValues(listeners(platform), ({ ports }) =>
          ports
            .filter(({ hostPort }) => hostPort)
            .map(({ number, last, protocol }) => {
              const numbers = last === number ? String(number) : `${number}-${last}`;
              return `${numbers}/${protocol === 'udp' ? 'udp' : 'tcp'}`;
            })
            .sort(),
        )
      : {},
    nodes: runsOn(platform, 'kubernetes')
      ? platform.services.filter(({ placement }) => placement === 'node').map(({ name }) => name)
      : [],
  }),
  compose: (output) => ({
    ports: mapValues(listeners(output.platform), (_, name) => {
      const routed = output.platform.services
        .flatMap(({ routes }) => routes)
        .filter((route) => route.service === name && route.protocol === 'udp')
        .map(({ listen }) => `${listen}/udp`);
      return hostPortsOf(output, name)
        .filter((each) => !routed.includes(each))
        .sort();
    }),
    nodes: [],
  }),
  k8s: (output) => ({
    ports: {},
    nodes: output.platform.services
      .map(({ name }) => name)
      .filter((name) => {
        const { hostNetwork = false, dnsPolicy } = output.pod(name);
        const made = output.controller(name).kind === 'DaemonSet';
        return hostNetwork || made ? made && hostNetwork && dnsPolicy === 'ClusterFirstWithHostNet' : false;
      }),
  }),
  cdk: () => ({ ports: {}, nodes: [] }),
};
