import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'Consul',
  source: 'https://github.com/hashicorp/consul/blob/main/Dockerfile',
  image: 'docker.io/hashicorp/consul',
  version: '1.21.4',
  runs: {
    user: '100:1000',
    ports: { http: 8500, grpc: 8502, dns: { number: 8600, protocol: 'udp' } },
    // One server alone: it has several addresses where each edge has a network, and needs to tell none.
    args: [
      'agent',
      '-server',
      '-bootstrap-expect=1',
      '-ui',
      '-client=0.0.0.0',
      '-grpc-port=8502',
      '-bind=0.0.0.0',
      '-advertise=127.0.0.1',
    ],
    volumes: { data: { path: '/consul/data' } },
    writable: ['/tmp', '/consul/config'],
    env: { CONSUL_DISABLE_PERM_MGMT: 'true' },
    memory: '256Mi',
    health: { http: '/v1/status/leader', port: 'http' },
  },
  admin: null,
  attributes: { url: 'http://${host}:${port}' },
  variables: { CONSUL_HTTP_ADDR: 'url' },
};
