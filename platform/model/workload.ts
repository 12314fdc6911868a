import type { Container, Drain, Health } from './container';
import type { Egress } from './egress';
import type { Route } from './gateway';
import type { Text, Variable } from './values';
import type { Access, Protocol } from './words';

export interface Port {
  readonly name: string;
  readonly protocol: Protocol;
  /** What the container listens on; of a range the first. */
  readonly number: number;
  /** The last of a range; of one port the same. */
  readonly last: number;
  /** What callers use. */
  readonly as: number;
  /** Published on the host that the instance runs on, under the same number. */
  readonly hostPort: boolean;
}

/** What a service and a job have in common: a container with edges. */
export interface Workload extends Container {
  /** Peers, with the ports that may be opened. Sorted. */
  readonly calls: readonly { readonly service: string; readonly ports: readonly string[] }[];
  readonly uses: readonly Use[];
  /** Topics and queues that it writes. */
  readonly publishes: readonly Part[];
  /** Topics and queues that it reads. */
  readonly consumes: readonly Part[];
  /** Names in `Platform.secrets`. */
  readonly secrets: readonly string[];
  /** What it may open outside the platform. */
  readonly egress: readonly Egress[];
  /** Extra cloud permissions: IAM actions on named resources. */
  readonly permissions: readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[];
  /** What must have come before it starts. Includes what `uses` implies. */
  readonly after: readonly After[];
  readonly init: readonly Container[];
  readonly sidecars: readonly Container[];
}

export interface Use {
  readonly resource: string;
  /** Database; '' for a resource without parts. */
  readonly part: string;
  readonly access: Access;
  /** Name in `Platform.credentials`; '' where the store asks for none. */
  readonly credential: string;
}

export interface Part {
  readonly resource: string;
  readonly part: string;
  readonly credential: string;
}

export interface After {
  readonly kind: 'service' | 'resource' | 'job';
  readonly name: string;
  readonly condition: 'started' | 'healthy' | 'completed';
  /** Whether the description says it; otherwise `uses` implies it. */
  readonly given: boolean;
}

export interface Service extends Workload {
  readonly kind: 'service';
  /** The main port first, the others by name. */
  readonly ports: readonly Port[];
  /** Further names that it answers to. */
  readonly aliases: readonly string[];
  readonly routes: readonly Route[];
  readonly health: Health;
  readonly scale: Scale;
  /** Each instance is reached from outside at an address of its own, on its tcp and udp ports. */
  readonly publicAddress: boolean;
  /** `node`: one instance on each, in the network of the node. */
  readonly placement: 'any' | 'node';
  /** `recreate`: the old one is gone before the new one starts. */
  readonly update: 'rolling' | 'recreate';
  readonly drain: Drain;
  readonly migrate: Migration | null;
}

export interface Scale {
  readonly min: number;
  readonly max: number;
  /** Target CPU use in percent of the request; 0: not by CPU. */
  readonly cpu: number;
  /** Target memory use in percent; 0: not by memory. */
  readonly memory: number;
  /** Target requests a second and replica; 0: not by requests. */
  readonly requests: number;
  /** Target messages waiting per replica; 0: not by lag. */
  readonly lag: number;
}

/** Runs to the end, as the database's owner, before new code gets traffic. Same image as its service. */
export interface Migration {
  readonly command: readonly Text[];
  readonly args: readonly Text[];
  readonly env: readonly Variable[];
  /** Same shape as the service's, with access `owner`. */
  readonly uses: readonly Use[];
  /** Seconds. */
  readonly timeout: number;
}

export interface Job extends Workload {
  readonly kind: 'job';
  readonly trigger:
    | { readonly kind: 'deploy' }
    /** Five fields of cron, and the IANA time zone that they are read in. */
    | { readonly kind: 'schedule'; readonly schedule: string; readonly timezone: string };
  /** Seconds after which it is stopped. */
  readonly timeout: number;
  readonly retries: number;
  /** Whether a run may start while the one before still goes. */
  readonly concurrency: 'allow' | 'forbid';
}
