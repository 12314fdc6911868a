import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'OpenSearch',
  source: 'https://docs.opensearch.org/latest/install-and-configure/install-opensearch/docker/',
  image: 'docker.io/opensearchproject/opensearch',
  version: '3.2.0',
  runs: {
    user: '1000:1000',
    ports: { http: 9200 },
    volumes: { data: { path: '/usr/share/opensearch/data' } },
    readOnlyRoot: false,
    args: ['opensearch', '-Ediscovery.type=single-node'],
    // Its security plugin wants a password of its own form and certificates: edges decide who may open the port.
    env: { DISABLE_SECURITY_PLUGIN: 'true', OPENSEARCH_JAVA_OPTS: '-Xms512m -Xmx512m' },
    memory: '1536Mi',
    cpu: 0.5,
    health: { http: '/', startup: '180s' },
  },
  admin: null,
  attributes: { url: 'http://${host}:${port}' },
  variables: { OPENSEARCH_URL: 'url' },
};
