export { type KafkaServerEnv, kafkaServerEnv, kafkaStep } from './kafka';
export { postgresStep } from './postgres-step';
export { rabbitmqStart } from './rabbitmq';
export { redisStart } from './redis';
export { type Step, type StepFile, stepFolder } from './step';
