import { type Limit, pathOf, usersIn } from '../../platform/index';

/** Volumes that several workloads have. */
export const mountLimits: readonly Limit[] = [
  {
    code: 'unsupported-shared-volume',
    field: '*.*.mounts',
    runtimes: ['kubernetes'],
    reason:
      'each replica of the owner has a claim of its own, which one node mounts at a time, and not every cluster has storage that many mount',
    fix: 'put what they share into a bucket, or leave the workload out of this environment with only:',
    acceptable: false,
    find: (platform) =>
      usersIn(platform).flatMap((user) => user.mounts.map(({ path }) => [...pathOf(user), 'mounts', path])),
  },
];
