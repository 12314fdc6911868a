import type { ResourceDescription } from '../description/description';
import type { Store, StoreKind } from '../model/platform';
import { kafka } from './kafka/kind';
import type { Kind, Parts } from './kind';
import { postgres } from './postgres/kind';
import { rabbitmq } from './rabbitmq/kind';
import { redis } from './redis/kind';

/** Every kind of store: the compiler asks for the one that is missing. */
export const kinds: { readonly [K in StoreKind]: Kind<Extract<Store, { kind: K }>> } = {
  postgres,
  redis,
  kafka,
  rabbitmq,
};

/** The kind of a store. The compiler cannot tie the two, so the caller passes the same store to what it asks. */
export function kindOf<S extends Store>({ kind }: Pick<S, 'kind'>): Kind<S> {
  return kinds[kind] as unknown as Kind<S>;
}

/** Whether its parts belong to one service each, which alone may change them: databases. */
export function hasOwners(store: Store): boolean {
  return (kindOf(store).parts?.owned ?? null) !== null;
}

/** Databases, topics or queues as the description has them. */
export function writtenParts(given: ResourceDescription): ReturnType<Parts<Store>['written']> {
  if (given.kind === 'container') return undefined;
  const parts: Parts<Store> | null = kindOf<Store>(given).parts;
  return parts === null ? undefined : parts.written(given);
}

/** The operators that run stores on Kubernetes. */
export const operators: readonly string[] = Object.values(kinds).flatMap(({ operator }) =>
  operator === '' ? [] : [operator],
);
