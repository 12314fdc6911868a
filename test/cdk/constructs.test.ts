import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { KafkaCluster } from '../../cdk/constructs/kafka';
import { LoadBalancer } from '../../cdk/constructs/load-balancer';
import { Network } from '../../cdk/constructs/network';
import { PostgresServer } from '../../cdk/constructs/postgres';
import { RabbitMqBroker } from '../../cdk/constructs/rabbitmq';
import { connect } from '../../cdk/constructs/security-group';
import { Task } from '../../cdk/constructs/task';
import { ValkeyCache } from '../../cdk/constructs/valkey';

class ThreeZones extends Stack {
  override get availabilityZones(): string[] {
    return ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
  }
}

const stackOf = (app: App, id: string) =>
  new ThreeZones(app, id, { env: { account: '111111111111', region: 'eu-west-1' } });

describe('the constructs, in an app without a platform.yaml', () => {
  let template: Template;

  beforeAll(() => {
    const stack = stackOf(new App({ treeMetadata: false }), 'own');
    const { vpc } = new Network(stack, 'Network', {
      cidr: '10.0.0.0/16',
      zones: ['eu-west-1a', 'eu-west-1b'],
      natGateways: 1,
      interfaceEndpoints: true,
      flowLogDays: 7,
    });
    const subnetIds = vpc.isolatedSubnets.map((subnet) => subnet.subnetId);
    const inside = { description: 'Own', vpcId: vpc.vpcId, subnetIds, retain: true };
    const database = new PostgresServer(stack, 'Postgres', {
      ...inside,
      logicalId: 'OwnDatabase',
      version: 17,
      instance: 'db.t4g.micro',
      storage: 20,
      replicas: 1,
      backup: 7,
      tls: true,
      port: 5432,
      parameters: {},
      adminSecret: 'own/admin',
      deletionProtection: true,
    });
    const cache = new ValkeyCache(stack, 'Valkey', {
      ...inside,
      logicalId: 'OwnCache',
      version: '8',
      instance: 'cache.t4g.micro',
      replicas: 2,
      tls: true,
      port: 6379,
      eviction: 'noeviction',
      backup: 7,
      users: [],
      userGroupId: 'own',
      defaultUser: { id: 'own-default', secret: 'own/default' },
    });
    new KafkaCluster(stack, 'Kafka', {
      ...inside,
      logicalId: 'OwnCluster',
      name: 'own',
      zones: 2,
      version: '4.1',
      instance: 'kafka.m7g.large',
      storage: 10,
      replicas: 2,
      topics: [],
      logGroupName: '/own/kafka',
      logRetention: 7,
    });
    new RabbitMqBroker(stack, 'Rabbit', {
      ...inside,
      logicalId: 'OwnBroker',
      name: 'own',
      version: '4.2',
      instance: 'mq.m7g.medium',
      replicas: 1,
      adminSecret: 'own/mq',
    });
    new LoadBalancer(stack, 'Balancer', {
      kind: 'application',
      description: 'Own',
      vpcId: vpc.vpcId,
      subnetIds: vpc.publicSubnets.map((subnet) => subnet.subnetId),
      from: ['0.0.0.0/0'],
      ports: [443],
      calls: [],
      deletionProtection: false,
      idleTimeout: 60,
      strictHttp: true,
    });
    new Task(stack, 'Task', {
      family: 'own',
      size: { cpu: 256, memory: 512 },
      architecture: 'ARM64',
      containers: () => [{ name: 'own', image: 'ghcr.io/acme/own:1' }],
      volumes: [],
      storage: 40,
      logGroupName: '/own',
      logRetention: 7,
      secrets: [],
      repositories: [],
      permissions: [],
      exec: false,
    });
    // What they made is there to go on with.
    connect(stack, {
      id: 'Own',
      from: cache.group.attrGroupId,
      to: database.group.attrGroupId,
      port: 5432,
      protocol: 'tcp',
      description: 'Own',
    });
    template = Template.fromStack(stack);
  });

  it.each([
    'AWS::AmazonMQ::Broker',
    'AWS::EC2::VPC',
    'AWS::ECS::TaskDefinition',
    'AWS::ElastiCache::ReplicationGroup',
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    'AWS::MSK::Cluster',
    'AWS::RDS::DBInstance',
  ])('make %s', (type) => {
    template.resourceCountIs(type, 1);
  });

  it('give a task more storage only where it needs more than it has', () => {
    template.hasResourceProperties('AWS::ECS::TaskDefinition', { EphemeralStorage: { SizeInGiB: 40 } });
  });

  it('keep the traffic to AWS inside the VPC where that is asked for', () => {
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 9);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [{ CidrIp: '10.0.0.0/16', FromPort: 443 }],
    });
  });
});

describe('a network', () => {
  const subnets = (zones: string[], cidr: string): Map<string, string> => {
    const stack = stackOf(new App({ treeMetadata: false }), 'net');
    new Network(stack, 'Network', { cidr, zones, natGateways: 1, interfaceEndpoints: false, flowLogDays: 0 });
    const found = Template.fromStack(stack).findResources('AWS::EC2::Subnet');
    return new Map(Object.entries(found).map(([id, { Properties }]) => [id, String(Properties.CidrBlock)]));
  };

  it('moves no subnet when a zone comes', () => {
    const two = subnets(['eu-west-1a', 'eu-west-1b'], '10.0.0.0/16');
    const three = subnets(['eu-west-1a', 'eu-west-1b', 'eu-west-1c'], '10.0.0.0/16');
    expect(two.size).toBe(6);
    expect([...two].filter(([id, range]) => three.get(id) !== range)).toEqual([]);
  });

  it('fits its three tiers into a /22', () => {
    expect(subnets(['eu-west-1a', 'eu-west-1b', 'eu-west-1c'], '10.1.0.0/22').size).toBe(9);
  });
});
