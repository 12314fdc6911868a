import type { Platform, RabbitMq } from '../platform/index';
import { rabbitmqStart } from './rabbitmq';
import { asked, byTcp, grace, portOf, type Server, scratch, serverContainer, stepPart, userIn } from './server';

/** Dockerfiles of the official image. */
const users = { debian: { uid: 999, gid: 999 }, alpine: { uid: 100, gid: 101 } };

/**
 * Asked by TCP: `rabbitmq-diagnostics` starts a second Erlang machine, which takes longer than a check may. The server listens
 * to clients once users and queues are there.
 */
export function rabbitmqServer(platform: Platform, rabbitmq: RabbitMq): Server {
  const container = serverContainer(rabbitmq, userIn(users, rabbitmq.image), '/var/lib/rabbitmq');
  return {
    container: {
      ...container,
      ...stepPart(rabbitmqStart(platform, rabbitmq)),
      writable: [...container.writable, scratch, { path: '/var/log/rabbitmq', medium: 'disk', size: 64 }],
    },
    ports: [portOf(rabbitmq)],
    aliases: rabbitmq.aliases,
    health: asked(byTcp(rabbitmq), 300),
    grace,
    ownsData: true,
    imageVolumes: ['/var/lib/rabbitmq'],
  };
}
