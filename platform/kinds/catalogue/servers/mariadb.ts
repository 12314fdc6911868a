import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'MariaDB',
  source: 'https://github.com/MariaDB/mariadb-docker',
  image: 'docker.io/library/mariadb',
  version: '11.8.3',
  runs: {
    user: '999:999',
    ports: { tcp: 3306 },
    volumes: { data: { path: '/var/lib/mysql' } },
    writable: ['/tmp', '/run/mysqld'],
    memory: '512Mi',
    health: { tcp: true, startup: '180s' },
  },
  admin: { user: 'root', password: 'MARIADB_ROOT_PASSWORD' },
  attributes: { url: 'mysql://${user}:${password}@${host}:${port}/', dsn: '${user}:${password}@tcp(${host}:${port})/' },
  variables: { MARIADB_URL: 'url', MARIADB_DSN: 'dsn' },
};
