import type { ResourceBase } from '../../model/resource-base';

export interface RabbitMq extends ResourceBase {
  readonly kind: 'rabbitmq';
  readonly version: string;
  readonly vhost: string;
  /** Sorted by name. */
  readonly queues: readonly { readonly name: string; readonly durable: boolean; readonly quorum: boolean }[];
}
