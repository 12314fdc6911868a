import { compose, ecs, production, used } from '../cases/describe';
import { testBounds } from './bound';

const postgres = (fields: string, environment = ecs) =>
  used('uses: [main.users]', `kind: postgres\ndatabases: [users]\n${fields}`, environment);
const redis = (fields: string, environment = ecs) => used('uses: [main]', `kind: redis\n${fields}`, environment);
const kafka = (fields: string, environment: string) =>
  used('consumes: [main.mails]', `kind: kafka\n${fields}`, environment);
const rabbit = (fields: string, environment = ecs) =>
  used('uses: [main]', `kind: rabbitmq\nqueues: [mails]\n${fields}`, environment);
describe('servers at their bounds', () => {
  testBounds([
    // stores
    {
      code: 'backup-range',
      what: 'backups of a managed PostgreSQL',
      text: (value) => postgres(`backup: ${value}`),
      passes: ['1d', '34d', '35d'],
      fails: ['36d', '365d'],
    },
    {
      code: 'storage-range',
      what: 'storage of a managed PostgreSQL',
      text: (value) => postgres(`storage: ${value}`),
      passes: ['21Gi', '20Gi', '64Ti', '65536Gi'],
      fails: ['19Gi', '1Gi', '65537Gi', '65Ti'],
    },
    {
      code: 'storage-range',
      what: 'storage of a broker of a managed Kafka',
      text: (value) => kafka(`topics: [mails]\nstorage: ${value}`, ecs),
      passes: ['1Gi', '16384Gi', '16Ti'],
      fails: ['16385Gi', '17Ti'],
    },
    {
      code: 'replica-count',
      what: 'instances of a managed PostgreSQL',
      text: (value) => postgres(`replicas: ${value}`),
      passes: ['1', '2'],
      fails: ['3', '4'],
    },
    {
      code: 'replica-count',
      what: 'nodes of a managed Redis',
      text: (value) => redis(`replicas: ${value}`),
      passes: ['1', '5', '6'],
      fails: ['7'],
    },
    {
      code: 'replica-count',
      what: 'brokers of a managed RabbitMQ',
      text: (value) => rabbit(`replicas: ${value}`, `${ecs}\nzones: [a, b, c]`),
      passes: ['1', '3'],
      fails: ['2', '4'],
    },
    {
      code: 'replica-count',
      what: 'brokers of a managed Kafka in two zones',
      text: (value) => kafka(`topics: [mails]\nreplicas: ${value}`, `${ecs}\nzones: [a, b]`),
      passes: ['4', '14', '2'],
      fails: ['1', '3', '5'],
    },
    {
      code: 'replica-count',
      what: 'brokers of a managed Kafka in three zones',
      text: (value) => kafka(`topics: [mails]\nreplicas: ${value}`, `${ecs}\nzones: [a, b, c]`),
      passes: ['2', '3', '4', '6', '9', '15'],
      fails: ['1', '5', '7', '11'],
    },
    {
      code: 'topic-replicas',
      what: 'copies of a topic on three brokers',
      text: (value) =>
        kafka(`replicas: 3\ntopics: { mails: { replicas: ${value} } }`, `${ecs}${production}\nzones: [a, b, c]`),
      passes: ['1', '2', '3'],
      fails: ['4'],
    },
    {
      code: 'topic-replicas',
      what: 'copies of a topic on one broker',
      text: (value) => kafka(`topics: { mails: { replicas: ${value} } }`, compose),
      passes: ['1'],
      fails: ['2', '3'],
    },
    {
      code: 'topic-partitions',
      what: 'partitions of one broker',
      text: (value) => kafka(`topics: { mails: { partitions: ${value} } }`, compose),
      passes: ['3999', '4000'],
      fails: ['4001'],
    },
    {
      code: 'topic-partitions',
      what: 'partitions of two brokers with two copies each',
      text: (value) => kafka(`replicas: 2\ntopics: { mails: { partitions: ${value}, replicas: 2 } }`, ecs),
      passes: ['4000'],
      fails: ['4001'],
    },
    {
      code: 'topic-retention',
      what: 'how long a topic keeps records',
      text: (value) => kafka(`topics: { mails: { retention: ${value} } }`, compose),
      passes: ['1d', '60s', '1m', 'forever'],
      fails: ['59s', '1s', '0s'],
    },
  ]);
});
