import type { Platform, WorkloadSettings } from '../../../platform/index';
import { runsOn } from '../accepts';
import { containersOf, roleOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { K8sOutput, Manifest } from '../outputs/k8s';

export const cluster: Fact = {
  title: 'on a cluster everything has what that cluster asks for: nodes, taints, labels, classes, issuers, secrets',
  // Elsewhere there is none.
  expected: (platform): Plain => (runsOn(platform, 'kubernetes') ? ofCluster(platform) : {}),
  cdk: () => ({}),
  compose: () => ({}),
  k8s: (output) => ({
    namespace: levelOf(output),
    issuer: issuersOf(output),
    pods: Object.fromEntries(makers(output).map((each) => [each.metadata.name, podsOf(output, each)])),
    everywhere: sharedLabels(output),
  }),
};

/** The level that the namespace asks for in every way; all of them where they differ. */
function levelOf(output: K8sOutput): string {
  const [namespace] = output.all('Namespace');
  if (namespace === undefined) return 'not ours';
  const levels = ['enforce', 'audit', 'warn'].map(
    (mode) => namespace.metadata.labels?.[`pod-security.kubernetes.io/${mode}`] ?? 'none',
  );
  return [...new Set(levels)].join();
}

function ofCluster(platform: Platform): Plain {
  const { environment, gateway } = platform;
  if (environment.kubernetes === null) throw new Error('a cluster without settings');
  const { createNamespace, podSecurity, issuer, imagePullSecrets, workloads, ...all } = environment.kubernetes;
  const pods = (owner: string, stores: boolean, shares: boolean) => {
    const own = workloads.find(({ name }) => name === owner) ?? all;
    const classes = [...(stores ? [own.storageClass] : []), ...(shares ? [own.sharedStorageClass] : [])];
    return { ...settings(own), classes, imagePullSecrets: [...imagePullSecrets] };
  };
  const made = gateway.used && gateway.certificate.kind === 'managed';
  return {
    namespace: createNamespace ? podSecurity : 'not ours',
    issuer: made ? [`${issuer.kind} ${issuer.name}`] : [],
    pods: Object.fromEntries(
      owners(platform).map(({ name, owner, stores, shares }) => [name, pods(owner, stores, shares)]),
    ),
    everywhere: Object.fromEntries(
      Object.entries(all.labels).filter(([key, value]) => workloads.every(({ labels }) => labels[key] === value)),
    ),
  };
}

function settings({ nodeSelector, tolerations, labels, annotations }: WorkloadSettings) {
  return {
    nodeSelector: { ...nodeSelector },
    labels: { ...labels },
    annotations: { ...annotations },
    tolerations: tolerations.map(({ key, operator, value, effect, tolerationSeconds }) =>
      [key, operator, value, effect, tolerationSeconds ?? 'for good'].join(' '),
    ),
  };
}

interface Owned {
  readonly name: string;
  readonly owner: string;
  /** Volumes of its own, and such as others read. */
  readonly stores: boolean;
  readonly shares: boolean;
}

/** Whatever has pods, and whose settings it has. */
function owners(platform: Platform): Owned[] {
  const { services, jobs, resources } = platform;
  const mounted = new Set(
    Object.entries(containersOf(platform)).flatMap(([key, { mounts }]) =>
      mounts.filter(({ owner }) => owner !== roleOf(key).owner).map(({ owner, volume }) => `${owner}.${volume}`),
    ),
  );
  const kept = (name: string, volumes: readonly { readonly name: string }[]) => ({
    stores: volumes.some((each) => !mounted.has(`${name}.${each.name}`)),
    shares: volumes.some((each) => mounted.has(`${name}.${each.name}`)),
  });
  const none = { stores: false, shares: false };
  const workloads = [...services, ...jobs].map(({ name, volumes }) => ({ name, owner: name, ...kept(name, volumes) }));
  const migrations = services.flatMap(({ name, migrate }) =>
    migrate === null ? [] : [{ name: `${name}-migrate`, owner: name, ...none }],
  );
  const servers = resources.filter(({ provider }) => provider === 'container');
  const stores = servers.map((each) => ({
    name: each.name,
    owner: each.name,
    ...(each.kind === 'container' ? kept(each.name, each.container.volumes) : { ...none, stores: each.storage > 0 }),
  }));
  const setUps = servers
    .filter((each) => each.kind === 'postgres' || (each.kind === 'kafka' && each.topics.length > 0))
    .map(({ name }) => ({ name: `${name}-provision`, owner: name, ...none }));
  return [...workloads, ...migrations, ...stores, ...setUps];
}

function makers(output: K8sOutput): Manifest[] {
  return ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].flatMap((kind) => output.all(kind));
}

const recommended =
  /^(app\.kubernetes\.io\/(name|instance|component|part-of|managed-by|version)|slipway\/.*|pod-security\.kubernetes\.io\/.*)$/;

function others(map: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => !recommended.test(key)));
}

/** What the object and its pods have alike; both where they differ. */
function agreed(one: Plain, other: Plain): Plain {
  return JSON.stringify(one) === JSON.stringify(other) ? one : [one, other];
}

interface Claim {
  readonly spec: { readonly storageClassName?: string };
}

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

function podsOf(output: K8sOutput, { kind, metadata, spec }: Manifest): Plain {
  const { template, volumeClaimTemplates = [] } = kind === 'CronJob' ? spec.jobTemplate.spec : spec;
  const { nodeSelector = {}, tolerations = [], imagePullSecrets = [], volumes = [] } = template.spec;
  const { 'kubernetes.io/arch': _architecture, ...nodes } = nodeSelector;
  // Of a StatefulSet in itself, of a job by objects beside it.
  const claims: Claim[] = [
    ...volumeClaimTemplates,
    // What it reads of others has the class of those.
    ...volumes.flatMap(
      ({ persistentVolumeClaim }: { persistentVolumeClaim?: { claimName: string; readOnly?: true } }) =>
        persistentVolumeClaim === undefined || persistentVolumeClaim.readOnly
          ? []
          : output.find('PersistentVolumeClaim', persistentVolumeClaim.claimName),
    ),
  ];
  return {
    nodeSelector: nodes,
    labels: agreed(others(metadata.labels), others(template.metadata.labels)),
    annotations: agreed(others(metadata.annotations), others(template.metadata.annotations)),
    tolerations: tolerations.map(({ key = '', operator = 'Equal', value = '', effect = '', ...rest }: Toleration) =>
      [key, operator, value, effect, rest.tolerationSeconds ?? 'for good'].join(' '),
    ),
    classes: [...new Set(claims.map((claim) => claim.spec.storageClassName ?? ''))],
    imagePullSecrets: imagePullSecrets.map(({ name }: { name: string }) => name),
  };
}

function issuersOf(output: K8sOutput): string[] {
  const words = { 'cert-manager.io/cluster-issuer': 'ClusterIssuer', 'cert-manager.io/issuer': 'Issuer' };
  return [...output.all('Gateway'), ...output.all('Ingress')].flatMap(({ metadata }) =>
    Object.entries(words).flatMap(([key, kind]) => {
      const name = metadata.annotations?.[key];
      return name === undefined ? [] : [`${kind} ${name}`];
    }),
  );
}

/** Labels of the team that no object lacks. */
function sharedLabels(output: K8sOutput): Record<string, string> {
  const [first, ...rest] = output.manifests.map(({ metadata }) => others(metadata.labels));
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([key, value]) => rest.every((each) => each[key] === value)),
  );
}
