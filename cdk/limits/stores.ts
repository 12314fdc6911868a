import { containerServers, kindOf, type Limit, type Platform, type Store } from '../../platform/index';
import { hasAliasRecords } from '../discovery';
import { managedStores } from '../stores';
import { ecs, type Path } from './walk';

/** What a store of AWS does not do. What AWS does not offer at all, the rules of the description refuse. */
export const storeLimits: readonly Limit[] = [
  {
    code: 'unsupported-replica-names',
    field: 'resources.*.replicas',
    runtimes: ecs,
    reason:
      'the tasks of a service have one name together, so that servers cannot be told apart, and `addrs` is that name alone',
    fix: 'use a managed store, or leave replicas out in this environment',
    acceptable: true,
    find: (platform) =>
      containerServers(platform)
        .filter(({ replicas }) => replicas > 1)
        .map(({ name }) => ['resources', name, 'replicas']),
  },
  {
    code: 'unsupported-aliases',
    field: 'resources.*.aliases',
    runtimes: ecs,
    reason:
      'tasks have no search domain, so that the alias is a record with its full name, <alias>.<platform>-<environment>.internal, for which the certificate of a managed server does not stand',
    fix: 'let programs use the variables or ${...} of the store',
    acceptable: true,
    find: ({ resources }) => resources.filter(hasAliasRecords).map(({ name }) => ['resources', name, 'aliases']),
  },
  {
    code: 'unsupported-aliases',
    field: 'resources.*.aliases',
    runtimes: ecs,
    reason: 'an alias leads to one host, and this server has several addresses',
    fix: 'let programs use the variables or ${...} of the store',
    acceptable: true,
    find: ({ resources }) =>
      resources
        .filter((each) => each.provider !== 'container' && each.aliases.length > 0 && !hasAliasRecords(each))
        .map(({ name }) => ['resources', name, 'aliases']),
  },
  {
    code: 'unsupported-persistence',
    field: 'resources.*.persistence',
    runtimes: ecs,
    reason: 'ElastiCache keeps data in memory: with one node and no backup, a replaced node starts empty',
    fix: 'set persistence: false if that is all right, or replicas: 2, or backup: 1d',
    acceptable: true,
    find: stores('persistence', (store) => kindOf(store).managed.losesData(store)),
  },
  {
    code: 'unsupported-storage',
    field: 'resources.*.storage',
    runtimes: ecs,
    reason: 'ElastiCache and Amazon MQ have the memory and the disk of their instance class',
    fix: 'remove it, and choose a larger instance:',
    acceptable: true,
    find: stores(
      'storage',
      (store, usual) => kindOf(store).managed.storageOfInstance(store) && store.storage !== usual,
    ),
  },
];

/** Fields of the stores that AWS runs, where a condition takes them. `usual`: the storage when nobody says otherwise. */
function stores(key: string, wrong: (store: Store, usual: number) => boolean): (platform: Platform) => Path[] {
  return (platform) =>
    managedStores(platform)
      .filter((store) => wrong(store, kindOf(store).usual.storage[platform.environment.size]))
      .map(({ name }) => ['resources', name, key]);
}
