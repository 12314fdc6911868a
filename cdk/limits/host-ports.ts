import type { Limit } from '../../platform/index';
import { ecs, type Path, serversIn } from './walk';

export const hostPortLimits: readonly Limit[] = [
  {
    code: 'unsupported-host-port',
    field: '*.*.ports.*.hostPort',
    runtimes: ecs,
    reason:
      'a task of Fargate has an address of its own and no host, so that neither single ports nor ranges are published',
    fix: 'route the port, or run it on Kubernetes',
    acceptable: false,
    find: (platform) => [
      ...platform.services
        .filter(({ placement }) => placement !== 'node')
        .flatMap(({ name, ports }) => published(['services', name], ports)),
      ...serversIn(platform).flatMap(({ path, resource }) => published(path, resource.ports)),
    ],
  },
  {
    code: 'unsupported-public-address',
    field: 'services.*.publicAddress',
    runtimes: ecs,
    reason: 'tasks are in private subnets, and one that is replaced comes back under another address',
    fix: 'route the port, or run it on Kubernetes',
    acceptable: false,
    find: ({ services }) =>
      services.filter((each) => each.publicAddress).map(({ name }) => ['services', name, 'publicAddress']),
  },
  {
    code: 'unsupported-placement',
    field: 'services.*.placement',
    runtimes: ecs,
    reason: 'Fargate has no nodes that each could have one',
    fix: 'run it on Kubernetes, or leave placement out',
    acceptable: false,
    find: ({ services }) =>
      services.filter(({ placement }) => placement === 'node').map(({ name }) => ['services', name, 'placement']),
  },
];

function published(path: Path, ports: readonly { name: string; hostPort: boolean }[]): Path[] {
  return ports.filter(({ hostPort }) => hostPort).map(({ name }) => [...path, 'ports', name]);
}
