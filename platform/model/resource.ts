import type { Kafka } from '../kinds/kafka/model';
import type { Postgres } from '../kinds/postgres/model';
import type { RabbitMq } from '../kinds/rabbitmq/model';
import type { Redis } from '../kinds/redis/model';
import type { Container, Health } from './container';
import type { Route } from './gateway';
import type { ResourceBase } from './resource-base';
import type { Port, Workload } from './workload';

export type * from '../kinds/kafka/model';
export type * from '../kinds/postgres/model';
export type * from '../kinds/rabbitmq/model';
export type * from '../kinds/redis/model';

/** A server of a kind that the kit knows: it makes databases, logins and the like in it. */
export type Store = Postgres | Redis | Kafka | RabbitMq;
export type StoreKind = Store['kind'];
export type Resource = Store | ContainerResource;
export type ResourceKind = Resource['kind'];

/** Any other server, as a container, with its own edges and routes, and containers beside it. */
export interface ContainerResource
  extends ResourceBase,
    Pick<Workload, 'calls' | 'uses' | 'publishes' | 'consumes' | 'egress' | 'after' | 'init' | 'sidecars'> {
  readonly kind: 'container';
  readonly container: Container;
  readonly ports: readonly Port[];
  readonly routes: readonly Route[];
  readonly health: Health;
  readonly secrets: readonly string[];
}
