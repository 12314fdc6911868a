import type { TaggedImages } from '../image-tag';
import type { StoreDefaults } from '../store-defaults';

export const usual = {
  port: 6379,
  tlsPort: 6379,
  schemePorts: false,
  cpu: 100,
  memory: 256,
  instance: { small: 'cache.t4g.micro', medium: 'cache.m7g.large', large: 'cache.r7g.xlarge' },
  storage: { small: 1, medium: 5, large: 20 },
  replicas: { development: 1, production: 2 },
  // Without a copy a replaced node starts empty, and sessions are data.
  backup: { development: 1, production: 15 },
} as const satisfies StoreDefaults;

export const version = '8';
export const images = {
  repositories: ['redis', 'valkey'],
  tag: /^v?(\d+(?:\.\d+)?)/,
  needed: false,
} as const satisfies TaggedImages;
/** Of the server as a container. */
export const image = (version: string) => `docker.io/library/redis:${version}-alpine`;

export const redis = { auth: 'password', eviction: 'noeviction', persistence: true } as const;
