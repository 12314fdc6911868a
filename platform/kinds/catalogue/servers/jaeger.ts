import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'Jaeger',
  source: 'https://www.jaegertracing.io/docs/latest/deployment/',
  image: 'docker.io/jaegertracing/jaeger',
  version: '2.9.0',
  runs: {
    user: '10001:10001',
    ports: {
      otlp: { number: 4317, protocol: 'grpc', primary: true },
      'otlp-http': { number: 4318, protocol: 'http' },
      ui: { number: 16686, protocol: 'http' },
    },
    writable: ['/tmp'],
    memory: '512Mi',
    health: { http: '/', port: 'ui' },
  },
  admin: null,
  attributes: { url: 'http://${host}:${port}', ui: 'http://${host}:${port.ui}' },
  variables: { JAEGER_ENDPOINT: 'url' },
};
