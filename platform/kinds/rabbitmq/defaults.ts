import type { TaggedImages } from '../image-tag';
import type { StoreDefaults } from '../store-defaults';

export const usual = {
  port: 5672,
  tlsPort: 5671,
  schemePorts: true,
  cpu: 250,
  memory: 512,
  instance: { small: 'mq.m7g.medium', medium: 'mq.m7g.large', large: 'mq.m7g.2xlarge' },
  storage: { small: 5, medium: 20, large: 100 },
  replicas: { development: 1, production: 3 },
  backup: { development: 0, production: 0 },
} as const satisfies StoreDefaults;

export const version = '4.2';
export const images = {
  repositories: ['rabbitmq'],
  tag: /^v?(\d+\.\d+)/,
  needed: false,
} as const satisfies TaggedImages;
/** Of the server as a container. */
export const image = (version: string) => `docker.io/library/rabbitmq:${version}-alpine`;

export const queue = { durable: true, quorum: { development: false, production: true } } as const;
export const rabbitmq = { vhost: '/' } as const;
