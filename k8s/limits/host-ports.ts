import type { Limit, Platform } from '../../platform/index';
import { listening, type Path } from '../inventory';

/** Each port of a range is an entry of the pod, and the API server takes objects of 1.5 MiB (etcd). */
const mostPorts = 1000;

export const hostPortLimits: readonly Limit[] = [
  {
    code: 'unsupported-port-range',
    field: '*.*.ports.*.number',
    runtimes: ['kubernetes'],
    reason: `a pod lists every port of a range, and more than ${mostPorts} are too many for one object`,
    fix: 'take a smaller range',
    acceptable: false,
    find: (platform) =>
      listening(platform).flatMap(({ name, ports }) =>
        ports
          .filter(({ number, last }) => last - number >= mostPorts)
          .map((port): Path => [sectionOf(platform, name), name, 'ports', port.name, 'number']),
      ),
  },
  {
    code: 'unsupported-node-volumes',
    field: 'services.*.volumes',
    runtimes: ['kubernetes'],
    reason: 'a DaemonSet claims no volumes for its pods',
    fix: 'write to a store, or keep to writable directories',
    acceptable: false,
    find: ({ services }) =>
      services
        .filter(({ placement, volumes }) => placement === 'node' && volumes.length > 0)
        .map(({ name }) => ['services', name, 'volumes']),
  },
  {
    code: 'unsupported-node-edges',
    field: 'services.*.placement',
    runtimes: ['kubernetes'],
    reason:
      'a pod in the network of its node has the address of the node, which no NetworkPolicy of a peer knows: neither would let the other in',
    fix: 'use ports with hostPort: true in place of placement: node, or go by the gateway and remove the calls',
    acceptable: false,
    find: ({ services, flows }) =>
      services
        .filter(({ placement }) => placement === 'node')
        .filter(({ name }) =>
          flows.some(
            ({ from, to }) =>
              from.kind !== 'gateway' &&
              ((from.kind === 'service' && from.name === name) || (to.kind === 'service' && to.name === name)),
          ),
        )
        .map(({ name }) => ['services', name, 'placement']),
  },
];

function sectionOf({ services }: Platform, name: string): string {
  return services.some((each) => each.name === name) ? 'services' : 'resources';
}
