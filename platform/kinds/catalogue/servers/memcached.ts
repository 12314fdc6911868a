import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'Memcached',
  source: 'https://github.com/docker-library/memcached',
  image: 'docker.io/library/memcached',
  version: '1.6.39-alpine',
  runs: {
    user: '11211:11211',
    ports: { tcp: 11211 },
    // Its cache; connections need the rest.
    args: ['--memory-limit=64'],
    memory: '128Mi',
    health: { tcp: true },
  },
  admin: null,
  attributes: { servers: '${host}:${port}' },
  variables: { MEMCACHED_SERVERS: 'servers' },
};
