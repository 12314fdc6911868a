import type { ResourceBase } from '../../model/resource-base';

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
