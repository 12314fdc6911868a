import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'Keycloak',
  source: 'https://www.keycloak.org/server/containers',
  image: 'quay.io/keycloak/keycloak',
  version: '26.3.3',
  runs: {
    user: '1000:1000',
    ports: { http: 8080, management: { number: 9000, protocol: 'http' } },
    args: ['start', '--http-enabled=true', '--hostname-strict=false', '--health-enabled=true'],
    volumes: { data: { path: '/opt/keycloak/data' } },
    // It compiles its configuration beside its programs.
    readOnlyRoot: false,
    env: { KC_BOOTSTRAP_ADMIN_USERNAME: 'admin' },
    memory: '1Gi',
    cpu: 0.5,
    health: { port: 'management', liveness: '/health/live', readiness: '/health/ready', startup: '180s' },
  },
  // The gateway ends TLS, and says so by X-Forwarded-Proto.
  routed: { env: { KC_PROXY_HEADERS: 'xforwarded' } },
  // Its management has the path too, unless it is told another.
  below: { env: { KC_HTTP_RELATIVE_PATH: '${path}', KC_HTTP_MANAGEMENT_RELATIVE_PATH: '/' } },
  admin: { user: 'admin', password: 'KC_BOOTSTRAP_ADMIN_PASSWORD' },
  attributes: { url: 'http://${host}:${port}${path}' },
  variables: { KEYCLOAK_URL: 'url' },
};
