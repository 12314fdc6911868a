import type { KubernetesDescription, WorkloadSettingsDescription } from '../description/kubernetes';
import { compareText, sortedEntries } from '../document/merge';
import type { Kubernetes, Runtime, Toleration, WorkloadSettings } from '../model/platform';
import * as defaults from './defaults';
import { podSecurityOf } from './pod-security';
import type { Scope } from './scope';

export function isKubernetes(runtime: Runtime): boolean {
  return runtime === 'kubernetes' || runtime === 'eks';
}

/** What the cluster of an environment has of its own; null where there is none. */
export function kubernetesOf({ given, merged: parts }: Scope): Kubernetes | null {
  if (!isKubernetes(given.runtime)) return null;
  const { createNamespace, issuer, imagePullSecrets, scrapers, workloads, ...settings }: KubernetesDescription =
    given.kubernetes ?? {};
  const { namespace, kind } = defaults.kubernetes;
  const all = merged(none, settings);
  return {
    ...all,
    createNamespace: createNamespace ?? namespace.create,
    podSecurity: podSecurityOf(parts),
    issuer:
      typeof issuer === 'string'
        ? { name: issuer, kind }
        : { name: issuer?.name ?? defaults.kubernetes.issuer, kind: issuer?.kind ?? kind },
    imagePullSecrets: [...new Set(imagePullSecrets)].sort(compareText),
    scrapers: (scrapers ?? []).map(({ namespace: of, labels }) => ({
      namespace: of ?? '',
      labels: Object.fromEntries(sortedEntries(labels)),
    })),
    workloads: sortedEntries(workloads).map(([name, own]) => ({ name, ...merged(all, own) })),
  };
}

const none: WorkloadSettings = {
  storageClass: '',
  sharedStorageClass: '',
  nodeSelector: {},
  tolerations: [],
  labels: {},
  annotations: {},
};

/** What all have, and one workload besides: maps by key, taints added. */
function merged(all: WorkloadSettings, own: WorkloadSettingsDescription): WorkloadSettings {
  const map = (key: 'nodeSelector' | 'labels' | 'annotations') =>
    Object.fromEntries(sortedEntries({ ...all[key], ...own[key] }));
  return {
    storageClass: own.storageClass ?? all.storageClass,
    sharedStorageClass: own.sharedStorageClass ?? all.sharedStorageClass,
    nodeSelector: map('nodeSelector'),
    tolerations: [...all.tolerations, ...(own.tolerations ?? []).map(tolerationOf)],
    labels: map('labels'),
    annotations: map('annotations'),
  };
}

type Given = NonNullable<WorkloadSettingsDescription['tolerations']>[number];

function tolerationOf({ key, operator, value, effect, tolerationSeconds }: Given): Toleration {
  return {
    key: key ?? '',
    operator: operator ?? (value === undefined ? 'Exists' : 'Equal'),
    value: value ?? '',
    effect: effect ?? '',
    tolerationSeconds: tolerationSeconds ?? null,
  };
}
