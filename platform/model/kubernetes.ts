/** What a cluster has of its own. */
export interface Kubernetes extends WorkloadSettings {
  /** Otherwise the namespace is there before, and not ours. */
  readonly createNamespace: boolean;
  /** Level of Pod Security that the namespace asks for: what all of its pods meet. */
  readonly podSecurity: 'restricted' | 'baseline' | 'privileged';
  /** Issuer of cert-manager for the gateway's certificate. */
  readonly issuer: { readonly name: string; readonly kind: 'ClusterIssuer' | 'Issuer' };
  /** Secrets of the namespace that images are pulled with. Sorted. */
  readonly imagePullSecrets: readonly string[];
  /** Pods that may open the ports named `metrics`. */
  readonly scrapers: readonly Scraper[];
  /** Of single services, jobs and resources, with what all have in it. Sorted by name. */
  readonly workloads: readonly (WorkloadSettings & { readonly name: string })[];
}

/** What the pods of a workload have. */
export interface WorkloadSettings {
  /** '': the cluster's own. */
  readonly storageClass: string;
  /** Of volumes that others read. '': the cluster's own. */
  readonly sharedStorageClass: string;
  /** Sorted by key, as labels and annotations. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  /** On every object and pod; no selector goes by them. */
  readonly labels: Readonly<Record<string, string>>;
  /** On what makes pods, and on the pods. */
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Toleration {
  /** '': every taint. */
  readonly key: string;
  readonly operator: 'Exists' | 'Equal';
  readonly value: string;
  /** '': every effect. */
  readonly effect: '' | 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  /** null: for good. */
  readonly tolerationSeconds: number | null;
}

export interface Scraper {
  /** '': the platform's own. */
  readonly namespace: string;
  /** Of the pods; none: all pods of the namespace. */
  readonly labels: Readonly<Record<string, string>>;
}
