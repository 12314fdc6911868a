import type { Limit } from '../platform/index';
import { containerLimits } from './limits/containers';
import { egressLimits } from './limits/egress';
import { fileLimits } from './limits/files';
import { gatewayLimits } from './limits/gateway';
import { groupRuleLimits } from './limits/group-rules';
import { hostPathLimits } from './limits/host-paths';
import { hostPortLimits } from './limits/host-ports';
import { nameLimits } from './limits/names';
import { storeLimits } from './limits/stores';
import { textLimits } from './limits/texts';
import { volumeLimits } from './limits/volumes';
import { workloadLimits } from './limits/workloads';

/** What a description can say and ECS by way of CloudFormation cannot do. */
export const limits: readonly Limit[] = [
  {
    code: 'unsupported',
    field: 'environments.*.runtime',
    runtimes: ['eks'],
    reason: 'no output for EKS is made yet',
    fix: 'use runtime: ecs, or runtime: kubernetes for a cluster that you have',
    acceptable: false,
    find: ({ environment }) => [['environments', environment.name, 'runtime']],
  },
  {
    code: 'unsupported',
    field: 'environments.*.engine',
    runtimes: ['ecs'],
    reason: 'no output for Pulumi is made yet',
    fix: 'use engine: cdk',
    acceptable: false,
    find: ({ environment }) => (environment.engine === 'pulumi' ? [['environments', environment.name, 'engine']] : []),
  },
  ...containerLimits,
  ...volumeLimits,
  ...fileLimits,
  ...hostPathLimits,
  ...hostPortLimits,
  ...workloadLimits,
  ...egressLimits,
  ...groupRuleLimits,
  ...storeLimits,
  ...nameLimits,
  ...gatewayLimits,
  ...textLimits,
];
