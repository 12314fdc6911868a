import { containerServers, type Limit } from '../../platform/index';
import { udpRoutes } from '../traits';

export const hostPortLimits: readonly Limit[] = [
  {
    code: 'unsupported-host-port',
    field: 'resources.*.replicas',
    runtimes: ['compose'],
    reason: 'the machine has each number once, and several servers would publish the same',
    fix: 'write replicas: 1 in this environment, or leave hostPort out',
    acceptable: false,
    find: ({ resources }) =>
      resources
        .filter((each) => each.kind === 'container' && each.provider === 'container' && each.replicas > 1)
        .filter((each) => 'ports' in each && each.ports.some(({ hostPort }) => hostPort))
        .map(({ name }) => ['resources', name, 'replicas']),
  },
  {
    code: 'unsupported-udp-replicas',
    field: 'resources.*.replicas',
    runtimes: ['compose'],
    reason: 'the proxy speaks no UDP, so that each server would publish the same port of the machine',
    fix: 'write replicas: 1 in this environment, or leave the udp route out',
    acceptable: false,
    find: (platform) =>
      containerServers(platform)
        .filter((each) => each.replicas > 1 && udpRoutes(each).length > 0)
        .map(({ name }) => ['resources', name, 'replicas']),
  },
];
