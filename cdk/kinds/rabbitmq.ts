import { names, type RabbitMq } from '../../platform/index';
import { rabbitmqRequest } from '../../provision/index';
import { RabbitMqBroker } from '../constructs/rabbitmq';
import { secretName } from '../names';
import type { ManagedKind, StoreParts } from './kind';

/** Where Amazon MQ has the management API of RabbitMQ. */
const managementPort = 443;

export const rabbitmq: ManagedKind<RabbitMq> = {
  add,
  // Amazon MQ encrypts RabbitMQ with keys of its own alone.
  takesKey: false,
  provisioned: true,
  statements: () => [],
};

function add(stack: StoreParts, rabbitmq: RabbitMq): void {
  const { platform } = stack;
  const { broker, group, host } = new RabbitMqBroker(stack, stack.id, {
    ...rabbitmq,
    ...stack.common(rabbitmq),
    logicalId: `${stack.id}Broker`,
    name: names.mqBrokerName(platform.name, platform.environment.name, rabbitmq.name),
    adminSecret: secretName(platform, rabbitmq.admin),
  });
  stack.publishStore(rabbitmq, group, 'host', host);
  const request = rabbitmqRequest(platform, rabbitmq, { api: `https://${host}`, ...stack.storeAccess(rabbitmq) });
  stack.ask(request, { server: broker, group, port: managementPort });
}
