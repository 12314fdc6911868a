import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  CfnParameterGroup,
  CfnReplicationGroup,
  CfnSubnetGroup,
  CfnUser,
  CfnUserGroup,
} from 'aws-cdk-lib/aws-elasticache';
import { Construct } from 'constructs';
import { names, type Redis } from '../../platform/index';
import { fromSecret, secret } from './secret';
import { closedGroup } from './security-group';
import { stateful } from './stateful';

/** Minor versions of ElastiCache for Valkey that a major version alone means. */
const newestMinor = new Map([
  ['7', '7.2'],
  ['8', '8.2'],
  ['9', '9.1'],
]);

function valkeyVersion(version: string): string {
  const newest = newestMinor.get(version);
  return newest === undefined ? version : newest;
}

export interface ValkeyUser {
  /** Unique in the account and region, at most 40 characters. */
  readonly id: string;
  /** Name of the login. */
  readonly name: string;
  /** Name of the secret in Secrets Manager that has the `password`. */
  readonly secret: string;
  /** What it may do: access string without `on`. */
  readonly rights: string;
}

/** The fields of the model that it needs; see there for units. */
type Fields = 'version' | 'instance' | 'replicas' | 'tls' | 'port' | 'eviction' | 'backup';

export interface ValkeyCacheProps extends Pick<Redis, Fields> {
  /** Fixed logical id of the replication group: `SessionsCache`. */
  readonly logicalId: string;
  readonly description: string;
  readonly vpcId: string;
  readonly subnetIds: string[];
  /** Who may log in, and nobody else; empty: whoever reaches it may use it. */
  readonly users: readonly ValkeyUser[];
  /** Unique in the account and region, at most 40 characters. */
  readonly userGroupId: string;
  /** A group must have a user named `default`, as which clients log in that say no name. It is off; its secret is made here. */
  readonly defaultUser: { readonly id: string; readonly secret: string };
  readonly retain: boolean;
  /** ARN of the key. @default ElastiCache encrypts with a key of its own. Changing it replaces the cache. */
  readonly key?: string;
}

/** ElastiCache for Valkey: one shard with replicas, private, encrypted, users by password. */
export class ValkeyCache extends Construct {
  readonly cache: CfnReplicationGroup;
  readonly group: CfnSecurityGroup;

  constructor(scope: Construct, id: string, props: ValkeyCacheProps) {
    super(scope, id);
    const version = valkeyVersion(props.version);
    this.group = closedGroup(this, 'Group', { vpcId: props.vpcId, description: props.description });
    const subnets = new CfnSubnetGroup(this, 'Subnets', { description: props.description, subnetIds: props.subnetIds });
    const parameters = new CfnParameterGroup(this, 'Parameters', {
      cacheParameterGroupFamily: `valkey${version.split('.')[0]}`,
      description: props.description,
      properties: { 'maxmemory-policy': props.eviction },
    });
    const users = props.users.length === 0 ? undefined : this.userGroup(props);
    const cache = new CfnReplicationGroup(this, 'Cache', {
      replicationGroupDescription: props.description,
      engine: 'valkey',
      engineVersion: version,
      cacheNodeType: props.instance,
      numNodeGroups: 1,
      replicasPerNodeGroup: props.replicas - 1,
      automaticFailoverEnabled: props.replicas > 1,
      multiAzEnabled: props.replicas > 1,
      autoMinorVersionUpgrade: true,
      port: props.port,
      transitEncryptionEnabled: props.tls,
      ...(props.tls && { transitEncryptionMode: 'required' }),
      atRestEncryptionEnabled: true,
      ...(props.key !== undefined && { kmsKeyId: props.key }),
      cacheParameterGroupName: parameters.ref,
      cacheSubnetGroupName: subnets.ref,
      securityGroupIds: [this.group.attrGroupId],
      ...(users !== undefined && { userGroupIds: [users.ref] }),
      snapshotRetentionLimit: props.backup,
    });
    this.cache = stateful(cache, props.logicalId, props.retain ? 'retain' : props.backup > 0 ? 'snapshot' : 'delete');
  }

  private userGroup(props: ValkeyCacheProps): CfnUserGroup {
    const { defaultUser } = props;
    const nobody = secret(this, `${props.logicalId}DefaultSecret`, {
      name: defaultUser.secret,
      description: `Password of the disabled default user: ${props.description}`,
      content: { kind: 'login', user: 'default' },
      keeping: 'delete',
    });
    const off = new CfnUser(this, 'DefaultUser', {
      engine: 'valkey',
      userId: defaultUser.id,
      userName: 'default',
      accessString: 'off -@all',
      authenticationMode: { Type: 'password', Passwords: [fromSecret(nobody.ref, 'password')] },
    });
    const users = props.users.map(
      (user) =>
        new CfnUser(this, `${names.constructId(user.name)}User`, {
          engine: 'valkey',
          userId: user.id,
          userName: user.name,
          accessString: `on ${user.rights}`,
          authenticationMode: { Type: 'password', Passwords: [fromSecret(user.secret, 'password')] },
        }),
    );
    return new CfnUserGroup(this, 'Users', {
      engine: 'valkey',
      userGroupId: props.userGroupId,
      userIds: [off.ref, ...users.map((user) => user.ref)],
    });
  }
}
