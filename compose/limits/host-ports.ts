import type { Limit } from '../../platform/index';

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
];
