import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'MinIO',
  source: 'https://github.com/minio/minio/tree/master/docs/docker',
  image: 'docker.io/minio/minio',
  version: 'RELEASE.2025-04-22T22-12-26Z',
  runs: {
    user: '1000:1000',
    ports: { http: 9000, console: { number: 9001, protocol: 'http' } },
    args: ['server', '/data', '--console-address', ':9001'],
    volumes: { data: { path: '/data' } },
    writable: ['/tmp'],
    // Where it looks for certificates.
    env: { HOME: '/tmp', MINIO_ROOT_USER: 'minio-admin' },
    memory: '512Mi',
    health: { port: 'http', liveness: '/minio/health/live', readiness: '/minio/health/ready' },
  },
  admin: { user: 'minio-admin', password: 'MINIO_ROOT_PASSWORD' },
  attributes: { url: 'http://${host}:${port}', accessKey: '${user}', secretKey: '${password}' },
  variables: { S3_ENDPOINT: 'url', S3_ACCESS_KEY: 'accessKey', S3_SECRET_KEY: 'secretKey' },
};
