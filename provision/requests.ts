import type { PostgresRequest } from './postgres-request';
import type { RabbitMqRequest } from './rabbitmq-request';
import type { SecretsRequest } from './request';

/**
 * What a CloudFormation custom resource asks of the handler: its properties. CloudFormation makes a text of every number and
 * boolean, so all values are texts; a plan is one JSON text, in which nothing is known only at deploy.
 *
 * A secret is named by its ARN. Those of logins hold JSON with `username` and `password`.
 */
export type ProvisionRequest = PostgresRequest | RabbitMqRequest | SecretsRequest;
