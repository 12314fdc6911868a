import type { Platform } from '../../platform/index';
import { type Component, labelsOf } from '../labels';
import type { ServiceAccount } from '../types';

/** An identity of its own for each workload, which the Kubernetes API grants nothing: no token is mounted. */
export function accountOf(platform: Platform, name: string, component: Component): ServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, labels: labelsOf(platform, name, component) },
    automountServiceAccountToken: false,
  };
}
