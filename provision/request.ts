import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Platform, Postgres, RabbitMq } from '../platform/index';
import { postgresScripts } from './postgres';
import { type PostgresPlan, postgresPlan } from './postgres-plan';
import { type RabbitMqPlan, rabbitmqPlan } from './rabbitmq-plan';

/**
 * What a CloudFormation custom resource asks of the handler: its properties. CloudFormation makes a text of every number and
 * boolean, so all values are texts; a plan is one JSON text, in which nothing is known only at deploy.
 *
 * A secret is named by its ARN. Those of logins hold JSON with `username` and `password`.
 */
export type ProvisionRequest = PostgresRequest | RabbitMqRequest | SecretsRequest;

/** Databases, roles and grants of a PostgreSQL server. */
export interface PostgresRequest {
  readonly kind: 'postgres';
  readonly host: string;
  readonly port: string;
  /** ARN of the administrator's secret. */
  readonly admin: string;
  /** ARN of each login's secret, by the credential's name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** JSON of a `PostgresPlan`. */
  readonly plan: string;
  /** Changes with the statements, so that CloudFormation asks again. */
  readonly revision: string;
}

/** Users, permissions and queues of a RabbitMQ server, by its management API. */
export interface RabbitMqRequest {
  readonly kind: 'rabbitmq';
  /** Where the management API is: `https://b-....mq.eu-west-1.amazonaws.com`. */
  readonly api: string;
  readonly admin: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** JSON of a `RabbitMqPlan`. */
  readonly plan: string;
  readonly revision: string;
}

/** The secret of one workload: every variable with a secret inside, composed. */
export interface SecretsRequest {
  readonly kind: 'secrets';
  /** ARN of the secret to write: JSON with one key per variable. */
  readonly target: string;
  readonly variables: readonly ComposedVariable[];
}

export interface ComposedVariable {
  readonly name: string;
  readonly parts: readonly SecretPart[];
}

/** Literal text, or a secret: a key of its JSON, or '' for the whole of it. */
export type SecretPart = { readonly text: string } | { readonly secret: string; readonly key: string };

/** What only the target knows of a store. */
export interface StoreAccess {
  /** ARN of the administrator's secret. */
  readonly admin: string;
  /** ARN of each login's secret, by the credential's name. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The folder of the bundled handler: `provision.js`, whose `handler` Lambda calls (Node.js 22 or newer). */
export const handlerFolder = join(__dirname, 'handlers', 'dist');

export function postgresRequest(
  platform: Platform,
  postgres: Postgres,
  access: StoreAccess & { readonly host: string },
): PostgresRequest {
  const plan: PostgresPlan = postgresPlan(platform, postgres);
  return {
    kind: 'postgres',
    host: access.host,
    port: String(postgres.port),
    admin: access.admin,
    secrets: access.secrets,
    plan: JSON.stringify(plan),
    revision: revisionOf(postgresScripts(plan)),
  };
}

export function rabbitmqRequest(
  platform: Platform,
  rabbitmq: RabbitMq,
  access: StoreAccess & { readonly api: string },
): RabbitMqRequest {
  const plan: RabbitMqPlan = rabbitmqPlan(platform, rabbitmq);
  return {
    kind: 'rabbitmq',
    api: access.api,
    admin: access.admin,
    secrets: access.secrets,
    plan: JSON.stringify(plan),
    revision: revisionOf(plan),
  };
}

export function secretsRequest(target: string, variables: readonly ComposedVariable[]): SecretsRequest {
  return { kind: 'secrets', target, variables };
}

function revisionOf(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
}
