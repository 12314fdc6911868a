import type { Credential, Store, StoreKind } from '../../platform/index';
import type { Tested, TestStore } from '../kinds/kind';
import { testStores } from '../kinds/registry';

/** What prepares the servers of the tests, by list. Every list may be joined with another image's and made unique. */
export type StoreSetup = Readonly<Record<string, readonly unknown[]>>;

/** Logins, databases, topics and queues that the workloads of one image have on a target. `credentials`: theirs. */
export function setupOf(
  credentials: readonly Credential[],
  workloads: readonly Tested[],
  stores: readonly Store[],
): StoreSetup {
  const logins = (store: Store) => credentials.filter((login) => login.resource === store.name);
  const lists = Object.entries(testStores).map(([kind, { setup }]) => {
    const own = stores.filter((store) => store.kind === (kind as StoreKind));
    return (setup as TestStore<Store>['setup'])(own, { workloads, logins });
  });
  const all: Record<string, readonly unknown[]> = Object.assign({}, ...lists);
  return Object.fromEntries(Object.entries(all).map(([key, list]) => [key, unique(list)]));
}

/** Texts sorted, so that `CREATE ROLE` comes before `GRANT` however many lists are joined. */
function unique(lines: readonly unknown[]): readonly unknown[] {
  return lines.every((line) => typeof line === 'string') ? [...new Set(lines)].sort() : lines;
}
