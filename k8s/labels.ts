import type { Platform, ResourceKind } from '../platform/index';
import { annotated, clusterOf, settingsOf } from './cluster';
import type { Metadata } from './types';

/** What an object belongs to: value of `app.kubernetes.io/component`. */
export type Component =
  | 'service'
  | 'worker'
  | 'job'
  | 'migration'
  | 'provision'
  | 'gateway'
  | 'namespace'
  | ResourceKind;

/** One-shot Jobs, by the folder whose Jobs the pipeline replaces together. */
export type Stage = 'provision' | 'migrate' | 'jobs';

export const nameLabel = 'app.kubernetes.io/name';
export const instanceLabel = 'app.kubernetes.io/instance';
export const versionLabel = 'app.kubernetes.io/version';
/** On one-shot Jobs, so that one command deletes or awaits those of a stage. */
export const stageLabel = 'slipway/stage';
/** On pod templates: a change of a file restarts the pods that mount it. */
export const filesAnnotation = 'slipway/files';
/** On the namespace, or on what holds for every pod there: the team, whose name may hold what a label may not. */
export const ownerAnnotation = 'slipway/owner';
/** On NetworkPolicies: why an address range is open. */
export const egressAnnotation = 'slipway/egress';

/** Kubernetes, Recommended Labels, and those of the team's own. */
export function labelsOf(platform: Platform, name: string, component: Component): Record<string, string> {
  const shared = component === 'gateway' || component === 'namespace';
  return {
    ...(shared ? clusterOf(platform) : settingsOf(platform, name)).labels,
    [nameLabel]: name,
    [instanceLabel]: `${platform.name}-${platform.environment.name}`,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': platform.name,
    'app.kubernetes.io/managed-by': 'slipway',
  };
}

/** Of what makes pods: annotations of the team's own too. */
export function runningMetadata(
  platform: Platform,
  name: string,
  component: Component,
  own: Readonly<Record<string, string>> = {},
): Metadata {
  return { name, labels: { ...labelsOf(platform, name, component), ...own }, ...annotated(platform, name, {}) };
}

/** Selectors cannot be changed once they are applied: one label that nothing but a rename changes. */
export function selectorOf(name: string): Record<string, string> {
  return { [nameLabel]: name };
}
