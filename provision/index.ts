export { type KafkaServerEnv, kafkaData, kafkaServerEnv, kafkaStep } from './kafka';
export { postgresPlan } from './postgres-plan';
export { type PostgresRequest, postgresRequest } from './postgres-request';
export { postgresStep } from './postgres-step';
export { rabbitmqStart } from './rabbitmq';
export { type RabbitMqRequest, rabbitmqRequest } from './rabbitmq-request';
export { type RedisUser, redisRights, redisSettings, redisStart, redisUsers } from './redis';
export {
  type ComposedVariable,
  handlerFolder,
  type SecretPart,
  type SecretsRequest,
  type StoreAccess,
  secretsRequest,
} from './request';
export type { ProvisionRequest } from './requests';
export type { Server } from './server';
export { isSetUp, serverOf, setupContainerOf } from './servers';
export { type Step, type StepFile, stepFolder } from './step';
