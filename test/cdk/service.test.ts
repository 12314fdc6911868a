import { platformOf } from '../support/platforms';
import { type Assembly, assemble, dig, type Json, list, platformFrom } from './assembly';

let prod: Assembly;

beforeAll(() => {
  prod = assemble(platformOf('shop', 'prod'));
});

const container = (part: string): Json => list(prod.one(part, 'AWS::ECS::TaskDefinition'), 'ContainerDefinitions')[0]!;
const variables = (part: string): Record<string, unknown> =>
  Object.fromEntries(list(container(part), 'Environment').map(({ Name, Value }) => [String(Name), Value]));
const secrets = (part: string): Record<string, unknown> =>
  Object.fromEntries(list(container(part), 'Secrets').map(({ Name, ValueFrom }) => [String(Name), ValueFrom]));
const rules = (part: string, side: 'Ingress' | 'Egress'): string[] =>
  prod.all(part, `AWS::EC2::SecurityGroup${side}`).map(({ Properties }) => String(Properties['Description']));

describe('the task of a service', () => {
  it('is the smallest of Fargate that holds the container and the proxy of Service Connect', () => {
    expect(prod.one('orders', 'AWS::ECS::TaskDefinition')).toMatchObject({
      Family: 'shop-prod-orders',
      Cpu: '256',
      // 512 MiB of the container and 64 of the proxy.
      Memory: '1024',
      NetworkMode: 'awsvpc',
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
    });
  });

  it('runs as the user of the model, on a read-only root, without capabilities', () => {
    expect(container('orders')).toMatchObject({
      Name: 'orders',
      Essential: true,
      Cpu: 256,
      Memory: 512,
      User: '65532:65532',
      ReadonlyRootFilesystem: true,
      LinuxParameters: { Capabilities: { Drop: ['ALL'] }, InitProcessEnabled: true },
      StopTimeout: platformOf('shop', 'prod').services.find(({ name }) => name === 'orders')!.drain.grace,
    });
  });

  it('takes its image and version from where the pipeline puts them', () => {
    const { Parameters } = prod.template('orders');
    expect(container('orders')['Image']).toEqual({ Ref: 'OrdersImageParameter' });
    expect(Parameters).toMatchObject({
      OrdersImageParameter: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shop/prod/orders/image' },
      OrdersVersionParameter: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shop/prod/orders/version' },
    });
  });

  it('names its peers, knows its stores at deploy, and has its variables in order', () => {
    const given = variables('orders');
    expect(given).toMatchObject({
      USERS_GRPC_ADDR: 'users:9090',
      PAYMENTS_GRPC_ADDR: 'payments:9090',
      PGHOST: { Ref: 'MainHostParameter' },
      KAFKA_BROKERS: { Ref: 'EventsAddressesParameter' },
      PRICING: 'v2',
    });
    expect(Object.keys(given)).toEqual(Object.keys(given).sort());
    expect(prod.template('orders').Parameters).toMatchObject({
      MainHostParameter: { Default: '/shop/prod/main/host' },
    });
  });

  it('reads a value that is one secret from where that is, and a mixed one from the secret of its own', () => {
    const store = 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:shop/prod';
    expect(secrets('orders')).toEqual({
      DATABASE_URL: `${store}/orders/env:DATABASE_URL::`,
      // A name that ends with a hyphen and six characters would be read as the end of an ARN.
      PGPASSWORD: expect.stringMatching(new RegExp(`^${store}/main-orders-[0-9a-f]{8}:password::$`)),
    });
    expect(secrets('payments')).toMatchObject({ PAYMENT_PROVIDER_KEY: `${store}/payments-payment-provider-key` });
  });

  it('asks the provisioner for what mixes secrets with text, before the service starts', () => {
    const request = prod.one('orders', 'Custom::SlipwayProvision');
    expect(request).toMatchObject({ ServiceToken: { Ref: 'NetworkProvisionerParameter' }, kind: 'secrets' });
    expect(dig(request, 'variables', 0)).toEqual({
      name: 'DATABASE_URL',
      parts: [
        { text: 'postgres://orders:' },
        { secret: expect.stringContaining(':secret:shop/prod/main-orders-'), key: 'password' },
        { text: '@' },
        { text: { Ref: 'MainHostParameter' } },
        { text: ':5432/orders?sslmode=require' },
      ],
    });
    expect(prod.all('orders', 'AWS::ECS::Service')[0]!.DependsOn).toContain('Composed');
    expect(container('orders')).toHaveProperty(['DockerLabels', 'slipway.composed']);
  });

  it('may read its own secrets and nothing else', () => {
    const roles = prod.all('payments', 'AWS::IAM::Role').map(({ Properties }) => JSON.stringify(Properties));
    const reading = roles.filter((role) => role.includes('secretsmanager:GetSecretValue'));
    expect(reading).toHaveLength(1);
    expect([...reading[0]!.matchAll(/secret:([^"]+)/g)].map(([, name]) => name)).toEqual([
      'shop/prod/main-payments-??????',
      'shop/prod/payments-payment-provider-key-??????',
      'shop/prod/payments/env-??????',
    ]);
  });

  it('may write and read its own topics, by the rights of its role', () => {
    const actions = (part: string) =>
      prod
        .all(part, 'AWS::IAM::Role')
        .flatMap(({ Properties }) =>
          list(Properties, 'Policies').flatMap((each) => list(each, 'PolicyDocument', 'Statement')),
        )
        .filter(({ Action }) => String([Action].flat()[0]).startsWith('kafka-cluster:'))
        .map(({ Action, Resource }) => [Action, Resource]);
    const arn = (rest: string) => `arn:aws:kafka:eu-west-1:222222222222:${rest}`;
    expect(actions('orders')).toEqual([
      [['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'], [arn('cluster/shop-prod-events/*')]],
      [['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'], [arn('topic/shop-prod-events/*/order-created')]],
    ]);
    expect(actions('notifier')).toEqual([
      [['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'], [arn('cluster/shop-prod-events/*')]],
      [['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'], [arn('topic/shop-prod-events/*/order-parked')]],
      [['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'], [arn('topic/shop-prod-events/*/order-created')]],
      [['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'], [arn('group/shop-prod-events/*/shop.notifier')]],
    ]);
    expect(actions('users')).toEqual([]);
  });
});

describe('the service', () => {
  it('replaces tasks one after another, and takes a failed deploy back', () => {
    expect(prod.one('orders', 'AWS::ECS::Service')).toMatchObject({
      Cluster: 'shop-prod',
      ServiceName: 'orders',
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1 }],
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
      AvailabilityZoneRebalancing: 'ENABLED',
      EnableExecuteCommand: false,
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
  });

  it('answers to its name on every port, without the time-outs of the proxy', () => {
    const { Services, Namespace } = dig(prod.one('users', 'AWS::ECS::Service'), 'ServiceConnectConfiguration') as Json;
    const timeout = { IdleTimeoutSeconds: 0, PerRequestTimeoutSeconds: 0 };
    expect(Namespace).toBe('shop-prod');
    expect(Services).toEqual([
      { PortName: 'http', DiscoveryName: 'users', ClientAliases: [{ DnsName: 'users', Port: 8080 }], Timeout: timeout },
      {
        PortName: 'grpc',
        DiscoveryName: 'users_grpc',
        ClientAliases: [{ DnsName: 'users', Port: 9090 }],
        Timeout: timeout,
      },
      {
        PortName: 'metrics',
        DiscoveryName: 'users_metrics',
        ClientAliases: [{ DnsName: 'users', Port: 9100 }],
        Timeout: timeout,
      },
    ]);
  });

  it('scales between the bounds of the model by what the model says', () => {
    expect(prod.one('orders', 'AWS::ApplicationAutoScaling::ScalableTarget')).toMatchObject({
      MinCapacity: 4,
      MaxCapacity: 10,
    });
    expect(prod.one('orders', 'AWS::ApplicationAutoScaling::ScalingPolicy')).toMatchObject({
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 60,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      },
    });
    // A number that a deploy wrote would undo what scaling has decided.
    expect(prod.one('orders', 'AWS::ECS::Service')).not.toHaveProperty('DesiredCount');
    expect(prod.one('payments', 'AWS::ECS::Service')).toHaveProperty('DesiredCount', 2);
  });

  it('opens the connections of its edges on both sides, and no other', () => {
    const expected = [
      'Gateway to orders:8080',
      'orders to events:9098',
      'orders to main:5432',
      'orders to payments:9090',
      'orders to users:9090',
    ];
    expect(rules('orders', 'Egress').sort()).toEqual(expected);
    expect(rules('orders', 'Ingress').sort()).toEqual(expected);
    expect(prod.lookups('orders')).toEqual(
      expect.arrayContaining(['/shop/prod/access/orders', '/shop/prod/access/users', '/shop/prod/main/security-group']),
    );
  });
});

describe('the migration of a service', () => {
  it('is a task of its own, with the login of the owner role, and is found by an agreed name', () => {
    expect(container('orders-migrate')).toMatchObject({
      Name: 'orders-migrate',
      EntryPoint: ['/app', 'migrate', 'up'],
    });
    expect(secrets('orders-migrate')['PGPASSWORD']).toMatch(/:secret:shop\/prod\/main-orders-migrate:password::$/);
    expect(variables('orders-migrate')['PGUSER']).toBe('orders_migrate');
    expect(prod.one('orders-migrate', 'AWS::SSM::Parameter')).toMatchObject({
      Name: '/shop/prod/orders/migrate-task',
      Value: { Ref: expect.stringMatching(/^TaskDefinition/) },
    });
  });

  it('reaches its stores by a group of its own, before its service is there', () => {
    expect(rules('orders-migrate', 'Egress')).toEqual(['orders-migrate to main:5432']);
    expect(prod.lookups('orders-migrate')).toContain('/shop/prod/access/orders-migrate');
  });
});

describe('a job with a schedule', () => {
  it('runs by the clock, one at a time, and is stopped when its time is over', () => {
    expect(prod.one('reconcile', 'AWS::Scheduler::Schedule')).toMatchObject({
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      State: 'ENABLED',
    });
    expect(prod.one('reconcile', 'AWS::StepFunctions::StateMachine')).toMatchObject({
      StateMachineName: 'shop-prod-reconcile',
      Definition: {
        StartAt: 'CountRuns',
        TimeoutSeconds: 3600,
        States: { Run: { Resource: 'arn:aws:states:::ecs:runTask.sync', Arguments: { Cluster: 'shop-prod' } } },
      },
    });
  });

  it('may tag the task that it runs, as the definition is tagged', () => {
    const statements = prod
      .all('reconcile', 'AWS::IAM::Role')
      .flatMap(({ Properties }) => (Properties['Policies'] ?? []) as { PolicyDocument: { Statement: object[] } }[])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: ['ecs:DescribeTasks', 'ecs:StopTask', 'ecs:TagResource'],
      Resource: 'arn:aws:ecs:eu-west-1:222222222222:task/shop-prod/*',
    });
  });

  it('is found by an agreed name, too', () => {
    expect(prod.one('reconcile', 'AWS::SSM::Parameter')).toMatchObject({ Name: '/shop/prod/reconcile/task' });
  });
});

it('lets every task open HTTPS to all addresses, as README says, and nothing else without a declared edge', () => {
  const groups = prod
    .all('access', 'AWS::EC2::SecurityGroup')
    .map(({ Properties }) => list(Properties, 'SecurityGroupEgress'));
  expect(groups.length).toBeGreaterThan(0);
  for (const rules of groups) {
    expect(rules).toEqual([
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0', Description: 'HTTPS: images, AWS APIs' },
    ]);
  }
});

it('puts a volume on the disk of the task, for its user, where an environment accepts that it goes with the task', () => {
  const text =
    'services: {}\nresources: { docs: { kind: container, image: "mongo:8", user: 999, ports: { tcp: 27017 }, volumes: { data: { path: /data/db, size: 30Gi } } } }';
  const task = assemble(platformFrom(text, ', accept: [unsupported-volume]')).one('docs', 'AWS::ECS::TaskDefinition');
  const [server, owner] = list(task, 'ContainerDefinitions');
  expect(server).toMatchObject({ MountPoints: [{ ContainerPath: '/data/db', SourceVolume: 'docs-0' }] });
  expect(owner).toMatchObject({ Name: 'docs-owner', Command: ['chown', '999:999', '/writable/0'] });
  expect(task).toMatchObject({ Volumes: [{ Name: 'docs-0' }], EphemeralStorage: { SizeInGiB: 30 } });
});
