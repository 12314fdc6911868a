import { type Credential, type Platform, type Store, type StoreKind, usersIn } from '../../platform/index';
import type { Tested } from '../kinds/kind';
import { testKinds, testStoreOf } from '../kinds/registry';
import { type StoreSetup, setupOf } from './setup';
import { testVariables } from './variables';

/** What the tests of one image find beside them. */
export interface TestStores {
  /** Image of each server; '' for one that is not used. */
  readonly images: Readonly<Record<StoreKind, string>>;
  /** What each server's own client is told before the tests start. */
  readonly setup: StoreSetup;
  /** The stores' variables as on a target, with the addresses of the service containers. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What runs one image in one environment. */
interface Users {
  readonly platform: Platform;
  readonly workloads: Tested[];
  /** Logins of these workloads. */
  readonly credentials: Credential[];
}

/**
 * Finds the stores that the workloads of an image use, in the first environment that runs them as containers without TLS.
 * Where none does, a server here would be another one than the target's, and there is none.
 */
export function testStoresOf(platforms: readonly Platform[]): (image: string) => TestStores {
  const users = platforms.map(usersByImage);
  return (image) => {
    for (const { platform, workloads, credentials } of users.flatMap((byImage) => byImage.get(image) ?? [])) {
      const stores = storesOf(platform, workloads);
      if (stores.length > 0 && stores.every(isPlain)) return found(credentials, workloads, stores);
    }
    return found([], [], []);
  };
}

function usersByImage(platform: Platform): ReadonlyMap<string, Users> {
  const users = new Map<string, Users>();
  const byWorkload = new Map<string, Users>();
  for (const user of usersIn(platform)) {
    const { image, env } = user.kind === 'container' ? user.container : user;
    if (image.kind !== 'build') continue;
    const known = users.get(image.name);
    const mine = known === undefined ? { platform, workloads: [], credentials: [] } : known;
    mine.workloads.push({ ...user, env });
    users.set(image.name, mine);
    byWorkload.set(user.name, mine);
  }
  for (const credential of platform.credentials) byWorkload.get(credential.workload)?.credentials.push(credential);
  return users;
}

function storesOf(platform: Platform, workloads: readonly Tested[]): Store[] {
  const edges = workloads.flatMap(({ uses, publishes, consumes }) => [...uses, ...publishes, ...consumes]);
  const names = new Set(edges.map((edge) => edge.resource));
  return platform.resources.filter(
    (resource): resource is Store => names.has(resource.name) && resource.kind !== 'container',
  );
}

function isPlain(store: Store): boolean {
  return store.provider === 'container' && !store.tls && store.port === testStoreOf(store).port;
}

function found(credentials: readonly Credential[], workloads: readonly Tested[], stores: readonly Store[]): TestStores {
  const image = (kind: StoreKind) => {
    const first = stores.find((store) => store.kind === kind);
    return first === undefined ? '' : first.image;
  };
  return {
    images: Object.fromEntries(testKinds.map((kind) => [kind, image(kind)])) as Record<StoreKind, string>,
    setup: setupOf(credentials, workloads, stores),
    variables: testVariables(credentials, workloads, stores),
  };
}
