import { Fn, Stack } from 'aws-cdk-lib';
import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnAccessPoint, CfnFileSystem, CfnMountTarget } from 'aws-cdk-lib/aws-efs';
import { Construct } from 'constructs';
import { nobody, type User } from '../../platform/index';
import { closedGroup } from './security-group';
import { stateful } from './stateful';

export const nfsPort = 2049;

/** The image's own user is not known: its files are nobody's, whoever it is. */
export function fileSystemUser(user: User | null): User {
  return user === null ? nobody : user;
}

export interface FileSystemProps {
  /** Fixed logical id of the file system: `UploadsFileSystem`. Another one is another, empty file system. */
  readonly logicalId: string;
  readonly description: string;
  readonly vpcId: string;
  /** Subnets of the mount targets: one in each zone. */
  readonly subnetIds: string[];
  /** Letters of the zones, in the order of the subnets. */
  readonly zones: readonly string[];
  /** Whom all clients are in it, whoever they are in their containers. */
  readonly user: User;
  /** Keep it when its stack goes. Its backups stay for their time anyway. */
  readonly retain: boolean;
  /** ARN of the key. @default the account's key of EFS. Changing it replaces the file system. */
  readonly key?: string;
}

/**
 * A file system of EFS for one volume: encrypted, backed up every day, in reach of whom its group is opened to, and only over
 * TLS, with a role, through its access point. It has no size: it grows as it is filled, and what is in it is paid for.
 */
export class FileSystem extends Construct {
  readonly fileSystem: CfnFileSystem;
  readonly accessPoint: CfnAccessPoint;
  /** Opens nothing until connected. */
  readonly group: CfnSecurityGroup;

  constructor(scope: Construct, id: string, props: FileSystemProps) {
    super(scope, id);
    this.group = closedGroup(this, 'Group', { vpcId: props.vpcId, description: props.description });
    const fileSystem = new CfnFileSystem(this, 'FileSystem', {
      encrypted: true,
      ...(props.key !== undefined && { kmsKeyId: props.key }),
      performanceMode: 'generalPurpose',
      // What is used is paid for; a bursting one would stand still once its credits are gone.
      throughputMode: 'elastic',
      backupPolicy: { status: 'ENABLED' },
      lifecyclePolicies: [{ transitionToIa: 'AFTER_30_DAYS' }, { transitionToPrimaryStorageClass: 'AFTER_1_ACCESS' }],
      fileSystemPolicy: accessPolicy(Stack.of(this)),
      fileSystemTags: [{ key: 'Name', value: props.description }],
    });
    this.fileSystem = stateful(fileSystem, props.logicalId, props.retain ? 'retain' : 'delete');
    const targets = props.zones.map(
      (zone, at) =>
        new CfnMountTarget(this, `MountTarget${zone.toUpperCase()}`, {
          fileSystemId: this.fileSystem.ref,
          subnetId: Fn.select(at, props.subnetIds),
          securityGroups: [this.group.attrGroupId],
        }),
    );
    const { uid, gid } = props.user;
    this.accessPoint = new CfnAccessPoint(this, 'AccessPoint', {
      fileSystemId: this.fileSystem.ref,
      posixUser: { uid: String(uid), gid: String(gid) },
      rootDirectory: {
        path: '/data',
        creationInfo: { ownerUid: String(uid), ownerGid: String(gid), permissions: '0750' },
      },
    });
    // Whoever finds the access point finds a way to it.
    for (const target of targets) this.accessPoint.addResourceDependency(target);
  }
}

/**
 * Without a policy of its own a file system takes everybody whom its network lets in. With this one it is the roles of the
 * account that decide, over TLS alone, and nobody comes in beside the access point.
 */
function accessPolicy({ partition, account }: Stack): object {
  const client = [
    'elasticfilesystem:ClientMount',
    'elasticfilesystem:ClientWrite',
    'elasticfilesystem:ClientRootAccess',
  ];
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'RolesOfTheAccount',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: client,
        Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
      },
      {
        Sid: 'TlsAlone',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Sid: 'AccessPointAlone',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: client,
        Condition: { Null: { 'elasticfilesystem:AccessPointArn': 'true' } },
      },
    ],
  };
}
