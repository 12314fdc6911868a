import { type App, type CustomResource, Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import {
  AppProtocol,
  AwsLogDriverMode,
  Capability,
  Cluster,
  ContainerImage,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  LinuxParameters,
  LogDrivers,
  OperatingSystemFamily,
  PropagatedTagSource,
} from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationListener,
  ApplicationListenerRule,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerAction,
  ListenerCondition,
  TargetGroupLoadBalancingAlgorithmType,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Shape } from '../generate';
import { BareStack, secretArn } from './aws-stack';
import { addComposed, secretsOf, type Unit, variables } from './aws-variables';
import { account, name, ports, topicsOf } from './settings';

export function serviceStack(app: App, shape: Shape, priority: number): BareStack {
  const stack = new BareStack(app, shape.name);
  const unit: Unit = { owner: shape.name, login: shape.name, shape, migrates: false };
  const { task, composed } = addTask(stack, unit);
  connectStores(stack, unit);
  for (const peer of shape.calls) {
    for (const port of [ports.http, ports.grpc]) {
      stack.connect(
        stack.group(`access/${shape.name}`),
        stack.group(`access/${peer}`),
        port,
        `${shape.name} to ${peer}:${port}`,
      );
    }
  }
  addService(stack, shape, task, composed, priority);
  return stack;
}

export function migrationStack(app: App, shape: Shape): BareStack {
  const owner = `${shape.name}-migrate`;
  const stack = new BareStack(app, owner);
  const unit: Unit = { owner, login: `${shape.name}_migrate`, shape, migrates: true };
  const { task } = addTask(stack, unit);
  connectStores(stack, unit);
  stack.publish(`${shape.name}/migrate-task`, task.taskDefinitionArn);
  return stack;
}

function addTask(stack: BareStack, unit: Unit): { task: FargateTaskDefinition; composed: CustomResource | undefined } {
  const { owner, shape } = unit;
  const logGroup = new LogGroup(stack, 'Logs', {
    logGroupName: `/${name}/prod/${owner}`,
    retention: RetentionDays.ONE_YEAR,
    encryptionKey: stack.lookupKey('network/logs-key'),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const task = new FargateTaskDefinition(stack, 'Task', {
    family: `${name}-prod-${owner}`,
    cpu: 256,
    memoryLimitMiB: unit.migrates ? 512 : 1024,
    runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
    taskRole: role(
      stack,
      'TaskRole',
      topicsOf(shape).length > 0 && !unit.migrates ? [kafkaStatement(stack, shape)] : [],
    ),
    executionRole: role(stack, 'ExecutionRole', executionStatements(stack, unit, logGroup)),
  });
  const composed = addComposed(stack, unit);
  const { environment, secrets } = variables(stack, unit);
  const container = task.addContainer(owner, {
    containerName: owner,
    image: ContainerImage.fromRegistry(stack.lookup(`${shape.name}/image`)),
    cpu: 256,
    memoryLimitMiB: 512,
    memoryReservationMiB: 512,
    user: '65532:65532',
    readonlyRootFilesystem: true,
    environment,
    secrets,
    ...(unit.migrates && { entryPoint: ['/app', 'migrate', 'up'] }),
    linuxParameters: new LinuxParameters(stack, 'Linux', { initProcessEnabled: true }),
    logging: LogDrivers.awsLogs({
      logGroup,
      streamPrefix: owner,
      mode: AwsLogDriverMode.NON_BLOCKING,
      maxBufferSize: Size.mebibytes(4),
    }),
  });
  container.linuxParameters?.dropCapabilities(Capability.ALL);
  if (!unit.migrates) {
    container.addPortMappings(
      { name: 'http', containerPort: ports.http, appProtocol: AppProtocol.http },
      { name: 'grpc', containerPort: ports.grpc, appProtocol: AppProtocol.grpc },
    );
  }
  return { task, composed };
}

function role(stack: BareStack, id: string, statements: PolicyStatement[]) {
  return new Role(stack, id, {
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
    ...(statements.length > 0 && { inlinePolicies: { task: new PolicyDocument({ statements }) } }),
  }).withoutPolicyUpdates();
}

function kafkaStatement(stack: BareStack, shape: Shape): PolicyStatement {
  const arn = (kind: string, path: string) =>
    `arn:aws:kafka:${stack.region}:${account}:${kind}/${name}-prod-events/${path}`;
  return new PolicyStatement({
    actions: [
      'kafka-cluster:Connect',
      'kafka-cluster:DescribeTopic',
      'kafka-cluster:ReadData',
      'kafka-cluster:WriteData',
    ],
    resources: [arn('cluster', '*'), ...topicsOf(shape).map((topic) => arn('topic', `*/${topic}`))],
  });
}

function executionStatements(stack: BareStack, unit: Unit, logGroup: LogGroup): PolicyStatement[] {
  const secrets = secretsOf(unit).map((secret) => `${secretArn(secret)}-??????`);
  return [
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
    ...(secrets.length > 0
      ? [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: secrets })]
      : []),
    new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
    new PolicyStatement({
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: [`arn:aws:ecr:${stack.region}:${account}:repository/${name}/${unit.shape.name}`],
    }),
  ];
}

function connectStores(stack: BareStack, { owner, shape, migrates }: Unit): void {
  const from = stack.group(`access/${owner}`);
  const stores = [
    ...(shape.database === '' ? [] : [[shape.database, ports.postgres] as const]),
    ...(shape.cache === '' ? [] : [[shape.cache, ports.redis] as const]),
    ...(topicsOf(shape).length === 0 || migrates ? [] : [['events', ports.kafkaIam] as const]),
  ];
  for (const [store, port] of stores)
    stack.connect(from, stack.group(`${store}/security-group`), port, `${owner} to ${store}:${port}`);
}

function addService(
  stack: BareStack,
  shape: Shape,
  taskDefinition: FargateTaskDefinition,
  composed: CustomResource | undefined,
  priority: number,
): void {
  const vpc = stack.lookupVpc('app');
  const service = new FargateService(stack, 'Service', {
    cluster: Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: `${name}-prod`, vpc, securityGroups: [] }),
    serviceName: shape.name,
    taskDefinition,
    capacityProviderStrategies: [{ capacityProvider: 'FARGATE', weight: 1 }],
    securityGroups: [stack.group(`access/${shape.name}`)],
    vpcSubnets: { subnets: vpc.privateSubnets },
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: { enable: true, rollback: true },
    enableECSManagedTags: true,
    propagateTags: PropagatedTagSource.SERVICE,
    healthCheckGracePeriod: Duration.seconds(0),
    serviceConnectConfiguration: {
      namespace: `${name}-prod`,
      services: [
        {
          portMappingName: 'http',
          discoveryName: shape.name,
          dnsName: shape.name,
          port: ports.http,
          idleTimeout: Duration.seconds(0),
        },
        {
          portMappingName: 'grpc',
          discoveryName: `${shape.name}_grpc`,
          dnsName: shape.name,
          port: ports.grpc,
          idleTimeout: Duration.seconds(0),
        },
      ],
    },
  });
  if (composed !== undefined) service.node.addDependency(composed);
  const group = new ApplicationTargetGroup(stack, 'Targets', {
    vpc,
    targetType: TargetType.IP,
    port: ports.http,
    protocol: ApplicationProtocol.HTTP,
    deregistrationDelay: Duration.seconds(15),
    loadBalancingAlgorithmType: TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
    healthCheck: {
      path: '/readyz',
      port: String(ports.http),
      interval: Duration.seconds(10),
      timeout: Duration.seconds(2),
      healthyThresholdCount: 2,
      healthyHttpCodes: '200-399',
    },
  });
  service.attachToApplicationTargetGroup(group);
  const rule = new ApplicationListenerRule(stack, 'Rule', {
    listener: ApplicationListener.fromApplicationListenerAttributes(stack, 'Listener', {
      listenerArn: stack.lookup('edge/listener'),
      securityGroup: stack.group('edge/load-balancer-group'),
    }),
    priority,
    conditions: [
      ListenerCondition.hostHeaders(['bench.example.com']),
      ListenerCondition.pathPatterns([`/${shape.name}`, `/${shape.name}/*`]),
    ],
    action: ListenerAction.forward([group]),
  });
  service.node.addDependency(rule);
  service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 10 }).scaleOnCpuUtilization('Cpu', {
    targetUtilizationPercent: 60,
    scaleInCooldown: Duration.seconds(300),
    scaleOutCooldown: Duration.seconds(60),
  });
}
