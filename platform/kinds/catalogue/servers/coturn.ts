import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'coturn',
  source: 'https://github.com/coturn/coturn/tree/master/docker',
  image: 'docker.io/coturn/coturn',
  version: '4.7.0',
  runs: {
    user: '65534:65534',
    // The program has the file capability, and does not start where it may not have it.
    capabilities: ['NET_BIND_SERVICE'],
    ports: { udp: 3478, tcp: 3478 },
    // Clients log in with names that live for a time, signed with the shared secret (REST API for TURN).
    args: [
      '--log-file=stdout',
      '--no-cli',
      '--use-auth-secret',
      '--static-auth-secret=${env.TURN_SECRET}',
      '--realm=turn',
    ],
    writable: ['/tmp', '/var/lib/coturn', '/var/tmp'],
    memory: '128Mi',
    health: { tcp: true },
  },
  admin: { user: '', password: 'TURN_SECRET' },
  attributes: { url: 'turn:${host}:${port}', secret: '${password}' },
  variables: { TURN_URL: 'url', TURN_SECRET: 'secret' },
};
