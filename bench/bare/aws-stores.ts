import { type App, CustomResource, Duration, RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import { InstanceType, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  CfnParameterGroup,
  CfnReplicationGroup,
  CfnSubnetGroup,
  CfnUser,
  CfnUserGroup,
} from 'aws-cdk-lib/aws-elasticache';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnCluster, CfnConfiguration, CfnTopic } from 'aws-cdk-lib/aws-msk';
import {
  Credentials,
  DatabaseInstance,
  DatabaseInstanceEngine,
  ParameterGroup,
  PostgresEngineVersion,
  SubnetGroup,
} from 'aws-cdk-lib/aws-rds';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import type { Shape } from '../generate';
import { BareStack, secretArn, secretName } from './aws-stack';
import { databaseSql, name, ports } from './settings';

function key(stack: BareStack): Key {
  return new Key(stack, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
}

function password(path: string): string {
  return SecretValue.secretsManager(secretName(path), { jsonField: 'password' }).unsafeUnwrap();
}

export function databaseStack(app: App, server: string, services: readonly Shape[]): BareStack {
  const stack = new BareStack(app, server);
  const vpc = stack.lookupVpc('data');
  const group = new SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
  const engine = DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_17 });
  const vpcSubnets = { subnets: vpc.isolatedSubnets };
  const instance = new DatabaseInstance(stack, 'Database', {
    engine,
    vpc,
    vpcSubnets,
    subnetGroup: new SubnetGroup(stack, 'Subnets', { vpc, vpcSubnets, description: server }),
    securityGroups: [group],
    instanceType: new InstanceType('t4g.micro'),
    credentials: Credentials.fromPassword(
      'postgres',
      SecretValue.secretsManager(secretName(`${server}-admin`), { jsonField: 'password' }),
    ),
    parameterGroup: new ParameterGroup(stack, 'Parameters', { engine, parameters: { 'rds.force_ssl': '1' } }),
    storageEncryptionKey: key(stack),
    allocatedStorage: 20,
    multiAz: true,
    backupRetention: Duration.days(35),
    deletionProtection: true,
    deleteAutomatedBackups: false,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  stack.publish(`${server}/security-group`, group.securityGroupId);
  stack.publish(`${server}/host`, instance.dbInstanceEndpointAddress);
  stack.connect(stack.group('network/provisioner-group'), group, ports.postgres, `Provisioner to ${server}`);
  const mine = services.filter((each) => each.database === server);
  const logins = mine.flatMap((each) => [`${server}-${each.name}`, `${server}-${each.name}-migrate`]);
  new CustomResource(stack, 'Provision', {
    resourceType: 'Custom::SlipwayProvision',
    serviceToken: stack.lookup('network/provisioner'),
    properties: {
      kind: 'postgres',
      host: instance.dbInstanceEndpointAddress,
      port: String(ports.postgres),
      admin: secretArn(`${server}-admin`),
      secrets: Object.fromEntries(logins.map((login) => [login, secretArn(login)])),
      sql: databaseSql(mine).split('\n'),
    },
  }).node.addDependency(instance);
  return stack;
}

export function cacheStack(app: App, cache: string, services: readonly Shape[]): BareStack {
  const stack = new BareStack(app, cache);
  const vpc = stack.lookupVpc('data');
  const group = new SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
  const fallback = new Secret(stack, 'DefaultSecret', {
    secretName: secretName(`${cache}/default`),
    generateSecretString: {
      excludePunctuation: true,
      secretStringTemplate: '{"username":"default"}',
      generateStringKey: 'password',
    },
  });
  const user = (id: string, userName: string, accessString: string, secret: string) =>
    new CfnUser(stack, id, {
      engine: 'valkey',
      userId: `${name}-prod-${id}`,
      userName,
      accessString,
      authenticationMode: { Type: 'password', Passwords: [secret] },
    });
  const users = [
    user(`${cache}-default`, 'default', 'off -@all', fallback.secretValueFromJson('password').unsafeUnwrap()),
    ...services
      .filter((each) => each.cache === cache)
      .map((each) =>
        user(
          `${cache}-${each.name}`,
          each.name,
          'on ~* &* +@all -@admin -@dangerous',
          password(`${cache}-${each.name}`),
        ),
      ),
  ];
  const userGroup = new CfnUserGroup(stack, 'Users', {
    engine: 'valkey',
    userGroupId: `${name}-prod-${cache}`,
    userIds: users.map((each) => each.ref),
  });
  const replication = new CfnReplicationGroup(stack, 'Cache', {
    replicationGroupDescription: cache,
    engine: 'valkey',
    engineVersion: '8.2',
    cacheNodeType: 'cache.t4g.micro',
    port: ports.redis,
    numNodeGroups: 1,
    replicasPerNodeGroup: 1,
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
    atRestEncryptionEnabled: true,
    transitEncryptionEnabled: true,
    transitEncryptionMode: 'required',
    kmsKeyId: key(stack).keyArn,
    snapshotRetentionLimit: 15,
    securityGroupIds: [group.securityGroupId],
    userGroupIds: [userGroup.ref],
    cacheSubnetGroupName: new CfnSubnetGroup(stack, 'Subnets', {
      description: cache,
      subnetIds: vpc.isolatedSubnets.map((each) => each.subnetId),
    }).ref,
    cacheParameterGroupName: new CfnParameterGroup(stack, 'Parameters', {
      cacheParameterGroupFamily: 'valkey8',
      description: cache,
      properties: { 'maxmemory-policy': 'noeviction' },
    }).ref,
  });
  replication.applyRemovalPolicy(RemovalPolicy.RETAIN);
  stack.publish(`${cache}/security-group`, group.securityGroupId);
  stack.publish(`${cache}/host`, replication.attrPrimaryEndPointAddress);
  return stack;
}

export function eventsStack(app: App, services: readonly Shape[]): BareStack {
  const stack = new BareStack(app, 'events');
  const vpc = stack.lookupVpc('data');
  const group = new SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
  const logs = new LogGroup(stack, 'Logs', {
    logGroupName: `/${name}/prod/events`,
    retention: RetentionDays.ONE_YEAR,
    encryptionKey: stack.lookupKey('network/logs-key'),
  });
  const configuration = new CfnConfiguration(stack, 'Configuration', {
    name: `${name}-prod-events`,
    serverProperties: 'auto.create.topics.enable=false\ndefault.replication.factor=3\nmin.insync.replicas=2\n',
  });
  const cluster = new CfnCluster(stack, 'Cluster', {
    clusterName: `${name}-prod-events`,
    kafkaVersion: '4.1.x.kraft',
    numberOfBrokerNodes: 3,
    brokerNodeGroupInfo: {
      clientSubnets: vpc.isolatedSubnets.map((each) => each.subnetId),
      instanceType: 'kafka.m7g.large',
      securityGroups: [group.securityGroupId],
      storageInfo: { ebsStorageInfo: { volumeSize: 10 } },
    },
    clientAuthentication: { sasl: { iam: { enabled: true } }, unauthenticated: { enabled: false } },
    configurationInfo: {
      arn: configuration.attrArn,
      revision: configuration.getAtt('LatestRevision.Revision') as unknown as number,
    },
    encryptionInfo: {
      encryptionAtRest: { dataVolumeKmsKeyId: key(stack).keyArn },
      encryptionInTransit: { clientBroker: 'TLS', inCluster: true },
    },
    loggingInfo: { brokerLogs: { cloudWatchLogs: { enabled: true, logGroup: logs.logGroupName } } },
  });
  cluster.applyRemovalPolicy(RemovalPolicy.RETAIN);
  for (const { publishes } of services.filter((each) => each.publishes !== '')) {
    new CfnTopic(stack, publishes, {
      clusterArn: cluster.attrArn,
      topicName: publishes,
      partitionCount: 3,
      replicationFactor: 3,
      configs: Buffer.from('cleanup.policy=delete\nretention.ms=604800000\n').toString('base64'),
    }).applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
  const call = {
    service: 'kafka',
    action: 'GetBootstrapBrokers',
    parameters: { ClusterArn: cluster.attrArn },
    outputPaths: ['BootstrapBrokerStringSaslIam'],
    physicalResourceId: PhysicalResourceId.of('brokers'),
  };
  const brokers = new AwsCustomResource(stack, 'Brokers', {
    resourceType: 'Custom::SlipwayLookup',
    onCreate: call,
    onUpdate: call,
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: [cluster.attrArn] }),
    logGroup: new LogGroup(stack, 'BrokersLogs', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    }),
    installLatestAwsSdk: false,
  });
  stack.publish('events/security-group', group.securityGroupId);
  stack.publish('events/addresses', brokers.getResponseField('BootstrapBrokerStringSaslIam'));
  return stack;
}
