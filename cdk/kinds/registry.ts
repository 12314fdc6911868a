import type { Store, StoreKind } from '../../platform/index';
import { kafka } from './kafka';
import type { ManagedKind } from './kind';
import { postgres } from './postgres';
import { rabbitmq } from './rabbitmq';
import { redis } from './redis';

/** What AWS runs: the compiler asks for the kind that is missing. */
const managed: { readonly [K in StoreKind]: ManagedKind<Extract<Store, { kind: K }>> } = {
  postgres,
  redis,
  kafka,
  rabbitmq,
};

/** What AWS makes of a store. The compiler cannot tie the two, so the caller passes the same store to what it asks. */
export function storeKind<S extends Store>({ kind }: S): ManagedKind<S> {
  return managed[kind] as unknown as ManagedKind<S>;
}
