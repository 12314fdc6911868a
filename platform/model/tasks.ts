import { perPlatform } from './per-platform';
import type { Container, ContainerResource, Job, Ref, Service, Text } from './platform';
import { refsOf } from './text';
import { pathOf, usersIn } from './users';

/** A container, and where the description has it: `['services', 'orders', 'sidecars', 'proxy']`. */
export interface Placed {
  readonly path: readonly string[];
  /** Name of the service, job or resource that it belongs to. */
  readonly owner: string;
  readonly container: Container;
}

/** Containers that run together: a task of ECS, a pod. The main one is the first. */
export interface Task {
  readonly path: readonly string[];
  readonly user: Service | Job | ContainerResource;
  readonly containers: readonly Placed[];
}

/** The tasks of services, jobs and servers of kind `container`, in this order. */
export const tasksIn = perPlatform((platform): readonly Task[] => usersIn(platform).map(taskOf));

/** Every container whose image, variables and files the description knows. */
export const containersIn = perPlatform((platform): readonly Placed[] =>
  tasksIn(platform).flatMap(({ containers }) => containers),
);

/** What the variables, words and files of each container refer to. */
export const referencesIn = perPlatform((platform): readonly (Placed & { readonly refs: readonly Ref[] })[] =>
  containersIn(platform).map((placed) => ({ ...placed, refs: textsOf(placed.container).flatMap(refsOf) })),
);

/** All texts of a container, or of a migration, which has the files of its service. */
export function textsOf({
  command,
  args,
  env,
  files = [],
}: Pick<Container, 'command' | 'args' | 'env'> & Partial<Pick<Container, 'files'>>): Text[] {
  return [...command, ...args, ...env.map(({ value }) => value), ...files.map(({ content }) => content)];
}

function taskOf(user: Task['user']): Task {
  const owner = user.name;
  const path = pathOf(user);
  const beside = (key: 'init' | 'sidecars') =>
    user[key].map((container) => ({ path: [...path, key, container.name], owner, container }));
  const main = { path, owner, container: user.kind === 'container' ? user.container : user };
  return { path, user, containers: [main, ...beside('init'), ...beside('sidecars')] };
}
