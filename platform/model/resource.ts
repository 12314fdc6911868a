import type { Amount, Container, Health } from './container';
import type { Provider } from './words';
import type { Port } from './workload';

export type Resource = Postgres | Redis | Kafka | RabbitMq | ContainerResource;
export type ResourceKind = Resource['kind'];

interface ResourceBase {
  readonly name: string;
  readonly provider: Provider;
  /** Where an external server is: `given` by host and port in the description, or `looked-up` by an agreed name. */
  readonly address:
    | { readonly kind: 'own' }
    | { readonly kind: 'given'; readonly host: string }
    | { readonly kind: 'looked-up' };
  /** What its users open. */
  readonly port: number;
  /** Of the container, where the provider is `container`. */
  readonly image: string;
  readonly cpu: Amount;
  readonly memory: Amount;
  /** Storage in GiB; 0: in memory. */
  readonly storage: number;
  /** Instance class, where the provider is `managed`: `db.t4g.micro`, `cache.t4g.micro`, `kafka.m7g.large`, `mq.m7g.medium`. */
  readonly instance: string;
  /** Servers: instances, nodes, brokers. */
  readonly replicas: number;
  /** Whether clients speak TLS to it. */
  readonly tls: boolean;
  /** Days that backups are kept; 0: none. */
  readonly backup: number;
  /** Name of the administrator's credential; '' where there is none. */
  readonly admin: string;
}

export interface Postgres extends ResourceBase {
  readonly kind: 'postgres';
  /** Major version. */
  readonly version: number;
  readonly sslmode: 'disable' | 'require' | 'verify-full';
  /** Sorted by name. */
  readonly databases: readonly Database[];
  /** Server parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Database {
  readonly name: string;
  readonly extensions: readonly string[];
  /** Role without login that owns what is in it. */
  readonly owner: string;
  /** Service that owns it; '' when only jobs use it. */
  readonly service: string;
}

export interface Redis extends ResourceBase {
  readonly kind: 'redis';
  /** Major or major.minor of Valkey (managed) or Redis (container). */
  readonly version: string;
  readonly auth: 'password' | 'none';
  /** What happens when memory is full: `noeviction`, `allkeys-lru`... */
  readonly eviction: string;
  readonly persistence: boolean;
}

export interface Kafka extends ResourceBase {
  readonly kind: 'kafka';
  readonly version: string;
  readonly auth: 'none' | 'scram' | 'iam';
  /** Sorted by name. */
  readonly topics: readonly Topic[];
}

export interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  /** Seconds; -1: for ever. */
  readonly retention: number;
  readonly cleanup: 'delete' | 'compact';
  /** Further settings of the topic. */
  readonly config: Readonly<Record<string, string>>;
}

export interface RabbitMq extends ResourceBase {
  readonly kind: 'rabbitmq';
  readonly version: string;
  readonly vhost: string;
  /** Sorted by name. */
  readonly queues: readonly { readonly name: string; readonly durable: boolean; readonly quorum: boolean }[];
}

/** Any other server, as a container. */
export interface ContainerResource extends ResourceBase {
  readonly kind: 'container';
  readonly container: Container;
  readonly ports: readonly Port[];
  readonly aliases: readonly string[];
  readonly health: Health;
  readonly secrets: readonly string[];
}
