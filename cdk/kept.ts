import { type Container, elsewhere, type Job, type Platform, type Service } from '../platform/index';

// What EFS holds, apart from how: limits count it, and load no SDK.

/** Services and jobs with volumes, which EFS holds. Servers are data bases more often than not, and those want a disk. */
export function volumeOwners({ services, jobs }: Platform): (Service | Job)[] {
  return [...services, ...jobs].filter(({ volumes }) => volumes.length > 0);
}

/** A file system that a task mounts. */
export interface Kept {
  readonly owner: string;
  readonly volume: string;
  readonly writes: boolean;
}

/** `name`: of the task, whose volumes those of the containers are. */
export function keptBy(name: string, containers: readonly Container[]): Kept[] {
  return [
    ...containers.flatMap(({ volumes }) => volumes.map((each) => ({ owner: name, volume: each.name, writes: true }))),
    ...elsewhere(name, containers).map(({ owner, volume }) => ({ owner, volume, writes: false })),
  ];
}
