import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'Kibana',
  source: 'https://www.elastic.co/docs/deploy-manage/deploy/self-managed/install-kibana-with-docker',
  image: 'docker.elastic.co/kibana/kibana',
  version: '9.1.3',
  runs: {
    user: '1000:1000',
    ports: { http: 5601 },
    writable: ['/tmp'],
    readOnlyRoot: false,
    memory: '1Gi',
    cpu: 0.5,
    health: { tcp: true, startup: '180s' },
  },
  below: { env: { SERVER_BASEPATH: '${path}', SERVER_REWRITEBASEPATH: 'true' } },
  admin: null,
  attributes: { url: 'http://${host}:${port}${path}' },
  variables: { KIBANA_URL: 'url' },
};
