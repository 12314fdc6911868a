import type { ResourceDescription } from '../description/description';
import { compareText, sortedEntries } from '../document/merge';
import { postgresIdentifier } from '../model/names';
import type {
  Amount,
  Database,
  Environment,
  Kafka,
  Postgres,
  Provider,
  RabbitMq,
  Redis,
  Resource,
  Topic,
} from '../model/platform';
import { amount, bareContainer } from './container';
import * as defaults from './defaults';
import { healthOf, portsOf } from './ports';
import type { Path, Scope } from './scope';

type Given<K extends ResourceDescription['kind']> = Extract<ResourceDescription, { kind: K }>;
type StoreKind = keyof typeof defaults.stores;
type Base = Omit<Postgres, 'kind' | 'version' | 'sslmode' | 'databases' | 'parameters'>;

const day = 86_400;

/** A resource without what needs references: variables and files of kind `container` are filled in by the workloads' step. */
export function resourceOf(scope: Scope, environment: Environment, name: string, given: ResourceDescription): Resource {
  switch (given.kind) {
    case 'postgres':
      return postgresOf(scope, environment, name, given);
    case 'redis':
      return redisOf(scope, environment, name, given);
    case 'kafka':
      return kafkaOf(scope, environment, name, given);
    case 'rabbitmq':
      return rabbitmqOf(scope, environment, name, given);
    case 'container':
      return containerOf(scope, environment, name, given);
  }
}

export function providerOf(environment: Environment, given: ResourceDescription): Provider {
  if (given.provider !== undefined) return given.provider;
  if (given.kind === 'container') return 'container';
  const usual = defaults.provider[environment.runtime][environment.tier];
  // No operator for Redis is ready for production; a StatefulSet is what teams run.
  return given.kind === 'redis' && usual === 'operator' ? 'container' : usual;
}

function base(scope: Scope, environment: Environment, name: string, given: Given<StoreKind>, image: string): Base {
  const path = ['resources', name];
  const store = defaults.stores[given.kind];
  const provider = providerOf(environment, given);
  const tls =
    given.kind === 'redis' && given.tls !== undefined
      ? given.tls
      : provider === 'external'
        ? (given.external?.tls ?? true)
        : provider !== 'container';
  const usualPort = provider === 'managed' && tls ? store.tlsPort : store.port;
  const several = provider === 'managed' || provider === 'operator';
  return {
    name,
    provider,
    address: addressOf(provider, given),
    port:
      scope.machinePort('resources', name, '') ??
      (provider === 'external' ? (given.external?.port ?? store.port) : usualPort),
    image: provider === 'container' ? (given.image ?? image) : '',
    cpu: amountOf(scope, [...path, 'cpu'], given.cpu, store.cpu),
    memory: memoryOf(scope, [...path, 'memory'], given.memory, store.memory),
    storage:
      given.storage === undefined
        ? store.storage[environment.size]
        : scope.storage([...path, 'storage'], given.storage),
    instance: provider === 'managed' ? (given.instance ?? store.instance[environment.size]) : '',
    replicas: given.replicas ?? (several ? store.replicas[environment.tier] : 1),
    tls,
    backup: backupOf(scope, [...path, 'backup'], given.backup, several ? store.backup[environment.tier] : 0),
    admin: '',
  };
}

function addressOf(provider: Provider, given: Given<StoreKind>): Base['address'] {
  if (provider !== 'external') return { kind: 'own' };
  const host = given.external?.host;
  return host === undefined ? { kind: 'looked-up' } : { kind: 'given', host };
}

function amountOf(scope: Scope, path: Path, given: Given<'postgres'>['cpu'], fallback: number): Amount {
  return amount(given, fallback, (value, at) => scope.cpu([...path, ...at], value));
}

function memoryOf(scope: Scope, path: Path, given: Given<'postgres'>['memory'], fallback: number): Amount {
  return amount(given, fallback, (value, at) => scope.memory([...path, ...at], value));
}

function backupOf(scope: Scope, path: Path, given: string | undefined, fallback: number): number {
  if (given === undefined) return fallback;
  const seconds = scope.duration(path, given);
  if (seconds % day !== 0)
    scope.report({ code: 'whole-days', path, rule: 'but must be whole days', fix: 'write days: "7d"' });
  return Math.ceil(seconds / day);
}

function postgresOf(scope: Scope, environment: Environment, name: string, given: Given<'postgres'>): Postgres {
  const version = given.version ?? defaults.versions.postgres;
  const common = base(scope, environment, name, given, defaults.serverImages.postgres(version));
  const databases: Record<string, { extensions?: string[] }> = Array.isArray(given.databases)
    ? Object.fromEntries(given.databases.map((each) => [each, {}]))
    : given.databases;
  return {
    kind: 'postgres',
    ...common,
    admin: common.provider === 'external' ? '' : `${name}-admin`,
    version,
    // A managed server signs with a private authority that base images do not carry, so its certificate is not verified.
    sslmode:
      common.provider === 'container'
        ? 'disable'
        : common.provider === 'external' && common.tls
          ? 'verify-full'
          : common.tls
            ? 'require'
            : 'disable',
    databases: sortedEntries(databases).map(
      ([database, { extensions }]): Database => ({
        name: database,
        extensions: [...new Set(extensions)].sort(),
        owner: `${postgresIdentifier(database)}_owner`,
        service: '',
      }),
    ),
    parameters: Object.fromEntries(sortedEntries(given.parameters).map(([key, value]) => [key, String(value)])),
  };
}

function redisOf(scope: Scope, environment: Environment, name: string, given: Given<'redis'>): Redis {
  const version = String(given.version ?? defaults.versions.redis);
  const common = base(scope, environment, name, given, defaults.serverImages.redis(version));
  const auth = given.auth ?? defaults.redis.auth;
  const persistence = given.persistence ?? defaults.redis.persistence;
  return {
    kind: 'redis',
    ...common,
    storage: persistence ? common.storage : 0,
    admin: auth === 'password' && common.provider === 'container' ? `${name}-admin` : '',
    version,
    auth,
    eviction: given.eviction ?? defaults.redis.eviction,
    persistence,
  };
}

function kafkaOf(scope: Scope, environment: Environment, name: string, given: Given<'kafka'>): Kafka {
  const version = given.version ?? defaults.versions.kafka;
  const common = base(scope, environment, name, given, defaults.serverImages.kafka(version));
  // Amazon MSK spreads brokers evenly over two or three zones.
  const zones = Math.min(environment.aws?.zones.length ?? 1, 3);
  const managed = common.provider === 'managed' && given.replicas === undefined;
  const replicas = managed ? Math.ceil(common.replicas / zones) * zones : common.replicas;
  const topics: Record<string, TopicFields> = Array.isArray(given.topics)
    ? Object.fromEntries(given.topics.map((each) => [each, {}]))
    : (given.topics ?? {});
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
    partitions: given.partitions ?? defaults.topic.partitions,
    replicas: given.replicas ?? Math.min(defaults.topic.replicas, brokers),
    retention:
      retention === undefined
        ? defaults.topic.retention
        : retention === 'forever'
          ? -1
          : scope.seconds([...path, 'retention'], retention),
    cleanup: given.cleanup ?? defaults.topic.cleanup,
    config: Object.fromEntries(sortedEntries(given.config).map(([key, value]) => [key, String(value)])),
  };
}

function rabbitmqOf(scope: Scope, environment: Environment, name: string, given: Given<'rabbitmq'>): RabbitMq {
  const version = given.version ?? defaults.versions.rabbitmq;
  const common = base(scope, environment, name, given, defaults.serverImages.rabbitmq(version));
  const queues: Record<string, { durable?: boolean; quorum?: boolean }> = Array.isArray(given.queues)
    ? Object.fromEntries(given.queues.map((each) => [each, {}]))
    : (given.queues ?? {});
  return {
    kind: 'rabbitmq',
    ...common,
    admin: common.provider === 'external' ? '' : `${name}-admin`,
    version,
    vhost: given.vhost ?? defaults.rabbitmq.vhost,
    queues: sortedEntries(queues).map(([queue, fields]) => ({
      name: queue,
      durable: fields.durable ?? defaults.queue.durable,
      quorum: fields.quorum ?? defaults.queue.quorum[environment.tier],
    })),
  };
}

function containerOf(scope: Scope, environment: Environment, name: string, given: Given<'container'>): Resource {
  const path = ['resources', name];
  const ports = portsOf(scope, [...path, 'ports'], given.ports);
  const provider = providerOf(environment, given);
  const elsewhere = provider === 'external' && given.image === undefined && given.build === undefined;
  const bare = bareContainer(scope, path, name, elsewhere ? { ...given, image: '' } : given, environment);
  return {
    kind: 'container',
    name,
    provider,
    address:
      given.external?.host === undefined
        ? { kind: provider === 'external' ? 'looked-up' : 'own' }
        : { kind: 'given', host: given.external.host },
    port: ports[0]?.as ?? 0,
    image: bare.image.kind === 'reference' ? bare.image.reference : '',
    cpu: bare.cpu,
    memory: bare.memory,
    storage: bare.volumes.reduce((sum, volume) => sum + volume.size, 0),
    instance: '',
    replicas: given.replicas ?? 1,
    tls: false,
    backup: 0,
    admin: '',
    container: { ...bare, command: [], args: [], env: [], files: [] },
    ports,
    aliases: [...new Set(given.aliases)].sort(compareText),
    health: healthOf(scope, [...path, 'health'], ports, given.health),
    secrets: [],
  };
}
