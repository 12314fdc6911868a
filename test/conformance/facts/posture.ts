import type { Platform, Posture } from '../../../platform/index';
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
    services.map(({ name, scale }) => [
      name,
      // Over zones only if that can be: a node without a zone would get no pod.
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

function ofEcs({ environment, gateway, services }: Platform): Plain {
  const { spread: _spread, podDisruptionBudget: _budget, ...decided } = environment.posture;
  const balancers = gateway.used || services.some(({ routes }) => routes.length > 0);
  return {
    ...decided,
    // Where there is no load balancer nobody can say what it does.
    accessLogs: balancers ? decided.accessLogs : false,
    strictHttp: gateway.used ? decided.strictHttp : false,
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
  const balancers = output.all('AWS::ElasticLoadBalancingV2::LoadBalancer').map(({ resource }) => resource.Properties);
  const web = balancers.filter(({ Type }) => Type === 'application');
  const attribute = (list: typeof balancers, key: string) =>
    list.map((each) => output.attribute(each.LoadBalancerAttributes, key));
  const services = output.all('AWS::ECS::Service').map(({ resource }) => resource.Properties);
  const groups = output.all('AWS::Logs::LogGroup');
  const databases = output.all('AWS::RDS::DBInstance').map(({ resource }) => resource.Properties);
  const buckets = output.all('AWS::S3::Bucket');
  const endpoints = output
    .all('AWS::EC2::VPCEndpoint')
    .filter(({ resource }) => resource.Properties.VpcEndpointType === 'Interface');
  const [cluster] = output.all('AWS::ECS::Cluster');
  return {
    natGateways: output.all('AWS::EC2::NatGateway').length,
    vpcEndpoints: endpoints.length > 0,
    flowLogs: output.all('AWS::EC2::FlowLog').length > 0,
    logRetention: agreed([
      ...groups.map(({ resource }) => resource.Properties.RetentionInDays),
      ...buckets.map(({ resource }) => resource.Properties.LifecycleConfiguration.Rules[0].ExpirationInDays),
    ]),
    deletionProtection: agreed([
      ...databases.map(({ DeletionProtection }) => DeletionProtection),
      ...attribute(balancers, 'deletion_protection.enabled').map((value) => value === 'true'),
      ...stacksOf(output).map(({ terminationProtection = false }) => terminationProtection),
    ]),
    retain: agreed([
      ...stateful.flatMap((type) => output.all(type)).map(isKept),
      ...output.all('AWS::SecretsManager::Secret').filter(isOfModel).map(isKept),
    ]),
    customerKeys: keys(output, groups),
    containerInsights: cluster?.resource.Properties.ClusterSettings.some(
      ({ Name, Value }: { Name: string; Value: string }) => Name === 'containerInsights' && Value !== 'disabled',
    ),
    accessLogs:
      balancers.length > 0 && agreed(attribute(balancers, 'access_logs.s3.enabled').map((value) => value === 'true')),
    strictHttp:
      web.length > 0 &&
      agreed(attribute(web, 'routing.http.desync_mitigation_mode').map((value) => value === 'strictest')),
    exec: agreed(services.map(({ EnableExecuteCommand }) => EnableExecuteCommand)),
    spot: agreed([
      ...services.map(({ CapacityProviderStrategy: [first] }) => first.CapacityProvider === 'FARGATE_SPOT'),
      ...output
        .all('AWS::StepFunctions::StateMachine')
        .map(
          ({ resource }) =>
            resource.Properties.Definition.States.Run.Arguments.CapacityProviderStrategy[0].CapacityProvider ===
            'FARGATE_SPOT',
        ),
    ]),
    closed: agreed([
      ...databases.map(({ PubliclyAccessible }) => PubliclyAccessible === false),
      ...output.all('AWS::AmazonMQ::Broker').map(({ resource }) => resource.Properties.PubliclyAccessible === false),
      ...services.map(
        ({ NetworkConfiguration: { AwsvpcConfiguration: network } }) => network.AssignPublicIp === 'DISABLED',
      ),
      ...buckets.map(({ resource }) =>
        Object.values(resource.Properties.PublicAccessBlockConfiguration).every((each) => each === true),
      ),
    ]),
    encrypted: agreed([
      true,
      ...databases.map(({ StorageEncrypted }) => StorageEncrypted),
      ...output
        .all('AWS::ElastiCache::ReplicationGroup')
        .map(({ resource }) => resource.Properties.AtRestEncryptionEnabled),
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
