import type { Store, StoreKind } from '../../platform/index';
import { kafka } from './kafka';
import type { TestStore } from './kind';
import { postgres } from './postgres';
import { rabbitmq } from './rabbitmq';
import { redis } from './redis';

/** Stores beside tests: the compiler asks for the kind that is missing. */
export const testStores: { readonly [K in StoreKind]: TestStore<Extract<Store, { kind: K }>> } = {
  postgres,
  redis,
  kafka,
  rabbitmq,
};

/** Sorted. */
export const testKinds = (Object.keys(testStores) as StoreKind[]).sort();

export function testStoreOf<S extends Store>({ kind }: Pick<S, 'kind'>): TestStore<S> {
  return testStores[kind] as unknown as TestStore<S>;
}
