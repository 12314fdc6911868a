import {
  type Container,
  type ContainerResource,
  containersIn,
  type Platform,
  type Runtime,
  type Task,
  tasksIn,
} from '../../platform/index';
import { onDisk } from '../directories';

/** Place of a field in the description. */
export type Path = readonly string[];

/** What these limits are about. */
export const ecs: readonly Runtime[] = ['ecs'];

/** Servers of kind `container` that run here. */
export function serversIn(platform: Platform): { readonly path: Path; readonly resource: ContainerResource }[] {
  return tasksIn(platform).flatMap(({ path, user }) => (user.kind === 'container' ? [{ path, resource: user }] : []));
}

/** The tasks that run here, as Fargate has them: what a server keeps lies on the disk of its task. */
export function fargateTasksIn(platform: Platform): readonly Task[] {
  return tasksIn(platform).map((task) =>
    task.user.kind === 'container'
      ? { ...task, containers: task.containers.map((each) => ({ ...each, container: onDisk(each.container) })) }
      : task,
  );
}

/** Places in containers: of each for which `wrong` gives the rest of the path. */
export function inContainers(wrong: (container: Container) => readonly Path[]): (platform: Platform) => Path[] {
  return (platform) =>
    containersIn(platform).flatMap(({ container, path }) => wrong(container).map((rest) => [...path, ...rest]));
}
