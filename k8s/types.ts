import type { k8s } from 'cdk8s-plus-28';

// The one place where cdk8s-plus-28 is used, and for its types alone. Its L1 classes are printed from the schema of
// Kubernetes 1.28, so a field that such a cluster does not know does not compile here; what came later and is used all
// the same stands in `Later`. Its L2 classes decide silently (1 CPU, 512Mi, `Always`, selectors from the construct path)
// and cannot say what `restricted` asks for; its module takes 130 ms to load. `import type` costs neither.

/** Fields under their names in a manifest: cdk8s-plus writes initialisms as words. */
interface Renamed {
  readonly clusterIp: 'clusterIP';
}

/** Fields that Kubernetes 1.28 did not have, by the field that holds them. */
interface Later {
  /** KEP-3960: on by default since 1.30, stable in 1.34. A wait that needs no program in the image. */
  readonly preStop: { readonly sleep: { readonly seconds: number } };
}

/** A type of cdk8s-plus as it stands in a manifest. Its classes for quantities and the like hold a `value` alone. */
type Plain<T> = T extends k8s.Quantity | k8s.IntOrString
  ? [keyof T] extends ['value']
    ? number | string
    : Fields<T>
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? Fields<T>
      : T;

type Fields<T> = {
  readonly [K in keyof T as K extends keyof Renamed ? Renamed[K] : K]: K extends keyof Later ? Later[K] : Plain<T[K]>;
};

export interface Metadata {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Any object of the Kubernetes API. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
}

type Typed<Version extends string, Kind extends string, Props> = Manifest & {
  readonly apiVersion: Version;
  readonly kind: Kind;
} & Plain<Omit<Props, 'metadata'>>;

export type ConfigMap = Typed<'v1', 'ConfigMap', k8s.KubeConfigMapProps>;
export type CronJob = Typed<'batch/v1', 'CronJob', k8s.KubeCronJobProps>;
export type DaemonSet = Typed<'apps/v1', 'DaemonSet', k8s.KubeDaemonSetProps>;
export type Deployment = Typed<'apps/v1', 'Deployment', k8s.KubeDeploymentProps>;
export type HorizontalPodAutoscaler = Typed<
  'autoscaling/v2',
  'HorizontalPodAutoscaler',
  k8s.KubeHorizontalPodAutoscalerV2Props
>;
export type Ingress = Typed<'networking.k8s.io/v1', 'Ingress', k8s.KubeIngressProps>;
export type Job = Typed<'batch/v1', 'Job', k8s.KubeJobProps>;
export type Namespace = Typed<'v1', 'Namespace', k8s.KubeNamespaceProps>;
export type NetworkPolicy = Typed<'networking.k8s.io/v1', 'NetworkPolicy', k8s.KubeNetworkPolicyProps>;
export type PersistentVolumeClaim = Typed<'v1', 'PersistentVolumeClaim', k8s.KubePersistentVolumeClaimProps>;
export type PodDisruptionBudget = Typed<'policy/v1', 'PodDisruptionBudget', k8s.KubePodDisruptionBudgetProps>;
export type Service = Typed<'v1', 'Service', k8s.KubeServiceProps>;
export type ServiceAccount = Typed<'v1', 'ServiceAccount', k8s.KubeServiceAccountProps>;
export type StatefulSet = Typed<'apps/v1', 'StatefulSet', k8s.KubeStatefulSetProps>;

export type Container = Plain<k8s.Container>;
export type EnvVar = Plain<k8s.EnvVar>;
export type EnvVarSource = Plain<k8s.EnvVarSource>;
export type JobSpec = Plain<k8s.JobSpec>;
export type MetricSpec = Plain<k8s.MetricSpecV2>;
export type PodSpec = Plain<k8s.PodSpec>;
export type PodTemplate = Plain<k8s.PodTemplateSpec>;
export type PolicyEgress = Plain<k8s.NetworkPolicyEgressRule>;
export type PolicyIngress = Plain<k8s.NetworkPolicyIngressRule>;
export type PolicyPeer = Plain<k8s.NetworkPolicyPeer>;
export type PolicyPort = Plain<k8s.NetworkPolicyPort>;
export type Probe = Plain<k8s.Probe>;
export type ClaimTemplate = Plain<k8s.KubePersistentVolumeClaimProps>;
export type ServicePort = Plain<k8s.ServicePort>;
export type TopologySpread = Plain<k8s.TopologySpreadConstraint>;
export type Volume = Plain<k8s.Volume>;
export type VolumeMount = Plain<k8s.VolumeMount>;
