import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'Prometheus',
  source: 'https://github.com/prometheus/prometheus/blob/main/Dockerfile',
  image: 'docker.io/prom/prometheus',
  version: 'v3.5.0',
  runs: {
    user: '65534:65534',
    ports: { http: 9090 },
    volumes: { data: { path: '/prometheus' } },
    memory: '512Mi',
    health: { liveness: '/-/healthy', readiness: '/-/ready' },
  },
  admin: null,
  attributes: { url: 'http://${host}:${port}' },
  variables: { PROMETHEUS_URL: 'url' },
};
