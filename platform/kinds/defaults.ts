import * as kafka from './kafka/defaults';
import * as postgres from './postgres/defaults';
import * as rabbitmq from './rabbitmq/defaults';
import * as redis from './redis/defaults';

// What each kind takes by default, under the names that the reference page has.

export const serverImages = {
  postgres: postgres.image,
  redis: redis.image,
  kafka: kafka.image,
  rabbitmq: rabbitmq.image,
} as const;
export const stores = {
  postgres: postgres.usual,
  redis: redis.usual,
  kafka: kafka.usual,
  rabbitmq: rabbitmq.usual,
} as const;
export const versions = {
  postgres: postgres.version,
  redis: redis.version,
  kafka: kafka.version,
  rabbitmq: rabbitmq.version,
} as const;

export { topic } from './kafka/defaults';
export { queue, rabbitmq } from './rabbitmq/defaults';
export { redis } from './redis/defaults';
