/** A way out of the platform that a workload may take. */
export interface Egress {
  readonly to:
    | { readonly kind: 'range'; readonly cidr: string }
    | { readonly kind: 'host'; readonly host: string }
    /** Pods of another namespace, by their labels; without labels all of them. */
    | { readonly kind: 'namespace'; readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  readonly protocol: 'tcp' | 'udp';
  /** Sorted by the first one. */
  readonly ports: readonly PortRange[];
}

/** Both ends are in it; of one port they are one. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}
