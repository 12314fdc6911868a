import type { Limit } from '../platform/index';
import { containerLimits } from './limits/containers';
import { egressLimits } from './limits/egress';
import { gatewayLimits, ingressLimits } from './limits/gateway';
import { hostPathLimits } from './limits/host-paths';
import { hostPortLimits } from './limits/host-ports';
import { mountLimits } from './limits/mounts';
import { nameLimits } from './limits/names';
import { storeLimits } from './limits/stores';
import { workloadLimits } from './limits/workloads';

/** What the description can say and Kubernetes, with Pod Security `restricted` and no add-on but the gateway's, cannot. */
export const limits: readonly Limit[] = [
  ...storeLimits,
  ...containerLimits,
  ...hostPathLimits,
  ...hostPortLimits,
  ...mountLimits,
  ...workloadLimits,
  ...egressLimits,
  ...gatewayLimits,
  ...ingressLimits,
  ...nameLimits,
];
