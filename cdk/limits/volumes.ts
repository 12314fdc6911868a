import { containerServers, containersIn, type Limit, ownVolumes } from '../../platform/index';
import { ecs } from './walk';

/** Volumes on EFS, and those that are not. */
export const volumeLimits: readonly Limit[] = [
  {
    code: 'unsupported-volume',
    field: 'resources.*.volumes',
    runtimes: ecs,
    reason:
      'a Fargate task has no disk that outlives it, and EFS, which holds the volumes of services and jobs, is a network file system that servers of data warn of; so what is in it goes with each task, and no two tasks share it',
    fix: 'use a managed store, or run it as a service where its files may lie on NFS, or leave it out of this environment with only:',
    acceptable: true,
    find: (platform) =>
      containerServers(platform).flatMap(({ name, container }) =>
        container.volumes.map((volume) => ['resources', name, 'volumes', volume.name]),
      ),
  },
  {
    code: 'unsupported-shared-volume',
    field: '*.*.mounts',
    runtimes: ecs,
    reason: 'the volume of a server is on the disk of its task, which nothing else mounts',
    fix: 'mount the volume of a service, or leave mounts out in this environment',
    acceptable: false,
    find: (platform) => {
      const servers = new Set(containerServers(platform).map(({ name }) => name));
      return containersIn(platform).flatMap(({ path, container }) =>
        container.mounts.filter(({ owner }) => servers.has(owner)).map((mount) => [...path, 'mounts', mount.path]),
      );
    },
  },
  {
    code: 'unsupported-replica-volumes',
    field: 'services.*.volumes',
    runtimes: ecs,
    reason:
      'all tasks of a service have one file system for a volume, so that replicas, which elsewhere have one each, write the same files',
    fix: 'run one: scale: 1; or accept it where the code shares its files with others of its kind',
    acceptable: true,
    find: (platform) =>
      platform.services
        .filter(({ scale }) => scale.max > 1)
        .flatMap((service) => ownVolumes(platform, service).map((name) => ['services', service.name, 'volumes', name])),
  },
];
