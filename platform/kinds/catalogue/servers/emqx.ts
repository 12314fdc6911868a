import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'EMQX',
  source: 'https://github.com/emqx/emqx',
  image: 'docker.io/emqx/emqx',
  version: '5.8.6',
  runs: {
    user: '1000:1000',
    ports: {
      mqtt: { number: 1883, protocol: 'tcp', primary: true },
      ws: { number: 8083, protocol: 'ws' },
      dashboard: { number: 18083, protocol: 'http' },
    },
    volumes: { data: { path: '/opt/emqx/data' } },
    writable: ['/tmp', '/opt/emqx/log'],
    // It writes its configuration beside its programs when it starts.
    readOnlyRoot: false,
    env: { EMQX_NODE__NAME: 'emqx@127.0.0.1' },
    memory: '512Mi',
    health: { http: '/status', port: 'dashboard', startup: '60s' },
  },
  admin: { user: 'admin', password: 'EMQX_DASHBOARD__DEFAULT_PASSWORD' },
  attributes: { url: 'mqtt://${host}:${port}', dashboard: 'http://${host}:${port.dashboard}' },
  variables: { MQTT_URL: 'url' },
};
