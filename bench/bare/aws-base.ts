import { type App, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import {
  FlowLog,
  FlowLogDestination,
  FlowLogResourceType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Repository, TagMutability } from 'aws-cdk-lib/aws-ecr';
import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  DesyncMitigationMode,
  ListenerAction,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { NamespaceType } from 'aws-cdk-lib/aws-servicediscovery';
import { type Shape, serverNames } from '../generate';
import { BareStack, secretName } from './aws-stack';
import { name } from './settings';

export function networkStack(app: App, handlers: string): BareStack {
  const stack = new BareStack(app, 'network');
  const key = new Key(stack, 'LogsKey', { enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
  key.grantEncryptDecrypt(new ServicePrincipal('logs.amazonaws.com'));
  const vpc = new Vpc(stack, 'Vpc', {
    ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
    availabilityZones: stack.availabilityZones,
    natGateways: 3,
    restrictDefaultSecurityGroup: true,
    gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
    subnetConfiguration: [
      { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 21, mapPublicIpOnLaunch: false },
      { name: 'Data', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 21 },
      { name: 'App', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 19 },
    ],
  });
  addFlowLog(stack, vpc, key);
  addEndpoints(stack, vpc);
  addProvisioner(stack, vpc, key, handlers);
  stack.publish('network/vpc-id', vpc.vpcId);
  stack.publishList(
    'network/public-subnets',
    vpc.publicSubnets.map((subnet) => subnet.subnetId),
  );
  stack.publishList(
    'network/app-subnets',
    vpc.privateSubnets.map((subnet) => subnet.subnetId),
  );
  stack.publishList(
    'network/data-subnets',
    vpc.isolatedSubnets.map((subnet) => subnet.subnetId),
  );
  stack.publish('network/logs-key', key.keyArn);
  return stack;
}

function addFlowLog(stack: BareStack, vpc: Vpc, encryptionKey: Key): void {
  const group = new LogGroup(stack, 'FlowLogs', { retention: RetentionDays.ONE_YEAR, encryptionKey });
  const role = new Role(stack, 'FlowLogRole', {
    assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com'),
    inlinePolicies: {
      write: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
            resources: [group.logGroupArn],
          }),
        ],
      }),
    },
  });
  new FlowLog(stack, 'FlowLog', {
    resourceType: FlowLogResourceType.fromVpc(vpc),
    destination: FlowLogDestination.toCloudWatchLogs(group, role.withoutPolicyUpdates()),
  });
}

function addEndpoints(stack: BareStack, vpc: Vpc): void {
  const group = new SecurityGroup(stack, 'EndpointGroup', { vpc, allowAllOutbound: false });
  group.addIngressRule(Peer.ipv4('10.0.0.0/16'), Port.tcp(443), 'HTTPS from the VPC');
  const services = {
    EcrApi: InterfaceVpcEndpointAwsService.ECR,
    EcrDocker: InterfaceVpcEndpointAwsService.ECR_DOCKER,
    Kms: InterfaceVpcEndpointAwsService.KMS,
    Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
    SecretsManager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    Ssm: InterfaceVpcEndpointAwsService.SSM,
    SsmMessages: InterfaceVpcEndpointAwsService.SSM_MESSAGES,
    Sts: InterfaceVpcEndpointAwsService.STS,
  };
  for (const [id, service] of Object.entries(services)) {
    vpc.addInterfaceEndpoint(id, {
      service,
      open: false,
      securityGroups: [group],
      subnets: { subnetGroupName: 'App' },
    });
  }
}

function addProvisioner(stack: BareStack, vpc: Vpc, encryptionKey: Key, handlers: string): void {
  const group = new SecurityGroup(stack, 'ProvisionerGroup', { vpc, allowAllOutbound: false });
  group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS APIs');
  const role = new Role(stack, 'ProvisionerRole', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole')],
    inlinePolicies: {
      secrets: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
            resources: [`arn:aws:secretsmanager:${stack.region}:${stack.account}:secret:${name}/prod/*`],
          }),
        ],
      }),
    },
  });
  const provisioner = new LambdaFunction(stack, 'Provisioner', {
    runtime: Runtime.NODEJS_22_X,
    architecture: Architecture.ARM_64,
    handler: 'provision.handler',
    code: Code.fromAsset(handlers),
    timeout: Duration.minutes(14),
    memorySize: 256,
    vpc,
    vpcSubnets: { subnetGroupName: 'App' },
    securityGroups: [group],
    role: role.withoutPolicyUpdates(),
    logGroup: new LogGroup(stack, 'ProvisionerLogs', { retention: RetentionDays.ONE_YEAR, encryptionKey }),
  });
  stack.publish('network/provisioner', provisioner.functionArn);
  stack.publish('network/provisioner-group', group.securityGroupId);
}

export function secretsStack(app: App, services: readonly Shape[]): BareStack {
  const stack = new BareStack(app, 'secrets');
  const key = new Key(stack, 'SecretsKey', { enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
  stack.publish('secrets/key', key.keyArn);
  const encryptionKey = Key.fromKeyArn(stack, 'Encryption', key.keyArn);
  const login = (secret: string, username: string) =>
    new Secret(stack, secret, {
      secretName: secretName(secret),
      description: `Login of ${username}`,
      encryptionKey,
      removalPolicy: RemovalPolicy.RETAIN,
      generateSecretString: {
        excludePunctuation: true,
        passwordLength: 32,
        secretStringTemplate: JSON.stringify({ username }),
        generateStringKey: 'password',
      },
    });
  for (const server of serverNames(services.length)) login(`${server}-admin`, 'postgres');
  for (const { name: service, database, cache } of services) {
    if (database !== '') {
      login(`${database}-${service}`, service);
      login(`${database}-${service}-migrate`, `${service}_migrate`);
    }
    if (cache !== '') login(`${cache}-${service}`, service);
  }
  return stack;
}

export function accessStack(app: App, services: readonly Shape[]): BareStack {
  const stack = new BareStack(app, 'access');
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: stack.lookup('network/vpc-id'),
    availabilityZones: stack.availabilityZones,
  });
  for (const { name: service, database } of services) {
    for (const owner of database === '' ? [service] : [service, `${service}-migrate`]) {
      const group = new SecurityGroup(stack, owner, { vpc, allowAllOutbound: false, description: `${owner} in prod` });
      group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'HTTPS: images, AWS APIs');
      stack.publish(`access/${owner}`, group.securityGroupId);
    }
  }
  return stack;
}

export function edgeStack(app: App): BareStack {
  const stack = new BareStack(app, 'edge');
  const vpc = stack.lookupVpc('public');
  const logs = new Bucket(stack, 'AccessLogs', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [{ expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(7) }],
  });
  const group = new SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
  for (const port of [80, 443]) group.addIngressRule(Peer.anyIpv4(), Port.tcp(port), `Public port ${port}`);
  const balancer = new ApplicationLoadBalancer(stack, 'Gateway', {
    vpc,
    internetFacing: true,
    securityGroup: group,
    deletionProtection: true,
    dropInvalidHeaderFields: true,
    desyncMitigationMode: DesyncMitigationMode.STRICTEST,
    idleTimeout: Duration.seconds(60),
  });
  balancer.logAccessLogs(logs, 'application');
  const certificate = new Certificate(stack, 'Certificate', {
    domainName: 'bench.example.com',
    validation: CertificateValidation.fromDns(),
  });
  const listener = balancer.addListener('Listener', {
    port: 443,
    protocol: ApplicationProtocol.HTTPS,
    certificates: [certificate],
    sslPolicy: SslPolicy.TLS13_RES,
    open: false,
    defaultAction: ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'Not found' }),
  });
  balancer.addListener('Redirect', {
    port: 80,
    open: false,
    defaultAction: ListenerAction.redirect({ port: '443', protocol: 'HTTPS', permanent: true }),
  });
  stack.publish('edge/listener', listener.listenerArn);
  stack.publish('edge/load-balancer-group', group.securityGroupId);
  stack.publish('edge/load-balancer-name', balancer.loadBalancerFullName);
  return stack;
}

export function clusterStack(app: App): BareStack {
  const stack = new BareStack(app, 'cluster');
  new Cluster(stack, 'Cluster', {
    vpc: Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-unused', availabilityZones: stack.availabilityZones }),
    clusterName: `${name}-prod`,
    containerInsightsV2: ContainerInsights.ENHANCED,
    defaultCloudMapNamespace: { name: `${name}-prod`, type: NamespaceType.HTTP, useForServiceConnect: true },
  });
  return stack;
}

export function imagesStack(app: App, services: readonly Shape[]): BareStack {
  const stack = new BareStack(app, 'images');
  for (const { name: service } of services) {
    new Repository(stack, service, {
      repositoryName: `${name}/${service}`,
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ maxImageCount: 100 }],
    });
  }
  return stack;
}
