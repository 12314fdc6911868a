import type { Credential, Platform, Workload } from '../../platform/index';
import { type Store, type StoreKind, storePorts } from './kinds';
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

/**
 * The stores that the workloads of an image use, taken from the first environment that runs them as containers without
 * TLS. Where none does, a server here would be another one than the target's, and there is none.
 */
export function testStores(platforms: readonly Platform[], image: string): TestStores {
  for (const platform of platforms) {
    const workloads = [...platform.services, ...platform.jobs].filter(
      (workload) => workload.image.kind === 'build' && workload.image.name === image,
    );
    const stores = storesOf(platform, workloads);
    if (stores.length > 0 && stores.every(isPlain)) return found(platform.credentials, workloads, stores);
  }
  return found([], [], []);
}

function storesOf(platform: Platform, workloads: readonly Workload[]): Store[] {
  const edges = workloads.flatMap(({ uses, publishes, consumes }) => [...uses, ...publishes, ...consumes]);
  const names = new Set(edges.map((edge) => edge.resource));
  return platform.resources.filter(
    (resource): resource is Store => names.has(resource.name) && resource.kind !== 'container',
  );
}

function isPlain(store: Store): boolean {
  return store.provider === 'container' && !store.tls && store.port === storePorts[store.kind];
}

function found(
  credentials: readonly Credential[],
  workloads: readonly Workload[],
  stores: readonly Store[],
): TestStores {
  const image = (kind: StoreKind) => {
    const first = stores.find((store) => store.kind === kind);
    return first === undefined ? '' : first.image;
  };
  return {
    images: { kafka: image('kafka'), postgres: image('postgres'), rabbitmq: image('rabbitmq'), redis: image('redis') },
    setup: setupOf(credentials, workloads, stores),
    variables: testVariables(credentials, workloads, stores),
  };
}
