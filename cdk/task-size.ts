import { type Container, countedOn } from '../platform/index';
import { fileFolders, type Placing } from './files/folders';

/** Memory that the proxy of Service Connect takes in each task (Amazon ECS developer guide, "Service Connect"): MiB. */
export const proxyMemory = 64;

/** MiB of a container that runs before, to make directories the user's or to write files. */
export const ownerMemory = 32;

/** Fargate makes directories as root's, though not those of EFS: another user gets them from a container that runs before, and files their shell. */
export function needsOwner(container: Placing & Pick<Container, 'user'>): boolean {
  return needsWriter(container) || (container.writable.length > 0 && container.user?.uid !== 0);
}

/** Whether a container that runs before has files to write. */
export function needsWriter(container: Placing): boolean {
  return fileFolders(container).length > 0;
}

/** The containers of one task. */
export interface Together {
  readonly main: Container;
  readonly init: readonly Container[];
  readonly sidecars: readonly Container[];
  /** MiB that ECS needs beside the containers. */
  readonly extraMemory: number;
}

/**
 * What a task needs, in thousandths of a vCPU and MiB. Main container and sidecars share it; ECS also wants room for what
 * the others reserve, though those run before.
 */
export function needsOf({ main, init, sidecars, extraMemory }: Together): { cpu: number; memory: number } {
  const running = [main, ...sidecars];
  const all = [...running, ...init];
  const sum = (list: readonly Container[], of: (each: Container) => number) =>
    list.reduce((total, each) => total + of(each), 0);
  const helpers = all.filter(needsOwner).length + all.filter(needsWriter).length;
  return {
    cpu: Math.max(
      sum(running, (each) => countedOn(each.cpu)),
      sum(all, (each) => each.cpu.request),
      ...init.map((each) => countedOn(each.cpu)),
    ),
    memory: sum(all, (each) => countedOn(each.memory)) + helpers * ownerMemory + extraMemory,
  };
}
