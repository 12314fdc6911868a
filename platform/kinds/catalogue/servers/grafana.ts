import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'Grafana',
  source: 'https://github.com/grafana/grafana/blob/main/Dockerfile',
  image: 'docker.io/grafana/grafana',
  version: '12.1.1',
  runs: {
    // The image's own group is that of root; what it writes is open to every one.
    user: '472:472',
    ports: { http: 3000 },
    volumes: { data: { path: '/var/lib/grafana' } },
    writable: ['/tmp', '/var/log/grafana'],
    memory: '256Mi',
    health: { http: '/api/health', startup: '60s' },
  },
  // Any other path it answers with a redirect to its own.
  below: {
    env: { GF_SERVER_ROOT_URL: '${gateway.url}${path}/', GF_SERVER_SERVE_FROM_SUB_PATH: 'true' },
    health: { http: '${path}/api/health' },
  },
  admin: { user: 'admin', password: 'GF_SECURITY_ADMIN_PASSWORD' },
  attributes: { url: 'http://${host}:${port}${path}' },
  variables: { GRAFANA_URL: 'url' },
};
