/** Workloads that reach one another by their own addresses: programs that register themselves and find peers in a registry. */
export interface Mesh {
  readonly name: string;
  /** Sorted by name. */
  readonly members: readonly MeshMember[];
}

export interface MeshMember {
  readonly kind: 'service' | 'job' | 'resource';
  readonly name: string;
  /** Names of the ports that the other members, and further replicas of its own, may open. Sorted. */
  readonly ports: readonly string[];
}
