import type { Platform, Resource } from '../model/platform';
import { isAws } from '../resolve/environment';
import type { Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';

/** Stores: everything but containers. */
function* stores(platform: Platform): Iterable<Exclude<Resource, { kind: 'container' }>> {
  for (const resource of platform.resources) if (resource.kind !== 'container') yield resource;
}

function* providerRuntime(scope: Scope, platform: Platform): Iterable<Broken> {
  const { runtime } = platform.environment;
  for (const resource of platform.resources) {
    const { name, kind, provider } = resource;
    const path = ['resources', name, ...(scope.merged.resources[name]?.provider === undefined ? [] : ['provider'])];
    if (kind === 'container' && (provider === 'managed' || provider === 'operator')) {
      yield {
        path,
        rule: 'but a resource of kind container runs as a container, or elsewhere',
        fix: 'write container or external',
      };
    } else if (kind === 'redis' && provider === 'operator') {
      yield { path, rule: 'but no operator for Redis is in common use', fix: 'write container or external' };
    } else if (provider === 'managed' && !isAws(runtime)) {
      yield { path, rule: `but ${runtime} manages no servers`, fix: 'write container or external' };
    } else if (provider === 'operator' && runtime !== 'kubernetes' && runtime !== 'eks') {
      yield {
        path,
        rule: `but operators run on Kubernetes, and this is ${runtime}`,
        fix: `write ${isAws(runtime) ? 'managed' : 'container'} or external`,
      };
    } else if (provider === 'container' && runtime === 'ecs' && kind !== 'container') {
      const why =
        resource.storage > 0 ? 'a Fargate task loses its storage when it stops' : `ecs runs no ${kind} of its own`;
      yield { path, rule: `but ${why}`, fix: 'write managed or external' };
    }
  }
}

/** Fields that say where an external server is. */
function* externalField({ given, merged }: Scope, platform: Platform): Iterable<Broken> {
  for (const { name, provider } of platform.resources) {
    if (provider === 'external' || given.resources?.[name]?.external === undefined) continue;
    if (merged.resources[name] === undefined) continue;
    const rule = `says where an external server is, but the provider is ${provider}`;
    yield { path: ['resources', name, 'external'], key: true, rule, fix: 'write provider: external, or remove it' };
  }
}

/** Amazon RDS, ElastiCache, MSK and MQ, instance classes. */
const classes = {
  postgres: { pattern: /^db\.[a-z0-9-]+\.[a-z0-9]+$/, example: 'db.t4g.micro' },
  redis: { pattern: /^cache\.[a-z0-9]+\.[a-z0-9]+$/, example: 'cache.t4g.micro' },
  kafka: { pattern: /^kafka\.[a-z0-9]+\.[a-z0-9]+$/, example: 'kafka.m7g.large' },
  rabbitmq: { pattern: /^mq\.[a-z0-9]+\.[a-z0-9]+$/, example: 'mq.m7g.medium' },
} as const;

function* instanceClass(_scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { name, kind, provider, instance, version } of stores(platform)) {
    if (provider !== 'managed') continue;
    const path = ['resources', name, 'instance'];
    const { pattern, example } = classes[kind];
    if (!pattern.test(instance)) {
      yield { path, rule: `but is no instance class for ${kind}`, fix: `write one such as ${example}` };
    } else if (kind === 'kafka' && instance.startsWith('kafka.t3.')) {
      yield { path, rule: 'but Amazon MSK refuses t3 brokers with KRaft', fix: `write ${example} or larger` };
    } else if (kind === 'rabbitmq' && String(version).startsWith('4.') && !instance.startsWith('mq.m7g.')) {
      yield { path, rule: 'but Amazon MQ runs RabbitMQ 4 on mq.m7g only', fix: `write ${example} or larger` };
    }
  }
}

/**
 * What AWS offers for a new server. MSK: supported Apache Kafka versions, those with KRaft. ElastiCache: engine versions of
 * Valkey; a major alone is its newest minor. MQ: RabbitMQ engine versions. RDS has every major that the language takes.
 */
const offered: Readonly<Record<'redis' | 'kafka' | 'rabbitmq', readonly string[]>> = {
  redis: ['7', '7.2', '8', '8.0', '8.1', '8.2', '9', '9.0', '9.1'],
  kafka: ['3.7', '3.8', '3.9', '4.0', '4.1', '4.2'],
  rabbitmq: ['3.13', '4.2'],
};
const services = { redis: 'Amazon ElastiCache (Valkey)', kafka: 'Amazon MSK (KRaft)', rabbitmq: 'Amazon MQ' } as const;

function* managedVersion(_scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { name, kind, provider, version } of stores(platform)) {
    if (provider !== 'managed' || kind === 'postgres' || offered[kind].includes(String(version))) continue;
    const rule = `but ${services[kind]} does not offer it`;
    yield { path: ['resources', name, 'version'], rule, fix: `write one of: ${offered[kind].join(', ')}` };
  }
}

/** RDS and ElastiCache keep backups for at most 35 days; the others keep none. */
const longestBackup = 35;

function* backupRange(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { name, kind, provider, backup } of stores(platform)) {
    const path = ['resources', name, 'backup'];
    const given = scope.merged.resources[name];
    if (given === undefined || given.backup === undefined) continue;
    if (kind === 'kafka' || kind === 'rabbitmq') {
      yield { path, rule: `but ${kind} has no backups`, fix: 'remove it' };
    } else if (provider === 'managed' && backup > longestBackup) {
      yield {
        path,
        rule: `but AWS keeps backups for ${longestBackup} days at most`,
        fix: `write ${longestBackup}d or less`,
      };
    }
  }
}

/** GiB. RDS: gp3 storage; MSK: storage of a broker. */
const storageBounds: Partial<Record<Resource['kind'], { least: number; most: number; whose: string }>> = {
  postgres: { least: 20, most: 65536, whose: 'Amazon RDS (gp3)' },
  kafka: { least: 1, most: 16384, whose: 'Amazon MSK' },
};

function* storageRange(_scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { name, kind, provider, storage } of stores(platform)) {
    const bounds = storageBounds[kind];
    if (provider !== 'managed' || bounds === undefined || (storage >= bounds.least && storage <= bounds.most)) continue;
    const rule = `but ${bounds.whose} takes ${bounds.least}Gi to ${bounds.most}Gi`;
    yield {
      path: ['resources', name, 'storage'],
      rule,
      fix: `write ${storage < bounds.least ? bounds.least : bounds.most}Gi`,
    };
  }
}

/** How many servers AWS makes of one. */
function* replicaCount(_scope: Scope, platform: Platform): Iterable<Broken> {
  const zones = platform.environment.aws?.zones.length ?? 0;
  for (const { name, kind, provider, replicas } of stores(platform)) {
    if (provider !== 'managed') continue;
    const { counts, why } = managedReplicas(kind, zones);
    if (counts.includes(replicas)) continue;
    yield { path: ['resources', name, 'replicas'], rule: `but ${why}`, fix: `write one of: ${counts.join(', ')}` };
  }
}

function managedReplicas(
  kind: 'postgres' | 'redis' | 'kafka' | 'rabbitmq',
  zones: number,
): { counts: number[]; why: string } {
  switch (kind) {
    case 'postgres':
      return { counts: [1, 2], why: 'Amazon RDS makes one instance, or two with a standby' };
    case 'redis':
      return { counts: [1, 2, 3, 4, 5, 6], why: 'ElastiCache has one primary and at most five replicas' };
    case 'rabbitmq':
      return { counts: [1, 3], why: 'Amazon MQ makes one broker, or a cluster of three' };
    case 'kafka': {
      const even = (count: number) => [2, 3].some((spread) => spread <= zones && count % spread === 0);
      const counts = Array.from({ length: 15 }, (_, at) => at + 1).filter(even);
      return { counts, why: 'Amazon MSK spreads brokers evenly over two or three zones' };
    }
  }
}

/** ElastiCache: users with passwords (RBAC) need encryption in transit. A container of Redis here has no certificate. */
function* redisTls(_scope: Scope, platform: Platform): Iterable<Broken> {
  for (const resource of platform.resources) {
    if (resource.kind !== 'redis') continue;
    const { name, provider, tls, auth } = resource;
    const path = ['resources', name, 'tls'];
    if (provider === 'container' && tls) {
      yield {
        path,
        rule: 'but as a container it has no certificate',
        fix: 'remove it, or write it under the environments where it is managed',
      };
    } else if (provider === 'managed' && !tls && auth === 'password') {
      yield { path, rule: 'but ElastiCache takes passwords over TLS only', fix: 'remove it, or write auth: none' };
    }
  }
}

/** RabbitMQ, Quorum Queues: they are always durable. */
function* quorumQueue(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const resource of platform.resources) {
    if (resource.kind !== 'rabbitmq') continue;
    const given = scope.merged.resources[resource.name];
    const fields = given?.kind === 'rabbitmq' && !Array.isArray(given.queues) ? given.queues : undefined;
    for (const { name, durable, quorum } of resource.queues) {
      if (durable || !quorum) continue;
      const chosen = fields?.[name]?.quorum === undefined ? ', the default in tier production,' : '';
      const rule = `but quorum queues${chosen} are always durable`;
      yield {
        path: ['resources', resource.name, 'queues', name, 'durable'],
        rule,
        fix: 'write durable: true, or quorum: false',
      };
    }
  }
}

export const storeRules: readonly Rule[] = [
  {
    code: 'provider-runtime',
    summary:
      'A provider is one that the runtime has: AWS manages servers, operators run on Kubernetes, and a container keeps data only where there are volumes.',
    fix: 'choose another provider, or leave it to the default',
    find: providerRuntime,
  },
  {
    code: 'external-field',
    summary: 'Where an external server is matters only for provider external.',
    fix: 'write provider: external, or remove external:',
    find: externalField,
  },
  {
    code: 'instance-class',
    summary:
      'The instance class of a managed server is one of its service: db.* for postgres, cache.* for redis, kafka.* (not t3), mq.* (m7g for RabbitMQ 4).',
    fix: 'write a class of the service',
    find: instanceClass,
  },
  {
    code: 'managed-version',
    summary: 'A managed server has a version that AWS offers for new ones.',
    fix: 'write a version that is offered',
    find: managedVersion,
  },
  {
    code: 'backup-range',
    summary: 'AWS keeps backups of databases and caches for at most 35 days, and none of brokers.',
    fix: 'write 35d or less',
    find: backupRange,
  },
  {
    code: 'storage-range',
    summary:
      'A managed server has as much storage as its service takes: 20 GiB to 64 TiB for RDS, 1 GiB to 16 TiB a broker for MSK.',
    fix: 'write an amount in these bounds',
    find: storageRange,
  },
  {
    code: 'replica-count',
    summary:
      'Managed servers come in numbers that AWS makes: one or two of RDS, at most six of ElastiCache, one or three of MQ, as many in each of two or three zones of MSK.',
    fix: 'write a number that the provider makes',
    find: replicaCount,
  },
  {
    code: 'redis-tls',
    summary:
      'ElastiCache takes passwords over TLS only, and Redis as a container has no certificate to speak TLS with.',
    fix: 'remove tls:',
    find: redisTls,
  },
  {
    code: 'quorum-queue',
    summary: 'Quorum queues of RabbitMQ are always durable.',
    fix: 'write durable: true, or quorum: false',
    find: quorumQueue,
  },
];
