import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'Elasticsearch',
  source: 'https://www.elastic.co/docs/deploy-manage/deploy/self-managed/install-elasticsearch-with-docker',
  image: 'docker.elastic.co/elasticsearch/elasticsearch',
  version: '9.1.3',
  runs: {
    user: '1000:1000',
    ports: { http: 9200 },
    volumes: { data: { path: '/usr/share/elasticsearch/data' } },
    // It writes its keystore and the logs of its runtime beside its programs.
    readOnlyRoot: false,
    env: {
      ES_JAVA_OPTS: '-Xms512m -Xmx512m',
      ES_SETTING_DISCOVERY_TYPE: 'single-node',
      ES_SETTING_XPACK_SECURITY_HTTP_SSL_ENABLED: 'false',
    },
    memory: '1536Mi',
    cpu: 0.5,
    // It answers 401 to who does not log in.
    health: { tcp: true, startup: '180s' },
  },
  admin: { user: 'elastic', password: 'ELASTIC_PASSWORD' },
  withoutLogin: {
    env: {
      ES_JAVA_OPTS: '-Xms512m -Xmx512m',
      ES_SETTING_DISCOVERY_TYPE: 'single-node',
      ES_SETTING_XPACK_SECURITY_ENABLED: 'false',
    },
    attributes: { url: 'http://${host}:${port}' },
  },
  attributes: { url: 'http://${user}:${password}@${host}:${port}' },
  variables: { ELASTICSEARCH_URL: 'url' },
};
