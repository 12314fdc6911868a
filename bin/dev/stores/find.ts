import type { Platform, Resource, Store, StoreKind } from '../../../platform/index';
import type { Io } from '../../io';
import type { Stage } from '../stage';
import { findGo, startKafka } from './kafka';
import { findPostgres, startPostgres } from './postgres';
import { findRedis, startRedis } from './redis';

export type Starter = (stage: Stage) => Promise<void>;

type Find<S extends Store> = (store: S, env: Io['env'], description: string) => Starter;

/** How each kind starts as a process of this machine; null: in a container alone. */
const finders: { readonly [K in StoreKind]: Find<Extract<Store, { kind: K }>> | null } = {
  postgres: (store, env, description) => {
    const programs = findPostgres(store.name, env, description);
    return (stage) => startPostgres(stage, here(stage, store), programs);
  },
  redis: (store, env) => {
    const program = findRedis(store.name, env);
    return (stage) => startRedis(stage, here(stage, store), program);
  },
  kafka: (store, env) => {
    const go = findGo(store.name, env);
    return (stage) => startKafka(stage, here(stage, store), go);
  },
  rabbitmq: null,
};

export function canStart({ kind }: Resource): boolean {
  return kind !== 'container' && finders[kind] !== null;
}

/** How to start each store of the platform's own. Says what is missing on this machine before anything starts. */
export function findStores({ resources }: Platform, env: Io['env'], description: string): Starter[] {
  return resources
    .filter(({ address }) => address.kind === 'own')
    .map((resource) => {
      const find = resource.kind === 'container' ? null : (finders[resource.kind] as Find<Store> | null);
      if (find === null || resource.kind === 'container')
        throw new Error(`${resource.name} is refused where all run as processes`);
      return find(resource, env, description);
    });
}

/** The same resource with the port of this machine. */
function here<R extends Resource>({ platform }: Stage, { name }: R): R {
  const found = platform.resources.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found as R;
}
