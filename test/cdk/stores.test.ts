import { platformOf } from '../support/platforms';
import { type Assembly, assemble, dig, type Json, list, platformFrom } from './assembly';

let prod: Assembly;
let coffee: Assembly;
let small: Assembly;

beforeAll(() => {
  prod = assemble(platformOf('shop', 'prod'));
  coffee = assemble(platformOf('coffeeshop', 'prod'));
  small = assemble(
    platformFrom(
      `
services:
  web:
    image: ghcr.io/acme/web:1
    uses: [cache, docs, main.web, ledger.books]
    env: { LEDGER: "\${ledger.url}" }
resources:
  cache: { kind: redis, auth: none, persistence: false, eviction: allkeys-lru, version: "8.1" }
  main: { kind: postgres, version: 16, databases: [web], parameters: { max_connections: 200 } }
  ledger: { kind: postgres, provider: external, databases: [books], external: { port: 6432 } }
  docs: { kind: container, image: "docker.io/library/mongo:8", ports: { tcp: 27017 }, user: 999, memory: 1Gi }
`,
    ),
  );
});

describe('PostgreSQL', () => {
  it('is private, encrypted with a key of its own, kept and protected in production', () => {
    expect(prod.one('main', 'AWS::RDS::DBInstance')).toMatchObject({
      Engine: 'postgres',
      EngineVersion: '17',
      DBInstanceClass: 'db.m8g.large',
      AllocatedStorage: '100',
      StorageType: 'gp3',
      StorageEncrypted: true,
      KmsKeyId: { 'Fn::GetAtt': ['MainKey', 'Arn'] },
      MultiAZ: true,
      PubliclyAccessible: false,
      BackupRetentionPeriod: 35,
      DeleteAutomatedBackups: false,
      DeletionProtection: true,
      Port: '5432',
    });
    expect(small.one('main', 'AWS::RDS::DBInstance')).toMatchObject({
      EngineVersion: '16',
      MultiAZ: false,
      BackupRetentionPeriod: 1,
      DeletionProtection: false,
    });
    expect(small.one('main', 'AWS::RDS::DBInstance')).not.toHaveProperty('KmsKeyId');
    expect(small.all('main', 'AWS::RDS::DBInstance')[0]).toMatchObject({ DeletionPolicy: 'Snapshot' });
  });

  it('lets no client in without TLS, and has the parameters of the model', () => {
    expect(small.one('main', 'AWS::RDS::DBParameterGroup')).toMatchObject({
      Family: 'postgres16',
      Parameters: { 'rds.force_ssl': '1', max_connections: '200' },
    });
  });

  it('is told its databases and roles by the provisioner, once it stands and lets it in', () => {
    const [request] = prod.all('main', 'Custom::SlipwayProvision');
    expect(request).toMatchObject({
      Properties: {
        kind: 'postgres',
        host: { 'Fn::GetAtt': ['MainDatabase', 'Endpoint.Address'] },
        admin: 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:shop/prod/main-admin',
      },
      DependsOn: ['MainDatabase', 'ProvisionerEgress', 'ProvisionerIngress'],
    });
    const logins = prod.platform.credentials.filter(({ resource, role }) => resource === 'main' && role !== 'admin');
    expect(Object.keys(dig(request, 'Properties', 'secrets') as Json)).toEqual(logins.map(({ name }) => name));
    const plan = JSON.parse(String(dig(request, 'Properties', 'plan')));
    expect(plan.logins.map(({ credential }: { credential: string }) => credential)).toEqual(
      logins.map(({ name }) => name),
    );
  });

  it('outside is asked for by its agreed address and a login that the team gives', () => {
    expect(small.lookups('web')).toContain('/small/dev/ledger/host');
    expect(small.template('secrets').Resources['LedgerWebSecret']!.Properties).not.toHaveProperty(
      'GenerateSecretString',
    );
    const parts = list(small.one('web', 'Custom::SlipwayProvision'), 'variables').find(
      ({ name }) => name === 'LEDGER',
    )!['parts'];
    const arn = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:small/dev/ledger-web';
    expect(parts).toEqual(
      expect.arrayContaining([
        { secret: arn, key: 'username', inUrl: true },
        { secret: arn, key: 'password', inUrl: true },
        { text: { Ref: 'LedgerHostParameter' } },
      ]),
    );
    // Security groups know no names.
    const open = small
      .all('web', 'AWS::EC2::SecurityGroupEgress')
      .find(({ Properties }) => Properties['FromPort'] === 6432)!;
    expect(open.Properties).toMatchObject({ CidrIp: '0.0.0.0/0', Description: 'web to ledger:6432' });
  });
});

describe('Valkey', () => {
  it('has a user for each login, and a default user that is off', () => {
    const users = prod.all('sessions', 'AWS::ElastiCache::User').map(({ Properties }) => Properties);
    expect(users.map(({ UserName, AccessString }) => [UserName, String(AccessString).split(' ')[0]])).toEqual([
      ['default', 'off'],
      ['users', 'on'],
    ]);
    expect(users[1]).toMatchObject({
      AuthenticationMode: {
        Type: 'password',
        Passwords: ['{{resolve:secretsmanager:shop/prod/sessions-users:SecretString:password}}'],
      },
    });
    expect(list(prod.one('sessions', 'AWS::ElastiCache::UserGroup'), 'UserIds')).toHaveLength(2);
  });

  it('is encrypted and spread in production', () => {
    expect(prod.one('sessions', 'AWS::ElastiCache::ReplicationGroup')).toMatchObject({
      Engine: 'valkey',
      EngineVersion: '8.2',
      CacheNodeType: 'cache.m7g.large',
      NumNodeGroups: 1,
      ReplicasPerNodeGroup: 1,
      AutomaticFailoverEnabled: true,
      MultiAZEnabled: true,
      TransitEncryptionEnabled: true,
      TransitEncryptionMode: 'required',
      AtRestEncryptionEnabled: true,
      SnapshotRetentionLimit: 15,
    });
  });

  it('without passwords has no users, and takes version and eviction of the model', () => {
    expect(small.all('cache', 'AWS::ElastiCache::UserGroup')).toEqual([]);
    expect(small.one('cache', 'AWS::ElastiCache::ReplicationGroup')).toMatchObject({
      EngineVersion: '8.1',
      ReplicasPerNodeGroup: 0,
      AutomaticFailoverEnabled: false,
    });
    expect(small.one('cache', 'AWS::ElastiCache::ParameterGroup')).toMatchObject({
      CacheParameterGroupFamily: 'valkey8',
      Properties: { 'maxmemory-policy': 'allkeys-lru' },
    });
  });
});

describe('Kafka', () => {
  it('runs in KRaft mode, over TLS, for roles alone', () => {
    expect(prod.one('events', 'AWS::MSK::Cluster')).toMatchObject({
      ClusterName: 'shop-prod-events',
      KafkaVersion: '4.1.x.kraft',
      NumberOfBrokerNodes: 3,
      ClientAuthentication: { Sasl: { Iam: { Enabled: true } }, Unauthenticated: { Enabled: false } },
      EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true } },
      BrokerNodeGroupInfo: { ConnectivityInfo: { PublicAccess: { Type: 'DISABLED' } } },
    });
  });

  it('has the topics of the model as resources', () => {
    const topics = prod.all('events', 'AWS::MSK::Topic').map(({ Properties }) => Properties);
    expect(topics).toEqual([
      expect.objectContaining({ TopicName: 'order-created', PartitionCount: 12, ReplicationFactor: 3 }),
      expect.objectContaining({ TopicName: 'order-parked', PartitionCount: 1, ReplicationFactor: 3 }),
    ]);
    expect(topics.map((topic) => Buffer.from(String(topic['Configs']), 'base64').toString())).toEqual([
      'cleanup.policy=delete\nretention.ms=604800000\n',
      'cleanup.policy=delete\nretention.ms=2592000000\n',
    ]);
  });

  it('publishes the addresses that only AWS knows', () => {
    const published = prod.all('events', 'AWS::SSM::Parameter').map(({ Properties }) => Properties);
    expect(published).toContainEqual(
      expect.objectContaining({
        Name: '/shop/prod/events/addresses',
        Value: { 'Fn::GetAtt': [expect.stringMatching(/^EventsBrokers/), 'BootstrapBrokerStringSaslIam'] },
      }),
    );
  });
});

describe('RabbitMQ', () => {
  it('is a private cluster over the zones in production', () => {
    expect(coffee.one('rabbitmq', 'AWS::AmazonMQ::Broker')).toMatchObject({
      BrokerName: 'coffeeshop-prod-rabbitmq',
      EngineType: 'RABBITMQ',
      DeploymentMode: 'CLUSTER_MULTI_AZ',
      PubliclyAccessible: false,
      Users: [
        {
          Username: expect.stringContaining('{{resolve:secretsmanager:'),
          Password: expect.stringContaining('{{resolve:'),
        },
      ],
    });
  });

  it('is told its users and queues by the provisioner, over its management API', () => {
    const request = coffee.one('rabbitmq', 'Custom::SlipwayProvision');
    expect(request).toMatchObject({ kind: 'rabbitmq' });
    expect(JSON.stringify(request['api'])).toContain('https://');
    const rules = coffee
      .all('rabbitmq', 'AWS::EC2::SecurityGroupIngress')
      .map(({ Properties }) => Properties['FromPort']);
    expect(rules).toEqual([443]);
  });
});

describe('a server of kind container', () => {
  it('runs as one task that peers reach by its name, and is never there twice', () => {
    expect(small.one('docs', 'AWS::ECS::Service')).toMatchObject({
      ServiceName: 'docs',
      DesiredCount: 1,
      DeploymentConfiguration: { MinimumHealthyPercent: 0, MaximumPercent: 100 },
      ServiceConnectConfiguration: {
        Services: [{ PortName: 'tcp', ClientAliases: [{ DnsName: 'docs', Port: 27017 }] }],
      },
    });
    expect(list(small.one('docs', 'AWS::ECS::TaskDefinition'), 'ContainerDefinitions')[0]).toMatchObject({
      Name: 'docs',
      Image: 'docker.io/library/mongo:8',
      User: '999:999',
      Memory: 1024,
    });
  });

  it('is open to those who use it', () => {
    const rules = small.all('web', 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties);
    expect(rules).toContainEqual(
      expect.objectContaining({ Description: 'web to docs:27017', GroupId: { Ref: 'AccessDocsParameter' } }),
    );
  });
});
