import { containersIn, type Limit, type Platform, readersOf } from '../../platform/index';
import type { Path } from '../inventory';

/** Volumes that several workloads have. */
export const mountLimits: readonly Limit[] = [
  {
    code: 'unsupported-shared-volume',
    field: '*.*.mounts',
    runtimes: ['kubernetes'],
    reason:
      "the claim asks for ReadWriteMany, and no class is named that can do it: the cluster's own mostly mounts a volume on one node at a time",
    fix: 'name a class of EFS, NFS, CephFS or Azure Files in kubernetes.sharedStorageClass of the environment',
    acceptable: true,
    find: (platform) => shared(platform, (owner) => classOf(platform, owner) === ''),
  },
  {
    code: 'unsupported-shared-replicas',
    field: '*.*.mounts',
    runtimes: ['kubernetes'],
    reason:
      'what others read is one volume for all servers of the resource, each of which would take it for its own and write over the others',
    fix: 'mount the volume of a server with one replica, or leave mounts out in this environment',
    acceptable: false,
    find: (platform) =>
      shared(platform, (owner) => platform.resources.some(({ name, replicas }) => name === owner && replicas > 1)),
  },
  {
    code: 'unsupported-claim-name',
    field: '*.*.volumes',
    runtimes: ['kubernetes'],
    reason: 'the claim of the volume has the name of its owner with its own, and another claim has this name',
    fix: 'rename the volume',
    acceptable: false,
    find: takenClaims,
  },
];

/** '' where none is named. */
function classOf({ environment: { kubernetes } }: Platform, owner: string): string {
  const own = kubernetes?.workloads.find(({ name }) => name === owner) ?? kubernetes;
  return own === null ? '' : own.sharedStorageClass;
}

/** Mounts of another's volume whose owner a condition takes. */
function shared(platform: Platform, wrong: (owner: string) => boolean): Path[] {
  return containersIn(platform).flatMap(({ path, container }) =>
    container.mounts
      .filter(({ owner }) => owner !== path[1] && wrong(owner))
      .map((mount) => [...path, 'mounts', mount.path]),
  );
}

/** Claims that are objects of their own: of jobs, and of volumes that others read. */
function takenClaims(platform: Platform): Path[] {
  const owners = [
    ...platform.jobs.flatMap(({ name, volumes }) => volumes.map((each) => ['jobs', name, each.name])),
    ...containersIn(platform)
      .filter(({ path: [section] }) => section !== 'jobs')
      .flatMap(({ path: [section = '', name = ''], container }) =>
        container.volumes
          .filter((each) => readersOf(platform, name, each.name).length > 0)
          .map((each) => [section, name, each.name]),
      ),
  ];
  // What a StatefulSet claims for its replicas: `data-store-0`.
  const ofReplicas = containersIn(platform)
    .filter(({ path: [section] }) => section !== 'jobs')
    .flatMap(({ path: [, name = ''], container }) => container.volumes.map((each) => `${each.name}-${name}`));
  const isReplicas = (name: string) => /-\d+$/.test(name) && ofReplicas.includes(name.replace(/-\d+$/, ''));
  const seen = new Set<string>();
  return owners.flatMap(([section = '', owner = '', volume = '']) => {
    const name = `${owner}-${volume}`;
    const taken = seen.has(name) || isReplicas(name);
    seen.add(name);
    return taken ? [[section, owner, 'volumes', volume]] : [];
  });
}
