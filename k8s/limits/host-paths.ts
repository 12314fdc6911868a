import { containersIn, type Limit } from '../../platform/index';

export const hostPathLimits: readonly Limit[] = [
  {
    code: 'unsupported-host-path',
    field: '*.*.hostPaths',
    runtimes: ['kubernetes'],
    reason: 'Pod Security takes no pod that mounts files of its node, neither restricted nor baseline',
    fix: 'use volumes: or files:, or write hostPaths in the environments on Compose alone',
    acceptable: false,
    find: (platform) =>
      containersIn(platform).flatMap(({ path, container }) =>
        container.hostPaths.length > 0 ? [[...path, 'hostPaths']] : [],
      ),
  },
];
