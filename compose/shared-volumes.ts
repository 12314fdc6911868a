import type { Container, Platform } from '../platform/index';
import { serverOf } from '../provision/index';
import { completed, type Dependencies, merged } from './depends';
import { needsOwner } from './directories';
import { volumesName } from './names';

/** What gives the volumes that a container reads to their owner, which the reader waits for: there is something to read no sooner. */
export function mountOwners(platform: Platform, { mounts }: Pick<Container, 'mounts'>): Dependencies {
  const owners = [...new Set(mounts.map(({ owner }) => owner))];
  return merged(completed(owners.filter((owner) => isGiven(platform, owner)).map(volumesName)));
}

function isGiven(platform: Platform, owner: string): boolean {
  const workload = [...platform.services, ...platform.jobs].find(({ name }) => name === owner);
  if (workload !== undefined) return needsOwner(workload, false);
  const resource = platform.resources.find(({ name }) => name === owner);
  const server = resource === undefined ? null : serverOf(platform, resource);
  return server !== null && needsOwner(server.container, server.ownsData);
}
