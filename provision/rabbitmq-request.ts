import type { Platform, RabbitMq } from '../platform/index';
import { type RabbitMqPlan, rabbitmqPlan } from './rabbitmq-plan';
import { revisionOf, type StoreAccess } from './request';

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
