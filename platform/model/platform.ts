/**
 * The resolved platform: one environment of a description, every value decided. Renderers read this and nothing else.
 *
 * It is plain data that nothing changes, and prints as JSON. Units are in the docstrings: memory in MiB, CPU in thousandths of a vCPU,
 * time in seconds, storage in GiB. Lists that are sets in the description are sorted by name, so that the order of the
 * maps in a description never shows in an output.
 */

import type { Environment } from './environment';
import type { Gateway } from './gateway';
import type { Mesh } from './mesh';
import type { Resource } from './resource';
import type { Job, Service } from './workload';

export type * from './container';
export type * from './egress';
export type * from './environment';
export type * from './gateway';
export type * from './kubernetes';
export type * from './mesh';
export type * from './resource';
export type * from './values';
export type * from './words';
export type * from './workload';

export interface Platform {
  readonly name: string;
  readonly owner: string;
  /** GitHub `owner/name`. */
  readonly repository: string;
  readonly environment: Environment;
  readonly gateway: Gateway;
  readonly services: readonly Service[];
  readonly jobs: readonly Job[];
  readonly resources: readonly Resource[];
  /** Groups that reach one another by their own addresses. Sorted by name. */
  readonly meshes: readonly Mesh[];
  /** Every login that a store must know, made from the edges. */
  readonly credentials: readonly Credential[];
  /** Every value that a workload needs and that no output may hold. */
  readonly secrets: readonly Secret[];
  /** Who may open which port of whom. Nothing else is open. */
  readonly flows: readonly Flow[];
}

export interface Credential {
  /** `<resource>-<workload>`, `<resource>-<workload>-migrate`, `<resource>-admin`. */
  readonly name: string;
  readonly resource: string;
  /** '' for the administrator. */
  readonly workload: string;
  readonly role: 'admin' | 'migrate' | 'use';
  /** Login name; '' where the team decides it (provider `external`). */
  readonly user: string;
  /** `generated` on the target or by `slipway secrets`; `given` by the team. */
  readonly source: 'generated' | 'given';
}

export interface Secret {
  /** Name in the target's store. Workloads that name the same secret share it. */
  readonly name: string;
  readonly source: 'generated' | 'given';
  /** `value` alone, or the keys that it is read by. Sorted. */
  readonly keys: readonly string[];
  /** Workloads and container resources that read it. Sorted. */
  readonly readers: readonly string[];
}

/** One permission to open connections. */
export interface Flow {
  readonly from: { readonly kind: 'service' | 'job' | 'resource' | 'gateway'; readonly name: string };
  readonly to: { readonly kind: 'service' | 'resource'; readonly name: string };
  /** Port of the container, not `as`. */
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** The group that opens it, where no edge and no route does; '' otherwise. It is then opened by address, not by name. */
  readonly mesh: string;
}
