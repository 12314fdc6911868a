import type { Kafka, Platform } from '../platform/index';
import { kafkaData, kafkaServerEnv, kafkaStep } from './kafka';
import {
  asked,
  byTcp,
  grace,
  portOf,
  type Server,
  type Setup,
  serverContainer,
  setupContainer,
  variable,
} from './server';

/** `appuser`, in the Dockerfile of apache/kafka. */
const user = { uid: 1000, gid: 1000 };

/** Asked by TCP: Kafka's own programs take seconds of CPU to start. What makes the topics asks again until it is answered. */
export function kafkaServer(platform: Platform, kafka: Kafka): Server {
  const container = serverContainer(kafka, user, kafkaData);
  return {
    container: {
      ...container,
      env: kafkaServerEnv(platform, kafka).map(({ name, value }) => variable(name, value)),
      // The image writes its configuration at the start, and rotates logs besides those on the console.
      writable: [
        ...container.writable,
        { path: '/opt/kafka/config', medium: 'memory', size: 1 },
        { path: '/opt/kafka/logs', medium: 'disk', size: 256 },
        { path: '/tmp', medium: 'disk', size: 64 },
      ],
    },
    ports: [portOf(kafka)],
    aliases: kafka.aliases,
    health: asked(byTcp(kafka), 300),
    grace,
    ownsData: true,
    imageVolumes: [kafkaData, '/etc/kafka/secrets', '/mnt/shared/config'],
  };
}

/** A Java program is the largest of the steps. */
export const kafkaSetup: Setup<Kafka> = {
  needed: ({ topics }) => topics.length > 0,
  container: (platform, kafka) => ({
    ...setupContainer(kafka, user, kafkaStep(platform, kafka)),
    cpu: { request: 100, limit: 1000 },
    memory: { request: 256, limit: 384 },
  }),
};
