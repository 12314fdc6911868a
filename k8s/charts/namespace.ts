import type { Platform } from '../../platform/index';
import { clusterOf } from '../cluster';
import { instanceLabel, labelsOf, ownerAnnotation } from '../labels';
import type { Lookup } from '../lookup';
import { type BasePolicy, basePolicyName } from '../names';
import type { Manifest, Namespace, NetworkPolicy, PolicyPort } from '../types';
import { podSecurityLabels } from './pod-security';

/** The namespace, which takes only pods that meet its level of Pod Security, mostly `restricted`; none where it is there before. */
export function namespaceObjects({ platform }: Lookup): Manifest[] {
  if (!clusterOf(platform).createNamespace) return [];
  const { namespace } = platform.environment;
  const object: Namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: { ...labelsOf(platform, namespace, 'namespace'), ...podSecurityLabels(clusterOf(platform).podSecurity) },
      annotations: { [ownerAnnotation]: platform.owner },
    },
  };
  return [object];
}

/**
 * What holds for every pod: nothing is open, in or out, but names are looked up. In a namespace that is not ours, for every pod
 * of this platform, by policies whose names say so: another platform there has its own.
 */
export function basePolicies({ platform }: Lookup): Manifest[] {
  const { gateway, environment } = platform;
  const labels = labelsOf(platform, environment.namespace, 'namespace');
  const podSelector = everyPod(platform);
  const policy = (name: BasePolicy, spec: NetworkPolicy['spec']): NetworkPolicy => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: basePolicyName(platform, name),
      labels,
      ...(!clusterOf(platform).createNamespace && { annotations: { [ownerAnnotation]: platform.owner } }),
    },
    spec,
  });
  const dns: PolicyPort[] = [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ];
  const solved = gateway.used && gateway.certificate.kind === 'managed';
  return [
    policy('default-deny', { podSelector, policyTypes: ['Ingress', 'Egress'] }),
    policy('default-dns', {
      podSelector,
      policyTypes: ['Egress'],
      egress: [{ to: [namespacePeer('kube-system')], ports: dns }],
    }),
    // cert-manager proves by a pod of its own in this namespace that the host name is ours (ACME, HTTP-01).
    ...(solved
      ? [
          policy('default-acme', {
            podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
            policyTypes: ['Ingress'],
            ingress: [{ from: [namespacePeer(gateway.namespace)], ports: [{ port: 8089, protocol: 'TCP' }] }],
          }),
        ]
      : []),
  ];
}

function everyPod(platform: Platform): { readonly matchLabels?: Readonly<Record<string, string>> } {
  if (clusterOf(platform).createNamespace) return {};
  const { [instanceLabel]: instance = '' } = labelsOf(platform, platform.environment.namespace, 'namespace');
  return { matchLabels: { [instanceLabel]: instance } };
}

function namespacePeer(name: string) {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } };
}
