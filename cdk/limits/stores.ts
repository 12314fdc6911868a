import { defaults, type Limit, type Resource } from '../../platform/index';
import { ecs, type Path } from './walk';

type Managed = Exclude<Resource, { kind: 'container' }>;

/** What a store of AWS does not do. */
export const storeLimits: readonly Limit[] = [
  {
    code: 'unsupported',
    field: 'resources.*.provider',
    runtimes: ecs,
    reason:
      'on ECS stores are run by AWS or elsewhere: an operator needs Kubernetes, and Fargate keeps no data for a container',
    fix: 'use provider: managed or external',
    acceptable: false,
    find: ({ resources }) =>
      resources
        .filter(({ kind, provider }) => provider === 'operator' || (kind !== 'container' && provider === 'container'))
        .map(({ name }) => ['resources', name, 'provider']),
  },
  {
    code: 'unsupported',
    field: 'resources.*.provider',
    runtimes: ecs,
    reason: 'AWS runs no server of kind container for you',
    fix: 'use provider: container or external',
    acceptable: false,
    find: ({ resources }) =>
      resources
        .filter(({ kind, provider }) => kind === 'container' && provider === 'managed')
        .map(({ name }) => ['resources', name, 'provider']),
  },
  managedLimit('replicas', {
    code: 'unsupported-replicas',
    reason:
      'RDS has 1 server or 2 in two zones; ElastiCache 1 to 6; MSK at least 2 brokers, a multiple of 2 or 3 that divides over the zones; Amazon MQ 1 or 3',
    fix: 'take one of these numbers',
    acceptable: false,
    wrong: (resource, zones) => !hasReplicas(resource, zones),
  }),
  managedLimit('instance', {
    code: 'unsupported-kafka-instance',
    reason: 'MSK refuses kafka.t3 in KRaft mode, which is the only one since Kafka 4',
    fix: 'use kafka.m7g.large or larger, or share a cluster as provider: external',
    acceptable: false,
    wrong: (resource) => resource.kind === 'kafka' && resource.instance.startsWith('kafka.t3.'),
  }),
  managedLimit('auth', {
    code: 'unsupported-kafka-auth',
    reason: 'clients of MSK log in by IAM here; passwords of SCRAM and open access are not made',
    fix: 'let clients use AWS_MSK_IAM',
    acceptable: false,
    wrong: (resource) => resource.kind === 'kafka' && resource.auth !== 'iam',
  }),
  managedLimit('tls', {
    code: 'unsupported-redis-auth',
    reason: 'ElastiCache has users with passwords over TLS alone',
    fix: 'remove tls: false, or set auth: none',
    acceptable: false,
    wrong: (resource) => resource.kind === 'redis' && resource.auth === 'password' && !resource.tls,
  }),
  managedLimit('persistence', {
    code: 'unsupported-persistence',
    reason: 'ElastiCache keeps data in memory: with one node and no backup, a replaced node starts empty',
    fix: 'set persistence: false if that is all right, or replicas: 2, or backup: 1d',
    acceptable: true,
    wrong: (resource) =>
      resource.kind === 'redis' && resource.persistence && resource.replicas === 1 && resource.backup === 0,
  }),
  managedLimit('backup', {
    code: 'unsupported-backup',
    reason: 'RDS and ElastiCache keep backups for 35 days at most, and MSK and Amazon MQ make none',
    fix: 'take 35d or less, or remove it',
    acceptable: false,
    wrong: ({ kind, backup }) => backup > (kind === 'postgres' || kind === 'redis' ? 35 : 0),
  }),
  managedLimit('storage', {
    code: 'unsupported-storage',
    reason: 'ElastiCache and Amazon MQ have the memory and the disk of their instance class',
    fix: 'remove it, and choose a larger instance:',
    acceptable: true,
    wrong: (resource, _zones, usual) =>
      (resource.kind === 'redis' && resource.persistence && resource.storage !== usual) ||
      (resource.kind === 'rabbitmq' && resource.storage !== usual),
  }),
];

interface ManagedLimit extends Pick<Limit, 'code' | 'reason' | 'fix' | 'acceptable'> {
  /** `usual`: the storage that it has when nobody says otherwise. */
  readonly wrong: (resource: Managed, zones: number, usual: number) => boolean;
}

/** A limit of stores that AWS runs. */
function managedLimit(key: string, { wrong, ...texts }: ManagedLimit): Limit {
  return {
    ...texts,
    field: `resources.*.${key}`,
    runtimes: ecs,
    find: ({ resources, environment }) =>
      resources.flatMap((resource): Path[] => {
        if (resource.kind === 'container' || resource.provider !== 'managed') return [];
        const zones = environment.aws === null ? 0 : environment.aws.zones.length;
        const usual = defaults.stores[resource.kind].storage[environment.size];
        return wrong(resource, zones, usual) ? [['resources', resource.name, key]] : [];
      }),
  };
}

function hasReplicas({ kind, replicas }: Managed, zones: number): boolean {
  switch (kind) {
    case 'postgres':
      return replicas === 1 || replicas === 2;
    case 'redis':
      return replicas >= 1 && replicas <= 6;
    case 'kafka':
      return [2, 3].some((count) => count <= zones && replicas > 0 && replicas % count === 0);
    case 'rabbitmq':
      return replicas === 1 || replicas === 3;
  }
}
