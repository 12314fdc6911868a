export { type KafkaServerEnv, kafkaData, kafkaServerEnv, kafkaStep } from './kafka';
export { postgresPlan } from './postgres-plan';
export { postgresStep } from './postgres-step';
export { rabbitmqStart } from './rabbitmq';
export { type RedisUser, redisRights, redisSettings, redisStart, redisUsers } from './redis';
export {
  type ComposedVariable,
  handlerFolder,
  type PostgresRequest,
  type ProvisionRequest,
  postgresRequest,
  type RabbitMqRequest,
  rabbitmqRequest,
  type SecretPart,
  type SecretsRequest,
  type StoreAccess,
  secretsRequest,
} from './request';
export type { Server } from './server';
export { serverOf } from './servers';
export { type Step, type StepFile, stepFolder } from './step';
