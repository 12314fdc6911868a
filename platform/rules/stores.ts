import { kindOf } from '../kinds/registry';
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
    } else if (resource.kind !== 'container' && provider === 'operator' && kindOf(resource).operator === '') {
      const { title } = kindOf(resource);
      yield { path, rule: `but no operator for ${title} is in common use`, fix: 'write container or external' };
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

function* instanceClass(_scope: Scope, platform: Platform): Iterable<Broken> {
  for (const store of stores(platform)) {
    if (store.provider !== 'managed') continue;
    const path = ['resources', store.name, 'instance'];
    const { instances, instanceFault } = kindOf(store).managed;
    const { pattern, example } = instances;
    if (!pattern.test(store.instance)) {
      yield { path, rule: `but is no instance class for ${store.kind}`, fix: `write one such as ${example}` };
      continue;
    }
    const fault = instanceFault(store);
    if (fault !== undefined) yield { path, rule: `but ${fault}`, fix: `write ${example} or larger` };
  }
}

function* managedVersion(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const store of stores(platform)) {
    const { versions, service } = kindOf(store).managed;
    if (store.provider !== 'managed' || versions === null || versions.includes(String(store.version))) continue;
    const given = scope.merged.resources[store.name];
    const path = ['resources', store.name];
    const fix = `write one of: ${versions.join(', ')}`;
    if (given !== undefined && 'version' in given && given.version !== undefined) {
      yield { path: [...path, 'version'], rule: `but ${service} does not offer it`, fix };
    } else {
      const rule = `is of version ${store.version}, which ${service} does not offer`;
      yield { path: [...path, 'image'], value: '', rule, fix: fix.replace('write', 'write version: with') };
    }
  }
}

/** RDS and ElastiCache keep backups for at most 35 days; the others keep none. */
const longestBackup = 35;

function* backupRange(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const store of stores(platform)) {
    const { name, kind, provider, backup } = store;
    const path = ['resources', name, 'backup'];
    const given = scope.merged.resources[name];
    if (given === undefined || given.kind === 'container' || given.backup === undefined) continue;
    if (!kindOf(store).managed.backups) {
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

function* storageRange(_scope: Scope, platform: Platform): Iterable<Broken> {
  for (const store of stores(platform)) {
    const { name, provider, storage } = store;
    const bounds = kindOf(store).managed.storage;
    if (provider !== 'managed' || bounds === null || (storage >= bounds.least && storage <= bounds.most)) continue;
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
  for (const store of stores(platform)) {
    if (store.provider !== 'managed') continue;
    const { counts, why } = kindOf(store).managed.replicas(zones);
    if (counts.includes(store.replicas)) continue;
    yield {
      path: ['resources', store.name, 'replicas'],
      rule: `but ${why}`,
      fix: `write one of: ${counts.join(', ')}`,
    };
  }
}

/** The default where nothing better is made yet, but nobody should learn of it from a lost node. */
function* singleServer(scope: Scope, platform: Platform): Iterable<Broken> {
  const { runtime, tier } = platform.environment;
  if (runtime !== 'kubernetes' || tier !== 'production') return;
  for (const store of stores(platform)) {
    const { name, provider } = store;
    // Where no operator is in common use, a pod is what teams run.
    if (kindOf(store).operator === '') continue;
    if (provider !== 'container' || scope.merged.resources[name]?.provider !== undefined) continue;
    yield {
      path: ['resources', name],
      key: true,
      value: '',
      warning: true,
      rule: 'is one pod without replicas and backups, in tier production',
      fix: 'write provider: external and run it elsewhere, or provider: container if that will do',
    };
  }
}

export const storeRules: readonly Rule[] = [
  {
    code: 'single-server',
    summary:
      'A store that an operator could run is one pod without backups in tier production on Kubernetes, unless its provider says otherwise (a warning): objects of operators are not made yet.',
    fix: 'write provider: external or provider: container',
    find: singleServer,
  },
  {
    code: 'provider-runtime',
    summary:
      'A provider is one that the runtime has: AWS manages servers, operators run on Kubernetes, and a container keeps data only where there are volumes.',
    fix: 'choose another provider, or leave it to the default',
    find: providerRuntime,
  },
  {
    code: 'instance-class',
    summary:
      'The instance class of a managed server is one of its service that takes its version: db.t4g.micro is of Amazon RDS.',
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
];
