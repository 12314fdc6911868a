import type { Limit } from '../../platform/index';
import { ecs, inContainers } from './walk';

export const hostPathLimits: readonly Limit[] = [
  {
    code: 'unsupported-host-path',
    field: '*.*.hostPaths',
    runtimes: ecs,
    reason: 'Fargate has no machine whose files a task could have',
    fix: 'use files: or writable:, or write hostPaths in the environments on Compose alone',
    acceptable: false,
    find: inContainers(({ hostPaths }) => (hostPaths.length > 0 ? [['hostPaths']] : [])),
  },
];
