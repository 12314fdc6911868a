import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'OpenBao',
  source: 'https://github.com/openbao/openbao/blob/main/Dockerfile',
  image: 'docker.io/openbao/openbao',
  version: '2.3.2',
  runs: {
    user: '100:1000',
    ports: { http: 8200 },
    args: ['server'],
    volumes: { data: { path: '/openbao/file' } },
    writable: ['/tmp', '/openbao/logs'],
    env: { SKIP_CHOWN: 'true', SKIP_SETCAP: 'true' },
    files: {
      '/openbao/config/server.hcl': {
        content:
          'ui = true\nstorage "file" {\n  path = "/openbao/file"\n}\nlistener "tcp" {\n  address = "0.0.0.0:8200"\n  tls_disable = true\n}\n',
      },
    },
    memory: '256Mi',
    // New and sealed servers answer too: somebody must be able to open them.
    health: { http: '/v1/sys/health?sealedcode=200&uninitcode=200&standbycode=200' },
  },
  admin: null,
  attributes: { url: 'http://${host}:${port}' },
  variables: { BAO_ADDR: 'url', VAULT_ADDR: 'url' },
};
