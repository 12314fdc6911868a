import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnDBInstance, CfnDBParameterGroup, CfnDBSubnetGroup } from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import type { Postgres } from '../../platform/index';
import { fromSecret } from './secret';
import { closedGroup } from './security-group';
import { stateful } from './stateful';

/** The fields of the model that it needs; see there for units. */
type Fields = 'version' | 'instance' | 'storage' | 'replicas' | 'backup' | 'tls' | 'port' | 'parameters';

export interface PostgresServerProps extends Pick<Postgres, Fields> {
  /** Fixed logical id of the instance: `MainDatabase`. Another one is another, empty database. */
  readonly logicalId: string;
  readonly description: string;
  readonly vpcId: string;
  /** Subnets without a way out, in two zones at least. */
  readonly subnetIds: string[];
  /** Name of the secret in Secrets Manager with `username` and `password` of the administrator. */
  readonly adminSecret: string;
  readonly deletionProtection: boolean;
  /** Keep the server when its stack goes; otherwise a last snapshot is taken. */
  readonly retain: boolean;
  /** ARN of the key. @default the account's key of RDS. Changing it replaces the server. */
  readonly key?: string;
}

/** RDS for PostgreSQL: one server, private, encrypted, with TLS enforced where clients speak it. */
export class PostgresServer extends Construct {
  readonly instance: CfnDBInstance;
  /** Opens nothing until connected. */
  readonly group: CfnSecurityGroup;
  readonly parameterGroup: CfnDBParameterGroup;

  constructor(scope: Construct, id: string, props: PostgresServerProps) {
    super(scope, id);
    this.group = closedGroup(this, 'Group', { vpcId: props.vpcId, description: props.description });
    this.parameterGroup = new CfnDBParameterGroup(this, 'Parameters', {
      description: props.description,
      family: `postgres${props.version}`,
      parameters: { ...props.parameters, 'rds.force_ssl': props.tls ? '1' : '0' },
    });
    const subnets = new CfnDBSubnetGroup(this, 'Subnets', {
      dbSubnetGroupDescription: props.description,
      subnetIds: props.subnetIds,
    });
    const instance = new CfnDBInstance(this, 'Instance', {
      engine: 'postgres',
      // RDS takes the newest minor version, and `autoMinorVersionUpgrade` keeps it so.
      engineVersion: String(props.version),
      autoMinorVersionUpgrade: true,
      allowMajorVersionUpgrade: false,
      engineLifecycleSupport: 'open-source-rds-extended-support-disabled',
      dbInstanceClass: props.instance,
      allocatedStorage: String(props.storage),
      storageType: 'gp3',
      storageEncrypted: true,
      ...(props.key !== undefined && { kmsKeyId: props.key }),
      multiAz: props.replicas > 1,
      port: String(props.port),
      masterUsername: fromSecret(props.adminSecret, 'username'),
      masterUserPassword: fromSecret(props.adminSecret, 'password'),
      dbParameterGroupName: this.parameterGroup.ref,
      dbSubnetGroupName: subnets.ref,
      vpcSecurityGroups: [this.group.attrGroupId],
      publiclyAccessible: false,
      caCertificateIdentifier: 'rds-ca-rsa2048-g1',
      backupRetentionPeriod: props.backup,
      deleteAutomatedBackups: !props.retain,
      copyTagsToSnapshot: true,
      deletionProtection: props.deletionProtection,
    });
    this.instance = stateful(instance, props.logicalId, props.retain ? 'retain' : 'snapshot');
  }
}
