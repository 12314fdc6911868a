import type { TaggedImages } from '../image-tag';
import type { StoreDefaults } from '../store-defaults';

export const usual = {
  port: 9092,
  // MSK: 9098 is IAM over TLS inside the VPC.
  tlsPort: 9098,
  schemePorts: false,
  cpu: 500,
  memory: 1024,
  // kafka.t3.small is refused with KRaft.
  instance: { small: 'kafka.m7g.large', medium: 'kafka.m7g.xlarge', large: 'kafka.m7g.4xlarge' },
  storage: { small: 10, medium: 100, large: 1000 },
  // MSK wants a multiple of the zones; resolve.ts takes at least one a zone.
  replicas: { development: 2, production: 3 },
  backup: { development: 0, production: 0 },
} as const satisfies StoreDefaults;

export const version = '4.1';
export const images = {
  repositories: ['kafka', 'kafka-native'],
  tag: /^v?(\d+\.\d+)/,
  needed: false,
} as const satisfies TaggedImages;
/** Of the server as a container. */
export const image = (version: string) => `docker.io/apache/kafka:${version}.1`;

export const topic = { partitions: 3, replicas: 3, retention: 7 * 86400, cleanup: 'delete' } as const;
