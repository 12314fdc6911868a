import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'ClickHouse',
  source: 'https://github.com/ClickHouse/ClickHouse/tree/master/docker/server',
  image: 'docker.io/clickhouse/clickhouse-server',
  version: '25.3.3.42',
  runs: {
    user: '101:101',
    ports: { native: { number: 9000, protocol: 'tcp', primary: true }, http: 8123 },
    volumes: { data: { path: '/var/lib/clickhouse' } },
    // The image writes its users at the start.
    writable: ['/tmp', '/var/log/clickhouse-server', '/etc/clickhouse-server/users.d'],
    env: { CLICKHOUSE_USER: 'default', CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT: '1' },
    memory: '1Gi',
    cpu: 0.5,
    health: { http: '/ping', port: 'http', startup: '60s' },
  },
  admin: { user: 'default', password: 'CLICKHOUSE_PASSWORD' },
  attributes: { url: 'clickhouse://${user}:${password}@${host}:${port}/default', http: 'http://${host}:${port.http}' },
  variables: { CLICKHOUSE_URL: 'url' },
};
