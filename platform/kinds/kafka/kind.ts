import { formatDuration } from '../../description/units';
import { sortedEntries } from '../../document/merge';
import { kafkaGroup, limits } from '../../model/names';
import type { Environment } from '../../model/platform';
import { text } from '../../model/text';
import type { Path, Scope } from '../../resolve/scope';
import { addressOf } from '../address';
import { taggedVersion } from '../image-tag';
import { asMap, detail, type Given, type Kind } from '../kind';
import { storeBase } from '../store-base';
import { image, images, topic as topicDefaults, usual, version as usualVersion } from './defaults';
import type { Kafka, Topic } from './model';
import { kafkaRules } from './rules';

export const kafka: Kind<Kafka> = {
  title: 'Kafka',
  usual,
  operator: 'Strimzi',
  images,
  serverFields: [
    'version',
    ...['partitions', 'replicas', 'retention', 'cleanup', 'config'].map((key) => `topics.*.${key}`),
  ],
  resolve,
  parts: {
    word: 'topic',
    field: 'topics',
    edge: 'publishes',
    names: ({ topics }) => topics.map(({ name }) => name),
    written: ({ topics }) => topics,
    longest: limits.topicName,
    why: 'Kafka takes 249, of which prefixes and metrics need some',
    // Apache Kafka, org.apache.kafka.common.internals.Topic.
    reserved: (name) => (/^(__.*|\.{1,2})$/.test(name) ? 'Kafka keeps it for itself' : undefined),
    owned: null,
  },
  whole: false,
  reachedBy: 'addresses',
  asksLogin: ({ auth }) => auth === 'scram',
  admin: 'admin',
  userName: (workload) => workload,
  ownUsers: () => [],
  attributes: (edge) => {
    const { addr, login } = addressOf(edge);
    const { name, address } = edge.resource;
    const all = { kind: 'resource', resource: name, attribute: 'addresses' } as const;
    return { brokers: text(address.kind === 'given' ? addr : all), ...login.attributes };
  },
  variables: (world, self, edge) => {
    const { brokers = [], user, password } = kafka.attributes(edge);
    return {
      KAFKA_BROKERS: brokers,
      ...(user !== undefined && { KAFKA_USERNAME: user }),
      ...(password !== undefined && { KAFKA_PASSWORD: password }),
      ...security(edge.resource),
      ...(self.edges.consumes.length > 0 && { KAFKA_GROUP_ID: kafkaGroup(world.platform, self.name) }),
    };
  },
  address: 'brokers',
  managed: {
    service: 'Amazon MSK (KRaft)',
    instances: { pattern: /^kafka\.[a-z0-9]+\.[a-z0-9]+$/, example: 'kafka.m7g.large' },
    instanceFault: ({ instance }) =>
      instance.startsWith('kafka.t3.') ? 'Amazon MSK refuses t3 brokers with KRaft' : undefined,
    // MSK, supported Apache Kafka versions: those with KRaft.
    versions: ['3.7', '3.8', '3.9', '4.0', '4.1', '4.2'],
    storage: { least: 1, most: 16384, whose: 'Amazon MSK' },
    storageOfInstance: () => false,
    losesData: () => false,
    backups: false,
    replicas: (zones) => {
      const even = (count: number) => [2, 3].some((spread) => spread <= zones && count % spread === 0);
      const counts = Array.from({ length: 15 }, (_, at) => at + 1).filter(even);
      return { counts, why: 'Amazon MSK spreads brokers evenly over two or three zones' };
    },
  },
  rules: kafkaRules,
  details: ({ version, auth, topics }) => [
    detail('version', version),
    detail('auth', auth),
    ...topics.map(({ name, partitions, replicas, retention, cleanup }) => {
      const kept = retention < 0 ? 'for ever' : formatDuration(retention);
      return detail(
        `topic ${name}`,
        `${partitions} partitions, ${replicas} copies, kept ${kept}, ${cleanup}`,
        'topics',
        name,
      );
    }),
  ],
};

/** Names as librdkafka and franz-go take them. */
function security({ auth, tls }: Pick<Kafka, 'auth' | 'tls'>): Record<string, string> {
  if (auth === 'none') return { KAFKA_SECURITY_PROTOCOL: tls ? 'SSL' : 'PLAINTEXT' };
  const protocol = tls ? 'SASL_SSL' : 'SASL_PLAINTEXT';
  return { KAFKA_SECURITY_PROTOCOL: protocol, KAFKA_SASL_MECHANISM: auth === 'iam' ? 'AWS_MSK_IAM' : 'SCRAM-SHA-512' };
}

function resolve(scope: Scope, environment: Environment, name: string, given: Given<'kafka'>): Kafka {
  const version = given.version ?? taggedVersion(given.image ?? '', images) ?? usualVersion;
  const common = storeBase(scope, environment, name, given, { usual, operator: 'Strimzi' }, image(version));
  // Amazon MSK spreads brokers evenly over two or three zones.
  const zones = Math.min(environment.aws?.zones.length ?? 1, 3);
  const managed = common.provider === 'managed' && given.replicas === undefined;
  const replicas = managed ? Math.ceil(common.replicas / zones) * zones : common.replicas;
  const topics = asMap<TopicFields>(given.topics);
  return {
    kind: 'kafka',
    ...common,
    replicas,
    version,
    auth: common.provider === 'managed' ? 'iam' : common.provider === 'container' || !common.tls ? 'none' : 'scram',
    topics: sortedEntries(topics).map(([topic, fields]) =>
      topicOf(scope, ['resources', name, 'topics', topic], topic, fields, replicas),
    ),
  };
}

interface TopicFields {
  partitions?: number;
  replicas?: number;
  retention?: string;
  cleanup?: 'delete' | 'compact';
  config?: Record<string, string | number | boolean>;
}

function topicOf(scope: Scope, path: Path, name: string, given: TopicFields, brokers: number): Topic {
  const retention = given.retention ?? undefined;
  return {
    name,
    partitions: given.partitions ?? topicDefaults.partitions,
    replicas: given.replicas ?? Math.min(topicDefaults.replicas, brokers),
    retention:
      retention === undefined
        ? topicDefaults.retention
        : retention === 'forever'
          ? -1
          : scope.seconds([...path, 'retention'], retention),
    cleanup: given.cleanup ?? topicDefaults.cleanup,
    config: Object.fromEntries(sortedEntries(given.config).map(([key, value]) => [key, String(value)])),
  };
}
