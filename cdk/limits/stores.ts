import { defaults, type Limit, type Platform } from '../../platform/index';
import { managedStores, type Store } from '../stores';
import { ecs, type Path } from './walk';

/** What a store of AWS does not do. What AWS does not offer at all, the rules of the description refuse. */
export const storeLimits: readonly Limit[] = [
  {
    code: 'unsupported-persistence',
    field: 'resources.*.persistence',
    runtimes: ecs,
    reason: 'ElastiCache keeps data in memory: with one node and no backup, a replaced node starts empty',
    fix: 'set persistence: false if that is all right, or replicas: 2, or backup: 1d',
    acceptable: true,
    find: stores(
      'persistence',
      (store) => store.kind === 'redis' && store.persistence && store.replicas === 1 && store.backup === 0,
    ),
  },
  {
    code: 'unsupported-storage',
    field: 'resources.*.storage',
    runtimes: ecs,
    reason: 'ElastiCache and Amazon MQ have the memory and the disk of their instance class',
    fix: 'remove it, and choose a larger instance:',
    acceptable: true,
    find: stores('storage', (store, usual) => {
      const sized = store.kind === 'rabbitmq' || (store.kind === 'redis' && store.persistence);
      return sized && store.storage !== usual;
    }),
  },
];

/** Fields of the stores that AWS runs, where a condition takes them. `usual`: the storage when nobody says otherwise. */
function stores(key: string, wrong: (store: Store, usual: number) => boolean): (platform: Platform) => Path[] {
  return (platform) =>
    managedStores(platform)
      .filter((store) => wrong(store, defaults.stores[store.kind].storage[platform.environment.size]))
      .map(({ name }) => ['resources', name, key]);
}
