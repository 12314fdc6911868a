import type { TaggedImages } from '../image-tag';
import type { StoreDefaults } from '../store-defaults';

export const usual = {
  port: 5432,
  tlsPort: 5432,
  schemePorts: false,
  cpu: 250,
  memory: 512,
  instance: { small: 'db.t4g.micro', medium: 'db.m8g.large', large: 'db.m8g.2xlarge' },
  storage: { small: 20, medium: 100, large: 500 },
  replicas: { development: 1, production: 2 },
  backup: { development: 1, production: 35 },
} as const satisfies StoreDefaults;

export const version = 17;
/** Major versions that the kit knows: those that PostgreSQL itself supports, and the last that it did. */
export const versions = { first: 13, last: 18 } as const;
/** The folder of the data carries the major version from 18 on. */
export const images = {
  repositories: ['postgres', 'postgresql', 'postgis', 'pgvector'],
  tag: /^v?(\d+)/,
  anyTag: /(?:^|-)pg(\d+)/,
  needed: true,
} as const satisfies TaggedImages;
/** Of the server as a container. */
export const image = (version: number) => `docker.io/library/postgres:${version}-alpine`;
