import { dig, list } from '../cdk/assembly';
import { Targets } from './targets';

/** A description that says as little as it may: everything else here is a default, read back from what each target was told. */
const text = `services:
  web:
    image: "a:1"
    ports: { http: 8080 }
    routes: /
    uses: [main.web, cache, queue]
    consumes: [bus.made]
    migrate: [/up]
    scale: { max: 4 }
    writable: [/tmp, { path: /shm, medium: memory }]
  api: { image: "a:1", ports: { grpc: 9090 } }
  gone: { image: "a:1", ports: { http: 8080 }, routes: [{ path: /old, redirect: { to: "https://a.example.com" } }] }
  state: { image: "a:1", volumes: { data: { path: /data } } }
jobs:
  report: { image: "a:1", schedule: "0 3 * * *" }
resources:
  main: { kind: postgres, databases: [web] }
  cache: { kind: redis }
  queue: { kind: rabbitmq, queues: [mails] }
  bus: { kind: kafka, topics: [made] }
`;

let targets: Targets;
beforeAll(() => {
  targets = new Targets(text);
});

const main = (target: string) => targets.pod(target).spec.containers[0];
const one = (part: string, type: string) => targets.assembly.one(part, type);

describe('a container without further words', () => {
  it('has a quarter of a vCPU and half a gibibyte, as request and as limit', () => {
    const amounts = { cpu: '250m', memory: '512Mi' };
    expect(dig(main('Deployment/web'), 'resources')).toEqual({ requests: amounts, limits: amounts });
    const composed = { cpus: '0.25', memory: '512M' };
    expect(targets.compose('web').deploy.resources).toEqual({ reservations: composed, limits: composed });
    // With the proxy of Service Connect beside it.
    expect(targets.task('api')).toMatchObject({ Cpu: '256', Memory: '1024' });
    expect(targets.definition('api')).toMatchObject({ Memory: 512 });
  });

  it('is user 65532 with a root that it only reads, and loses every capability', () => {
    expect(dig(main('Deployment/web'), 'securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsGroup: 65532,
      runAsUser: 65532,
    });
    expect(targets.compose('web')).toMatchObject({ user: '65532:65532', read_only: true, cap_drop: ['ALL'] });
    expect(targets.definition('api')).toMatchObject({ User: '65532:65532', ReadonlyRootFilesystem: true });
  });

  it('runs on whatever processor there is, and on amd64 in AWS', () => {
    expect(targets.pod('Deployment/web').spec['nodeSelector']).toBeUndefined();
    expect(targets.compose('web')).not.toHaveProperty('platform');
    expect(targets.task('web')).toMatchObject({ RuntimePlatform: { CpuArchitecture: 'X86_64' } });
  });

  it('may write a gibibyte of disk and 64 MiB of memory where it may write at all', () => {
    const volumes = Object.fromEntries(
      list(targets.pod('Deployment/web').spec, 'volumes').map(({ name, emptyDir }) => [name, emptyDir]),
    );
    expect(volumes).toEqual({
      'web-shm': { medium: 'Memory', sizeLimit: '64Mi' },
      'web-tmp': { sizeLimit: '1024Mi' },
    });
    expect(targets.compose('web').tmpfs).toEqual([expect.stringMatching(/^\/shm:size=64m,/)]);
  });

  it('keeps the heap of Go under nine tenths of its memory', () => {
    const env = list(main('Deployment/web'), 'env');
    expect(env.find(({ name }) => name === 'GOMEMLIMIT')).toMatchObject({ value: `${Math.floor(512 * 0.9)}MiB` });
  });

  it('logs all in development', () => {
    expect(targets.compose('web').environment).toMatchObject({ LOG_LEVEL: 'debug', LOG_FORMAT: 'json' });
  });

  it('has a volume of 10 GiB where it names one', () => {
    const [claim] = list(targets.object('StatefulSet/state').spec, 'volumeClaimTemplates');
    expect(dig(claim, 'spec', 'resources', 'requests', 'storage')).toBe('10Gi');
  });
});

describe('a service without further words', () => {
  it('is asked every 10 s, has 2 s to answer and may fail three times', () => {
    const probe = { failureThreshold: 3, periodSeconds: 10, timeoutSeconds: 2 };
    const asked = (path: string) => ({ ...probe, httpGet: { path, port: 8080 } });
    expect(dig(main('Deployment/web'), 'livenessProbe')).toEqual(asked('/livez'));
    expect(dig(main('Deployment/web'), 'readinessProbe')).toEqual(asked('/readyz'));
    expect(dig(main('Deployment/web'), 'startupProbe')).toBeUndefined();
    expect(targets.compose('web').healthcheck).toMatchObject({ interval: '10s', timeout: '2s', retries: 3 });
    expect(targets.compose('web').healthcheck).toMatchObject({ start_period: '0s' });
    expect(one('web', 'AWS::ElasticLoadBalancingV2::TargetGroup')).toMatchObject({
      HealthCheckIntervalSeconds: 10,
      HealthCheckPath: '/readyz',
      HealthCheckTimeoutSeconds: 2,
      UnhealthyThresholdCount: 3,
    });
  });

  it('has 5 s before it is told to stop and 25 s to do so', () => {
    const pod = targets.pod('Deployment/web').spec;
    expect(pod['terminationGracePeriodSeconds']).toBe(30);
    expect(dig(pod.containers[0], 'lifecycle', 'preStop', 'sleep', 'seconds')).toBe(5);
    expect(targets.compose('web').stop_grace_period).toBe('30s');
    const attributes = list(one('web', 'AWS::ElasticLoadBalancingV2::TargetGroup'), 'TargetGroupAttributes');
    expect(attributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '20' });
    expect(attributes).toContainEqual({ Key: 'stickiness.enabled', Value: 'false' });
  });

  it('has one replica in development, and the next above 70 percent of its CPU', () => {
    expect(targets.object('HorizontalPodAutoscaler/web').spec).toMatchObject({
      minReplicas: 1,
      maxReplicas: 4,
      metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 70 } } }],
    });
    expect(one('web', 'AWS::ApplicationAutoScaling::ScalableTarget')).toMatchObject({ MinCapacity: 1, MaxCapacity: 4 });
    expect(one('web', 'AWS::ApplicationAutoScaling::ScalingPolicy')).toMatchObject({
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 },
    });
    expect(targets.compose('web').deploy.replicas).toBe(1);
  });

  it('is replaced without a gap', () => {
    expect(targets.object('Deployment/web').spec.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
    expect(one('web', 'AWS::ECS::Service')).toMatchObject({
      DeploymentConfiguration: { MinimumHealthyPercent: 100, MaximumPercent: 200 },
    });
  });

  it('has ten minutes for its migration', () => {
    expect(targets.object('Job/web-migrate').spec.activeDeadlineSeconds).toBe(600);
  });
});

describe('a job without further words', () => {
  it('has an hour, one try and a clock in UTC', () => {
    const { spec } = targets.object('CronJob/report');
    expect(spec).toMatchObject({ schedule: '0 3 * * *', timeZone: 'UTC', concurrencyPolicy: 'Forbid' });
    expect(spec.jobTemplate.spec).toMatchObject({ activeDeadlineSeconds: 3600, backoffLimit: 0 });
    expect(one('report', 'AWS::Scheduler::Schedule')).toMatchObject({
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
    });
  });
});

describe('a gateway without further words', () => {
  it('is one of Envoy on 443 and 80 with a certificate of letsencrypt', () => {
    const { metadata, spec } = targets.object('Gateway/small');
    expect(metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt' });
    expect(spec.gatewayClassName).toBe('envoy-gateway');
    expect(list(spec, 'listeners').map(({ port, protocol }) => [port, protocol])).toEqual([
      [443, 'HTTPS'],
      [80, 'HTTP'],
    ]);
  });

  it('is open to everybody on AWS, and closes a connection that is silent for a minute', () => {
    const balancer = one('edge', 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    const attributes = list(balancer, 'LoadBalancerAttributes');
    expect(attributes).toContainEqual({ Key: 'idle_timeout.timeout_seconds', Value: '60' });
    expect(attributes).toContainEqual({ Key: 'deletion_protection.enabled', Value: 'false' });
    expect(attributes).toContainEqual({ Key: 'access_logs.s3.enabled', Value: 'false' });
    const rules = list(one('edge', 'AWS::EC2::SecurityGroup'), 'SecurityGroupIngress');
    expect(rules.map(({ CidrIp, FromPort, ToPort }) => [CidrIp, FromPort, ToPort])).toEqual([
      ['0.0.0.0/0', 80, 80],
      ['0.0.0.0/0', 443, 443],
    ]);
  });

  it('tells browsers to guess no type, to frame no page and to keep to HTTPS for a day', () => {
    const [https] = targets.assembly
      .all('edge', 'AWS::ElasticLoadBalancingV2::Listener')
      .filter(({ Properties }) => Properties['Protocol'] === 'HTTPS');
    const headers = Object.fromEntries(
      list(https?.Properties, 'ListenerAttributes').map(({ Key, Value }) => [String(Key).split('.')[3], Value]),
    );
    expect(headers).toMatchObject({
      strict_transport_security: 'max-age=86400',
      x_content_type_options: 'nosniff',
      x_frame_options: 'DENY',
    });
  });

  it('redirects in a way that can be taken back', () => {
    const [rule] = targets.assembly.all('gone', 'AWS::ElasticLoadBalancingV2::ListenerRule');
    expect(list(rule?.Properties, 'Actions')).toMatchObject([{ RedirectConfig: { StatusCode: 'HTTP_302' } }]);
  });
});

describe('an environment of development on AWS without further words', () => {
  it('has a /16 in two zones with one way out', () => {
    expect(one('network', 'AWS::EC2::VPC')).toMatchObject({ CidrBlock: '10.0.0.0/16' });
    expect(targets.assembly.all('network', 'AWS::EC2::NatGateway')).toHaveLength(1);
    const zones = targets.assembly
      .all('network', 'AWS::EC2::Subnet')
      .map((each) => each.Properties['AvailabilityZone']);
    expect([...new Set(zones)].sort()).toEqual(['eu-west-1a', 'eu-west-1b']);
    expect(targets.assembly.all('network', 'AWS::EC2::FlowLog')).toEqual([]);
  });

  it('keeps logs for a week', () => {
    const groups = targets.assembly.everything().filter(([, , { Type }]) => Type === 'AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(5);
    for (const [, , { Properties }] of groups) expect(Properties['RetentionInDays']).toBe(7);
  });
});

describe('a server of AWS without further words', () => {
  it('is the smallest PostgreSQL, with backups of a day', () => {
    expect(one('main', 'AWS::RDS::DBInstance')).toMatchObject({
      AllocatedStorage: '20',
      BackupRetentionPeriod: 1,
      DBInstanceClass: 'db.t4g.micro',
      DeletionProtection: false,
      EngineVersion: '17',
      MultiAZ: false,
      Port: '5432',
      PubliclyAccessible: false,
      StorageEncrypted: true,
    });
  });

  it('is the smallest Redis', () => {
    expect(one('cache', 'AWS::ElastiCache::ReplicationGroup')).toMatchObject({
      AtRestEncryptionEnabled: true,
      CacheNodeType: 'cache.t4g.micro',
      Port: 6379,
      ReplicasPerNodeGroup: 0,
      TransitEncryptionMode: 'required',
    });
  });

  it('is the smallest broker of each kind, closed to the internet', () => {
    expect(one('queue', 'AWS::AmazonMQ::Broker')).toMatchObject({
      DeploymentMode: 'SINGLE_INSTANCE',
      HostInstanceType: 'mq.m7g.medium',
      PubliclyAccessible: false,
    });
    expect(one('bus', 'AWS::MSK::Cluster')).toMatchObject({
      BrokerNodeGroupInfo: {
        ConnectivityInfo: { PublicAccess: { Type: 'DISABLED' } },
        InstanceType: 'kafka.m7g.large',
        StorageInfo: { EBSStorageInfo: { VolumeSize: 10 } },
      },
      ClientAuthentication: { Unauthenticated: { Enabled: false } },
      NumberOfBrokerNodes: 2,
    });
  });
});

describe('a server as a container without further words', () => {
  it.each([
    ['main', 'docker.io/library/postgres:17-alpine', '250m', '512Mi'],
    ['cache', 'docker.io/library/redis:8-alpine', '100m', '256Mi'],
    ['queue', 'docker.io/library/rabbitmq:4.2-alpine', '250m', '512Mi'],
    ['bus', 'docker.io/apache/kafka:4.1.1', '500m', '1024Mi'],
  ])('%s is %s with %s and %s', (name, image, cpu, memory) => {
    const container = main(`StatefulSet/${name}`);
    expect(container).toMatchObject({ image, resources: { requests: { cpu, memory }, limits: { cpu, memory } } });
    expect(targets.compose(name).image).toBe(image);
  });
});
