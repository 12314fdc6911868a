import { labelsOf, ownerAnnotation } from '../labels';
import type { Lookup } from '../lookup';
import type { Manifest, Namespace, NetworkPolicy, PolicyPort } from '../types';

const modes = ['enforce', 'audit', 'warn'] as const;

/** The namespace, which takes only pods that meet Pod Security `restricted`. */
export function namespaceObjects({ platform }: Lookup): Manifest[] {
  const { namespace } = platform.environment;
  const security = modes.flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, 'restricted'],
    [`pod-security.kubernetes.io/${mode}-version`, 'latest'],
  ]);
  const object: Namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: { ...labelsOf(platform, namespace, 'namespace'), ...Object.fromEntries(security) },
      annotations: { [ownerAnnotation]: platform.owner },
    },
  };
  return [object];
}

/** What holds for every pod: nothing is open, in or out, but names are looked up. */
export function basePolicies({ platform }: Lookup): Manifest[] {
  const { gateway, environment } = platform;
  const labels = labelsOf(platform, environment.namespace, 'namespace');
  const policy = (name: string, spec: NetworkPolicy['spec']): NetworkPolicy => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, labels },
    spec,
  });
  const dns: PolicyPort[] = [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ];
  const solved = gateway.used && gateway.certificate.kind === 'managed';
  return [
    policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    policy('default-dns', {
      podSelector: {},
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

function namespacePeer(name: string) {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } };
}
