import type { Resource } from '../../platform/index';

/** Kinds of store that tests get as service containers. */
export type StoreKind = 'kafka' | 'postgres' | 'rabbitmq' | 'redis';
export type Store = Extract<Resource, { kind: StoreKind }>;

/** Ports that the service containers open on the runner. */
export const storePorts: Readonly<Record<StoreKind, number>> = {
  kafka: 9092,
  postgres: 5432,
  rabbitmq: 5672,
  redis: 6379,
};
