import type { Platform, Workload } from '../platform/index';
import { serverOf } from '../provision/index';
import { completed, type Dependencies, merged } from './depends';
import { needsOwner } from './directories';
import type { Mount } from './file';
import { volumesName } from './names';
import type { Project } from './project';
import { volumeName } from './volume-names';

/** Volumes of others, read-only: the owner alone writes. */
export function mountsOf(project: Project, { mounts }: Pick<Workload, 'mounts'>): Mount[] {
  return mounts.map(({ path, owner, volume }) => ({
    type: 'volume',
    source: project.volume(volumeName(owner, volume)),
    target: path,
    read_only: true,
    volume: { nocopy: true },
  }));
}

/** What gives these volumes to their owner, which the reader waits for: there is something to read no sooner. */
export function mountOwners(platform: Platform, { mounts }: Pick<Workload, 'mounts'>): Dependencies {
  const owners = [...new Set(mounts.map(({ owner }) => owner))];
  return merged(completed(owners.filter((owner) => isGiven(platform, owner)).map(volumesName)));
}

function isGiven(platform: Platform, owner: string): boolean {
  const service = platform.services.find(({ name }) => name === owner);
  if (service !== undefined) return needsOwner(service, false);
  const resource = platform.resources.find(({ name }) => name === owner);
  const server = resource === undefined ? null : serverOf(platform, resource);
  return server !== null && needsOwner(server.container, server.ownsData);
}
