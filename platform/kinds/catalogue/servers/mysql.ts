import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'MySQL',
  source: 'https://github.com/docker-library/mysql',
  image: 'docker.io/library/mysql',
  version: '8.4.6',
  runs: {
    user: '999:999',
    ports: { tcp: 3306 },
    // Below the volume: a new disk has lost+found there, and MySQL makes its data in an empty directory alone.
    args: ['--datadir=/var/lib/mysql/data'],
    volumes: { data: { path: '/var/lib/mysql' } },
    writable: ['/tmp', '/var/run/mysqld'],
    memory: '768Mi',
    health: { tcp: true, startup: '180s' },
  },
  admin: { user: 'root', password: 'MYSQL_ROOT_PASSWORD' },
  attributes: { url: 'mysql://${user}:${password}@${host}:${port}/', dsn: '${user}:${password}@tcp(${host}:${port})/' },
  variables: { MYSQL_URL: 'url', MYSQL_DSN: 'dsn' },
};
