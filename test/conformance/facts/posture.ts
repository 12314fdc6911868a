import type { Platform, Posture } from '../../../platform/index';
import { holdsState } from '../../support/stateful';
import { runsOn } from '../accepts';
import type { Fact, Plain } from '../fact';
import type { CdkOutput, Found } from '../outputs/cdk';
import type { K8sOutput } from '../outputs/k8s';

export const posture: Fact = {
  title: 'what a tier decides holds everywhere: protection, retention, backups, logs, keys, capacity, spreading',
  expected: (platform): Plain => {
    // A laptop has none of it.
    if (runsOn(platform, 'compose')) return {};
    return runsOn(platform, 'kubernetes') ? ofKubernetes(platform) : ofEcs(platform);
  },
  compose: () => ({}),
  k8s: (output) => ofPods(output),
  cdk: (output) => ofStacks(output),
};

/** Spreading and disruption; what else a tier decides is the cluster's own. */
function ofKubernetes({ services, environment }: Platform): Plain {
  const { spread, podDisruptionBudget } = environment.posture;
  return Object.fromEntries(
    services.map(({ name, scale, placement }) => [
      name,
      // One a node are apart.
      placement === 'node'
        ? { hosts: 'not at all', zones: 'not at all', away: 'any' }
        : // Over zones only if that can be: a node without a zone would get no pod.
          { hosts: spread, zones: 'preferred', away: podDisruptionBudget && scale.min > 1 ? 1 : 'any' },
    ]),
  );
}

const mustSpread: Readonly<Record<string, string>> = { DoNotSchedule: 'required', ScheduleAnyway: 'preferred' };

function ofPods(output: K8sOutput): Plain {
  return Object.fromEntries(
    output.platform.services.map(({ name }) => {
      const isMine = (selector: { matchLabels: Record<string, string> }) =>
        JSON.stringify(selector.matchLabels) === JSON.stringify({ 'app.kubernetes.io/name': name });
      const spreads: {
        topologyKey: string;
        maxSkew: number;
        whenUnsatisfiable: string;
        labelSelector: { matchLabels: Record<string, string> };
      }[] = output.pod(name).topologySpreadConstraints ?? [];
      const over = (key: string) => {
        const found = spreads.find(
          ({ topologyKey, labelSelector, maxSkew }) => topologyKey === key && maxSkew === 1 && isMine(labelSelector),
        );
        return mustSpread[found?.whenUnsatisfiable ?? ''] ?? 'not at all';
      };
      const budget = output.all('PodDisruptionBudget').find(({ spec }) => isMine(spec.selector));
      return [
        name,
        {
          hosts: over('kubernetes.io/hostname'),
          zones: over('topology.kubernetes.io/zone'),
          away: budget?.spec.maxUnavailable ?? 'any',
        },
      ];
    }),
  );
}

function ofEcs(platform: Platform): Plain {
  const { environment, gateway, services } = platform;
  const { spread: _spread, podDisruptionBudget: _budget, ...decided } = environment.posture;
  const balancers = gateway.used || services.some(({ routes }) => routes.length > 0);
  return {
    ...decided,
    // Where there is no load balancer nobody can say what it does.
    accessLogs: balancers ? decided.accessLogs : false,
    strictHttp: gateway.used ? decided.strictHttp : false,
    // Where nothing holds data there is nothing to keep.
    retain: holdsState(platform) ? decided.retain : [],
    // Whatever the tier.
    closed: true,
    encrypted: true,
  } satisfies Record<Exclude<keyof Posture, 'spread' | 'podDisruptionBudget'> | 'closed' | 'encrypted', Plain>;
}

/** One value where all agree; all of them otherwise. */
function agreed(list: readonly Plain[]): Plain {
  const different = [...new Set(list.map((each) => JSON.stringify(each)))];
  return different.length === 1 ? JSON.parse(different[0] ?? 'null') : different;
}

/** What holds data, and what makes it readable again. */
const stateful = [
  'AWS::RDS::DBInstance',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::MSK::Cluster',
  'AWS::MSK::Topic',
  'AWS::AmazonMQ::Broker',
  'AWS::ECR::Repository',
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
];

function ofStacks(output: CdkOutput): Plain {
  return { ...network(output), ...kept(output), ...running(output), ...safe(output) };
}

function propertiesOf(output: CdkOutput, type: string): Found['resource']['Properties'][] {
  return output.all(type).map(({ resource }) => resource.Properties);
}

type Decided = Readonly<Record<string, Plain>>;

function network(output: CdkOutput): Decided {
  const balancers = propertiesOf(output, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
  const web = balancers.filter(({ Type }) => Type === 'application');
  const attributes = (list: typeof balancers, key: string) =>
    list.map((each) => output.attribute(each.LoadBalancerAttributes, key));
  const logs = attributes(balancers, 'access_logs.s3.enabled').map((value) => value === 'true');
  const strict = attributes(web, 'routing.http.desync_mitigation_mode').map((value) => value === 'strictest');
  return {
    natGateways: output.all('AWS::EC2::NatGateway').length,
    vpcEndpoints: propertiesOf(output, 'AWS::EC2::VPCEndpoint').some((each) => each.VpcEndpointType === 'Interface'),
    flowLogs: output.all('AWS::EC2::FlowLog').length > 0,
    accessLogs: balancers.length > 0 && agreed(logs),
    strictHttp: web.length > 0 && agreed(strict),
  };
}

function kept(output: CdkOutput): Decided {
  const groups = output.all('AWS::Logs::LogGroup');
  return {
    logRetention: agreed([
      ...groups.map(({ resource }) => resource.Properties.RetentionInDays),
      ...propertiesOf(output, 'AWS::S3::Bucket').map((each) => each.LifecycleConfiguration.Rules[0].ExpirationInDays),
    ]),
    deletionProtection: agreed([
      ...propertiesOf(output, 'AWS::RDS::DBInstance').map(({ DeletionProtection }) => DeletionProtection),
      ...propertiesOf(output, 'AWS::ElasticLoadBalancingV2::LoadBalancer').map(
        (each) => output.attribute(each.LoadBalancerAttributes, 'deletion_protection.enabled') === 'true',
      ),
      ...stacksOf(output).map(({ terminationProtection = false }) => terminationProtection),
    ]),
    retain: agreed([
      ...stateful.flatMap((type) => output.all(type)).map(isKept),
      ...output.all('AWS::SecretsManager::Secret').filter(isOfModel).map(isKept),
    ]),
    customerKeys: keys(output, groups),
  };
}

function running(output: CdkOutput): Decided {
  const services = propertiesOf(output, 'AWS::ECS::Service');
  const [cluster] = propertiesOf(output, 'AWS::ECS::Cluster');
  const strategies: { CapacityProvider: string }[][] = [
    ...services.map(({ CapacityProviderStrategy }) => CapacityProviderStrategy),
    ...propertiesOf(output, 'AWS::StepFunctions::StateMachine').map(
      ({ Definition }) => Definition.States.Run.Arguments.CapacityProviderStrategy,
    ),
  ];
  return {
    containerInsights: cluster.ClusterSettings.some(
      ({ Name, Value }: { Name: string; Value: string }) => Name === 'containerInsights' && Value !== 'disabled',
    ),
    exec: agreed(services.map(({ EnableExecuteCommand }) => EnableExecuteCommand)),
    spot: agreed(strategies.map(([first]) => first?.CapacityProvider === 'FARGATE_SPOT')),
  };
}

/** What no tier decides: everything is private and encrypted. */
function safe(output: CdkOutput): Decided {
  const databases = propertiesOf(output, 'AWS::RDS::DBInstance');
  return {
    closed: agreed([
      ...[...databases, ...propertiesOf(output, 'AWS::AmazonMQ::Broker')].map(
        (each) => each.PubliclyAccessible === false,
      ),
      ...propertiesOf(output, 'AWS::ECS::Service').map(
        ({ NetworkConfiguration }) => NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp === 'DISABLED',
      ),
      ...propertiesOf(output, 'AWS::S3::Bucket').map((each) =>
        Object.values(each.PublicAccessBlockConfiguration).every((closed) => closed === true),
      ),
    ]),
    encrypted: agreed([
      true,
      ...databases.map(({ StorageEncrypted }) => StorageEncrypted),
      ...propertiesOf(output, 'AWS::ElastiCache::ReplicationGroup').map((each) => each.AtRestEncryptionEnabled),
    ]),
  };
}

interface Stack {
  readonly terminationProtection?: boolean;
}

function stacksOf(output: CdkOutput): readonly Stack[] {
  const { artifacts } = JSON.parse(output.files.get('manifest.json') ?? '{}');
  return (Object.values(artifacts) as { type: string; properties: Stack }[])
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .map(({ properties }) => properties);
}

/** What is kept stays when its stack goes and when another one takes its place. */
function isKept({ resource }: Found): boolean {
  const { DeletionPolicy = '', UpdateReplacePolicy = '' } = resource;
  return DeletionPolicy.startsWith('Retain') && UpdateReplacePolicy.startsWith('Retain');
}

/** Tasks and stores make secrets of their own, which can be made again. */
function isOfModel({ resource }: Found): boolean {
  return !/\/(env|default)$/.test(resource.Properties.Name);
}

/** Data, secrets and logs of workloads are encrypted with keys of the customer, or none of them is. */
function keys(output: CdkOutput, groups: readonly Found[]): Plain {
  const named = groups.filter(({ resource }) => resource.Properties.LogGroupName !== undefined);
  const clusters = output
    .all('AWS::MSK::Cluster')
    .map(({ resource }) => resource.Properties.EncryptionInfo.EncryptionAtRest?.DataVolumeKMSKeyId);
  const others = [
    ...named,
    ...output.all('AWS::RDS::DBInstance'),
    ...output.all('AWS::ElastiCache::ReplicationGroup'),
    ...output.all('AWS::SecretsManager::Secret').filter(isOfModel),
  ].map(({ resource }) => resource.Properties.KmsKeyId);
  return agreed([...clusters, ...others].map((key) => key !== undefined));
}
