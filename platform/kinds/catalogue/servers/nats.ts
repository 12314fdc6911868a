import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'NATS with JetStream',
  source: 'https://github.com/nats-io/nats-docker',
  image: 'docker.io/library/nats',
  version: '2.11.8-alpine',
  runs: {
    user: '1000:1000',
    ports: { tcp: 4222, monitor: { number: 8222, protocol: 'http' } },
    args: ['--jetstream', '--store_dir=/data', '--http_port=8222'],
    volumes: { data: { path: '/data' } },
    memory: '256Mi',
    health: { http: '/healthz', port: 'monitor' },
  },
  admin: null,
  attributes: { url: 'nats://${host}:${port}' },
  variables: { NATS_URL: 'url' },
};
