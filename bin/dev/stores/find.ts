import type { Platform, Resource } from '../../../platform/index';
import type { Io } from '../../io';
import type { Stage } from '../stage';
import { findGo, startKafka } from './kafka';
import { findPostgres, startPostgres } from './postgres';
import { findRedis, startRedis } from './redis';

export type Starter = (stage: Stage) => Promise<void>;

/** How to start each store of the platform's own. Says what is missing on this machine before anything starts. */
export function findStores({ resources }: Platform, env: Io['env'], description: string): Starter[] {
  return resources
    .filter(({ address }) => address.kind === 'own')
    .map((resource) => starterOf(resource, env, description));
}

function starterOf(resource: Resource, env: Io['env'], description: string): Starter {
  const { name } = resource;
  switch (resource.kind) {
    case 'postgres': {
      const programs = findPostgres(name, env, description);
      return (stage) => startPostgres(stage, here(stage, resource), programs);
    }
    case 'redis': {
      const program = findRedis(name, env);
      return (stage) => startRedis(stage, here(stage, resource), program);
    }
    case 'kafka': {
      const go = findGo(name, env);
      return (stage) => startKafka(stage, here(stage, resource), go);
    }
    case 'rabbitmq':
    case 'container':
      throw new Error(`${name} is refused where all run as processes`);
  }
}

/** The same resource with the port of this machine. */
function here<R extends Resource>({ platform }: Stage, { name }: R): R {
  const found = platform.resources.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found as R;
}
