import type { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { type Container, names, type Platform, type User } from '../platform/index';
import { fileSystemUser, nfsPort } from './constructs/file-system';
import { connect } from './constructs/security-group';
import type { EnvironmentStack } from './environment-stack';
import type { Statement } from './iam';
import { type Kept, keptBy, volumeOwners } from './kept';
import { groupParameter, volumeParameter } from './names';

/** No name of the description has an underscore, and a container's own volumes start with its name. */
function volumeName({ owner, volume }: Pick<Kept, 'owner' | 'volume'>): string {
  return `volume_${owner}_${volume}`;
}

interface MountPoint {
  readonly containerPath: string;
  readonly sourceVolume: string;
  readonly readOnly?: true;
}

/** Where a container of a task has its volumes, and those that it reads. */
export function fileSystemMounts(
  task: string,
  { volumes, mounts }: Pick<Container, 'volumes' | 'mounts'>,
): MountPoint[] {
  return [
    ...volumes.map(({ name, path }) => ({
      containerPath: path,
      sourceVolume: volumeName({ owner: task, volume: name }),
    })),
    ...mounts.map((mount) => ({ containerPath: mount.path, sourceVolume: volumeName(mount), readOnly: true as const })),
  ];
}

/** Volumes of a task that EFS holds: over TLS, as the role of the task, through the access point and nothing else. */
export function fileSystemVolumes(
  stack: EnvironmentStack,
  name: string,
  containers: readonly Container[],
): CfnTaskDefinition.VolumeProperty[] {
  return keptBy(name, containers).map(({ owner, volume }) => ({
    name: volumeName({ owner, volume }),
    efsVolumeConfiguration: {
      filesystemId: stack.lookup(volumeParameter(owner, volume, 'file-system')),
      transitEncryption: 'ENABLED',
      authorizationConfig: {
        accessPointId: stack.lookup(volumeParameter(owner, volume, 'access-point')),
        iam: 'ENABLED',
      },
    },
  }));
}

/** What the role of a task may do in file systems: write its own, and read those of others. */
export function fileSystemStatements(
  stack: EnvironmentStack,
  name: string,
  containers: readonly Container[],
): Statement[] {
  const arn = (rest: string) => `arn:${stack.partition}:elasticfilesystem:${stack.region}:${stack.account}:${rest}`;
  return keptBy(name, containers).map(({ owner, volume, writes }) => {
    // EFS takes root for nobody unless the role may be it: what root alone may read, its readers could not.
    const asRoot = userOf(stack.platform, owner).uid === 0;
    return {
      Effect: 'Allow',
      Action: [
        'elasticfilesystem:ClientMount',
        ...(writes ? ['elasticfilesystem:ClientWrite'] : []),
        ...(asRoot ? ['elasticfilesystem:ClientRootAccess'] : []),
      ],
      Resource: arn(`file-system/${stack.lookup(volumeParameter(owner, volume, 'file-system'))}`),
      Condition: {
        StringEquals: {
          'elasticfilesystem:AccessPointArn': arn(
            `access-point/${stack.lookup(volumeParameter(owner, volume, 'access-point'))}`,
          ),
        },
      },
    };
  });
}

/** Opens the file systems of a task to it, on both sides. */
export function addFileSystemConnections(
  stack: EnvironmentStack,
  name: string,
  containers: readonly Container[],
): void {
  for (const { owner, volume } of keptBy(name, containers)) {
    connect(stack, {
      id: `ToVolume${names.constructId(owner)}${names.constructId(volume)}`,
      from: stack.lookup(groupParameter(stack.platform, name)),
      to: stack.lookup(volumeParameter(owner, volume, 'security-group')),
      port: nfsPort,
      protocol: 'tcp',
      description: `${name} to volume ${owner}.${volume}`,
    });
  }
}

/** Whose the files of a workload's volumes are. */
export function userOf(platform: Platform, owner: string): User {
  const found = volumeOwners(platform).find(({ name }) => name === owner);
  if (found === undefined)
    throw new Error(`"${owner}" has no volume that EFS holds, and cdk/limits refuses its mounts`);
  return fileSystemUser(found.user);
}
