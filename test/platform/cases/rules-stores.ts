import { type Case, compose, ecs, kubernetes, production, resource, used } from './describe';

const kafka = (topics: string, more = '', environment?: string) =>
  resource(`kind: kafka${more}\ntopics: ${topics}`, environment);
const postgres = (more: string, environment: string) =>
  used('uses: [main.users]', `kind: postgres\ndatabases: [users]\n${more}`, environment);

/** Stores, by provider, and Kafka. */
export const storeCases: readonly Case[] = [
  { title: 'a managed server on Kubernetes', text: postgres('provider: <<provider-runtime>>managed', kubernetes) },
  {
    title: 'a database of production that is one pod by default',
    text: postgres('version: 17', `${kubernetes}${production}`).replace(/^( +)main:/m, '$1<<single-server>>main:'),
  },
  { title: 'an operator on a laptop', text: postgres('provider: <<provider-runtime>>operator', compose) },
  { title: 'a database in a Fargate task', text: postgres('provider: <<provider-runtime>>container', ecs) },
  {
    title: 'a cache without data in a Fargate task',
    text: used('uses: [main]', 'kind: redis\npersistence: false\nprovider: <<provider-runtime>>container', ecs),
  },
  {
    title: 'a managed container',
    text: resource('kind: container\nimage: mysql:9.4\nprovider: <<provider-runtime>>managed', ecs),
  },
  { title: 'an operator for Redis', text: resource('kind: redis\nprovider: <<provider-runtime>>operator', kubernetes) },
  {
    title: 'a place of a server that is not elsewhere',
    text: postgres(
      'provider: container',
      `${compose}\nresources:\n  main: { <<provider-field>>external: { host: db.example.com } }`,
    ),
  },
  {
    title: 'fields that no provider of any environment reads',
    text: postgres('<<provider-field>>image: "postgres:17-alpine"\n<<provider-field>>cpu: 1\nversion: 17', ecs),
  },
  {
    title: 'the size of a volume that has none',
    text: postgres('<<provider-field>>storage: 20Gi\n<<provider-field>>instance: db.m7g.large', compose),
  },
  {
    title: 'settings of a server that another team runs',
    text: postgres(
      'provider: external\n<<provider-field>>version: 16\n<<provider-field>>parameters: { log_statement: ddl }',
      compose,
    ),
  },
  {
    title: 'settings of a topic that another team keeps',
    text: kafka('{ created: { <<provider-field>>partitions: 6 } }', '\nprovider: external', compose),
  },
  {
    title: 'fields of an environment that its own provider does not read',
    text: postgres('version: 17', `${ecs}\nresources: { main: { <<provider-field>>image: "postgres:17" } }`),
  },
  {
    title: 'a container elsewhere with fields of one here',
    text: resource(
      'kind: container\nprovider: external\n<<provider-field>>image: mysql:9.4\nports: { tcp: 3306 }\n<<provider-field>>memory: 1Gi',
    ),
  },
  {
    title: 'an image of another version than the one written',
    text: postgres('image: "postgres:18-alpine"\nversion: <<image-version>>17', compose),
  },
  {
    title: 'an image of PostgreSQL whose version nobody says',
    text: postgres('image: <<image-version>>"ghcr.io/acme/orders-db:1.4.0"', compose),
  },
  {
    title: 'an image of a PostgreSQL that is too old',
    text: postgres('image: <<postgres-version>>"postgres:9.6"', compose),
  },
  {
    title: 'an extension that the official image has not',
    text: used(
      'uses: [main.users]',
      'kind: postgres\ndatabases: { users: { extensions: [pg_trgm, <<postgres-extension>>vector] } }',
      compose,
    ),
  },
  {
    title: 'an extension that RDS has not',
    text: used(
      'uses: [main.users]',
      'kind: postgres\ndatabases: { users: { extensions: [vector, <<managed-extension>>timescaledb] } }',
      ecs,
    ),
  },
  { title: 'an instance class of another service', text: postgres('instance: <<instance-class>>cache.t4g.micro', ecs) },
  {
    title: 'a broker that cannot run KRaft',
    text: kafka('[created]', '\ninstance: <<instance-class>>kafka.t3.small', ecs),
  },
  {
    title: 'a broker that cannot run RabbitMQ 4',
    text: resource('kind: rabbitmq\ninstance: <<instance-class>>mq.m5.large', ecs),
  },
  {
    title: 'a Valkey that ElastiCache does not offer',
    text: resource('kind: redis\nversion: <<managed-version>>"6.2"', ecs),
  },
  { title: 'a Kafka that MSK does not offer', text: kafka('[created]', '\nversion: <<managed-version>>"2.8"', ecs) },
  {
    title: 'a RabbitMQ that Amazon MQ does not offer',
    text: resource('kind: rabbitmq\nversion: <<managed-version>>"4.0"', ecs),
  },
  { title: 'backups for a year', text: postgres('backup: <<backup-range>>365d', ecs) },
  { title: 'backups of Kafka', text: kafka('[created]', '\nbackup: <<backup-range>>7d') },
  { title: 'a database with too little storage', text: postgres('storage: <<storage-range>>10Gi', ecs) },
  { title: 'a broker with too much storage', text: kafka('[created]', '\nstorage: <<storage-range>>20Ti', ecs) },
  { title: 'three instances of RDS', text: postgres('replicas: <<replica-count>>3', ecs) },
  { title: 'two brokers of Amazon MQ', text: resource('kind: rabbitmq\nreplicas: <<replica-count>>2', ecs) },
  { title: 'seven nodes of ElastiCache', text: resource('kind: redis\nreplicas: <<replica-count>>7', ecs) },
  { title: 'five brokers of MSK', text: kafka('[created]', '\nreplicas: <<replica-count>>5', ecs) },
  { title: 'passwords without TLS at ElastiCache', text: resource('kind: redis\ntls: <<redis-tls>>false', ecs) },
  {
    title: 'a login of a server that has none',
    text: resource('kind: consul\nauth: <<server-login>>password', compose),
  },
  {
    title: 'no login of a server that always has one',
    text: resource('kind: minio\nauth: <<server-login>>none', kubernetes),
  },
  { title: 'TLS of a container', text: resource('kind: redis\ntls: <<redis-tls>>true', compose) },
  {
    title: 'a quorum queue that forgets',
    text: resource('kind: rabbitmq\nqueues: { mails: { durable: <<quorum-queue>>false, quorum: true } }'),
  },
  {
    title: 'a queue that forgets, in production',
    text: resource('kind: rabbitmq\nqueues: { mails: { durable: <<quorum-queue>>false } }', `${compose}${production}`),
  },
  { title: 'more copies than brokers', text: kafka('{ created: { replicas: <<topic-replicas>>3 } }') },
  {
    title: 'more partitions than a broker holds',
    text: resource('kind: kafka\n<<topic-partitions>>topics: { created: { partitions: 4001 } }'),
  },
  { title: 'records that are gone at once', text: kafka('{ created: { retention: <<topic-retention>>10s } }') },
  {
    title: 'a retention of a compacted topic',
    text: kafka('{ created: { cleanup: compact, retention: <<topic-retention>>7d } }'),
  },
  { title: 'a retention in two ways', text: kafka('{ created: { config: { <<topic-config>>retention.ms: 1000 } } }') },
  { title: 'topics whose metrics are one', text: kafka('[order.created, <<topic-twice>>order_created]') },
];
