import type { Platform, Postgres } from '../platform/index';
import { postgresScripts } from './postgres';
import { type PostgresPlan, postgresPlan } from './postgres-plan';
import { revisionOf, type StoreAccess } from './request';

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
