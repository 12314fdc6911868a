import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'MongoDB',
  source: 'https://github.com/docker-library/mongo',
  image: 'docker.io/library/mongo',
  version: '8.0.12',
  runs: {
    user: '999:999',
    ports: { tcp: 27017 },
    volumes: { data: { path: '/data/db' } },
    writable: ['/tmp', '/data/configdb'],
    memory: '512Mi',
    env: { MONGO_INITDB_ROOT_USERNAME: 'root' },
    // Not on the loopback: there the server that sets up a new volume answers too.
    health: {
      command: ['bash', '-c', 'set -- $(hostname -i); exec 3<>"/dev/tcp/$1/27017"'],
      timeout: '5s',
      startup: '120s',
    },
  },
  admin: { user: 'root', password: 'MONGO_INITDB_ROOT_PASSWORD' },
  // Its image asks for a login only where both variables are given.
  withoutLogin: { env: {}, attributes: { url: 'mongodb://${host}:${port}/' } },
  attributes: { url: 'mongodb://${user}:${password}@${host}:${port}/?authSource=admin' },
  variables: { MONGODB_URL: 'url' },
};
