import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'etcd',
  source: 'https://etcd.io/docs/latest/op-guide/container/',
  image: 'quay.io/coreos/etcd',
  version: 'v3.6.4',
  runs: {
    user: '1000:1000',
    ports: { tcp: 2379 },
    command: [
      '/usr/local/bin/etcd',
      // Below the volume: it wants its directory closed to all others.
      '--data-dir=/var/lib/etcd/data',
      '--listen-client-urls=http://0.0.0.0:2379',
      '--advertise-client-urls=http://0.0.0.0:2379',
    ],
    volumes: { data: { path: '/var/lib/etcd' } },
    memory: '256Mi',
    health: { tcp: true },
  },
  admin: null,
  attributes: { url: 'http://${host}:${port}', endpoints: '${host}:${port}' },
  variables: { ETCD_ENDPOINTS: 'endpoints' },
};
