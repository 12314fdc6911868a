import type { ApiObject } from 'cdk8s';
import { name } from './settings';

export type Props = ConstructorParameters<typeof ApiObject>[2] & Record<string, unknown>;
export type Env = { name: string; value?: string; valueFrom?: object }[];

export const namespace = `${name}-edge`;
export const host = 'edge.bench.example.com';
export function labels(owner: string, component: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': owner,
    'app.kubernetes.io/instance': namespace,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': name,
    'app.kubernetes.io/managed-by': 'hand',
  };
}

export const selector = (owner: string) => ({ matchLabels: { 'app.kubernetes.io/name': owner } });
export const pods = (owner: string) => ({ podSelector: selector(owner) });
export const account = (owner: string, component: string): Props => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: owner, labels: labels(owner, component) },
  automountServiceAccountToken: false,
});

export function policy(owner: string, component: string, ingress: object[], egress: object[]): Props {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: owner, labels: labels(owner, component) },
    spec: {
      podSelector: selector(owner),
      policyTypes: ['Ingress', 'Egress'],
      ...(ingress.length > 0 && { ingress }),
      ...(egress.length > 0 && { egress }),
    },
  };
}

export const tcp = (...numbers: number[]) => numbers.map((port) => ({ port, protocol: 'TCP' }));

export function container(owner: string, image: string, own: object, user = 65532): object {
  return {
    name: owner,
    image,
    ...own,
    resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '250m', memory: '512Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsUser: user,
      runAsGroup: user,
    },
  };
}

export function podSpec(owner: string, containers: object[], own: object): object {
  return {
    serviceAccountName: owner,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    containers,
    securityContext: {
      runAsNonRoot: true,
      fsGroup: 65532,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...own,
  };
}

export function clusterService(
  owner: string,
  component: string,
  list: readonly { name: string; port: number }[],
): Props {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: owner, labels: labels(owner, component) },
    spec: {
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': owner },
      ports: list.map((each) => ({
        ...each,
        targetPort: each.port,
        protocol: 'TCP',
        ...(each.name === 'grpc' && { appProtocol: 'kubernetes.io/h2c' }),
      })),
    },
  };
}

export function job(owner: string, component: string, stage: string, main: object, own: object): Props {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: owner, labels: { ...labels(owner, component), stage } },
    spec: {
      activeDeadlineSeconds: 600,
      backoffLimit: 0,
      ttlSecondsAfterFinished: 86400,
      template: {
        metadata: { labels: { ...labels(owner, component), 'app.kubernetes.io/version': 'dev' } },
        spec: podSpec(owner, [main], { restartPolicy: 'Never', ...own }),
      },
    },
  };
}

/** A file of a container, and where it is mounted. */
export function files(
  owner: string,
  component: string,
  file: string,
  text: string,
): { map: Props; mounts: object[]; volumes: object[] } {
  return {
    map: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${owner}-files`, labels: labels(owner, component) },
      data: { [file]: text },
    },
    mounts: [
      { name: 'files', mountPath: `/provision/${file}`, subPath: file, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
    volumes: [
      { name: 'files', configMap: { name: `${owner}-files` } },
      { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
    ],
  };
}

export function route(owner: string, component: string, sectionName: string, rules: object[]): Props {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: owner, labels: labels(owner, component) },
    spec: { hostnames: [host], parentRefs: [{ name, sectionName }], rules },
  };
}

export const secret = (variable: string, from: string) => ({
  name: variable,
  valueFrom: { secretKeyRef: { name: from, key: 'password' } },
});
export const plain = (values: Readonly<Record<string, string>>): Env =>
  Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ name: key, value }));
