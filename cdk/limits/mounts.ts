import { type Limit, pathOf, usersIn } from '../../platform/index';
import { ecs } from './walk';

/** Volumes that several workloads have. */
export const mountLimits: readonly Limit[] = [
  {
    code: 'unsupported-shared-volume',
    field: '*.*.mounts',
    runtimes: ecs,
    reason: 'tasks of Fargate share storage by EFS alone, which is not made yet',
    fix: 'put what they share into a bucket, or leave the workload out of this environment with only:',
    acceptable: false,
    find: (platform) =>
      usersIn(platform).flatMap((user) => user.mounts.map(({ path }) => [...pathOf(user), 'mounts', path])),
  },
];
