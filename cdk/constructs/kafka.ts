import { Fn, type Stack } from 'aws-cdk-lib';
import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnCluster, CfnConfiguration, CfnTopic } from 'aws-cdk-lib/aws-msk';
import { Construct } from 'constructs';
import type { Kafka, Topic } from '../../platform/index';
import { topicId } from '../topic-id';
import { Lookup } from './lookup';
import { closedGroup } from './security-group';
import { stateful } from './stateful';

/** The fields of the model that it needs; see there for units. */
type Fields = 'version' | 'instance' | 'storage' | 'replicas' | 'topics';

export interface KafkaClusterProps extends Pick<Kafka, Fields> {
  /** Fixed logical id of the cluster: `EventsCluster`. Topics have it before their names. */
  readonly logicalId: string;
  /** Name of the cluster: topics and groups have it in their ARNs. Changing it replaces the cluster. */
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  /** One in each of two or three zones. */
  readonly subnetIds: string[];
  /** How many subnets there are. */
  readonly zones: number;
  readonly logGroupName: string;
  /** Days. */
  readonly logRetention: number;
  readonly retain: boolean;
  /** ARN of the key of the data. @default the account's key of MSK. Changing it replaces the cluster. */
  readonly key?: string;
  /** ARN of the key of the logs. */
  readonly logsKey?: string;
}

/** MSK in KRaft mode: private, TLS alone, clients by IAM, topics as resources. */
export class KafkaCluster extends Construct {
  readonly cluster: CfnCluster;
  readonly topics: readonly CfnTopic[];
  readonly group: CfnSecurityGroup;
  /** `host:port,host:port` of the brokers for IAM; known only once the cluster stands. */
  readonly brokers: string;

  constructor(scope: Construct, id: string, props: KafkaClusterProps) {
    super(scope, id);
    this.group = closedGroup(this, 'Group', { vpcId: props.vpcId, description: props.description });
    const logs = new CfnLogGroup(this, 'Logs', {
      logGroupName: props.logGroupName,
      retentionInDays: props.logRetention,
      ...(props.logsKey !== undefined && { kmsKeyId: props.logsKey }),
    });
    const configuration = new CfnConfiguration(this, 'Configuration', {
      name: props.name,
      serverProperties: serverProperties(props.replicas),
    });
    const cluster = new CfnCluster(this, 'Cluster', {
      clusterName: props.name,
      kafkaVersion: `${props.version}.x.kraft`,
      numberOfBrokerNodes: props.replicas,
      configurationInfo: { arn: configuration.attrArn, revision: configuration.attrLatestRevisionRevision },
      brokerNodeGroupInfo: {
        instanceType: props.instance,
        clientSubnets: brokerSubnets(props),
        securityGroups: [this.group.attrGroupId],
        storageInfo: { ebsStorageInfo: { volumeSize: props.storage } },
        connectivityInfo: { publicAccess: { type: 'DISABLED' } },
      },
      clientAuthentication: { sasl: { iam: { enabled: true } }, unauthenticated: { enabled: false } },
      encryptionInfo: {
        encryptionInTransit: { clientBroker: 'TLS', inCluster: true },
        ...(props.key !== undefined && { encryptionAtRest: { dataVolumeKmsKeyId: props.key } }),
      },
      loggingInfo: { brokerLogs: { cloudWatchLogs: { enabled: true, logGroup: logs.ref } } },
    });
    this.cluster = stateful(cluster, props.logicalId, props.retain ? 'retain' : 'delete');
    this.topics = props.topics.map((topic) => this.addTopic(props, topic));
    this.brokers = new Lookup(this, 'Brokers', {
      service: 'kafka',
      action: 'GetBootstrapBrokers',
      parameters: { ClusterArn: cluster.attrArn },
      path: 'BootstrapBrokerStringSaslIam',
      physicalId: 'brokers',
      resources: [cluster.attrArn],
      logRetention: props.logRetention,
    }).value;
  }

  private addTopic({ logicalId, retain }: KafkaClusterProps, topic: Topic): CfnTopic {
    const id = `${logicalId}Topic${topicId(topic.name)}`;
    const made = new CfnTopic(this, id, {
      clusterArn: this.cluster.attrArn,
      topicName: topic.name,
      partitionCount: topic.partitions,
      replicationFactor: topic.replicas,
      configs: Buffer.from(topicProperties(topic)).toString('base64'),
    });
    return stateful(made, id, retain ? 'retain' : 'delete');
  }
}

/** Brokers are spread evenly over zones, so that their number is a multiple of the subnets. */
function brokerSubnets({ replicas, zones, subnetIds }: KafkaClusterProps): string[] {
  const used = [3, 2].find((count) => count <= zones && replicas % count === 0);
  if (used === undefined) throw new RangeError(`${replicas} brokers cannot be spread over ${zones} zones`);
  return used === zones ? subnetIds : Array.from({ length: used }, (_, at) => Fn.select(at, subnetIds));
}

function serverProperties(brokers: number): string {
  const copies = Math.min(3, brokers);
  return [
    'auto.create.topics.enable=false',
    `default.replication.factor=${copies}`,
    `min.insync.replicas=${Math.max(1, copies - 1)}`,
    '',
  ].join('\n');
}

function topicProperties(topic: Topic): string {
  const settings: Record<string, string> = {
    'cleanup.policy': topic.cleanup,
    'retention.ms': String(topic.retention === -1 ? -1 : topic.retention * 1000),
    ...topic.config,
  };
  return Object.keys(settings)
    .sort()
    .map((key) => `${key}=${settings[key]}\n`)
    .join('');
}

/** What a client of a cluster may do, as policy statements. Nobody but the platform makes or deletes topics. */
export function kafkaStatements(
  stack: Stack,
  cluster: string,
  rights: { readonly write: readonly string[]; readonly read: readonly string[]; readonly groups: readonly string[] },
): { Effect: 'Allow'; Action: string[]; Resource: string[] }[] {
  // The end of an ARN of MSK is a random id that is known once the cluster stands.
  const arn = (kind: string, name: string) =>
    `arn:${stack.partition}:kafka:${stack.region}:${stack.account}:${kind}/${cluster}/*${name === '' ? '' : `/${name}`}`;
  const statement = (actions: string[], resources: string[]) => ({
    Effect: 'Allow' as const,
    Action: actions.map((action) => `kafka-cluster:${action}`),
    Resource: resources,
  });
  const topics = (list: readonly string[]) => list.map((topic) => arn('topic', topic));
  return [
    statement(['Connect', ...(rights.write.length > 0 ? ['WriteDataIdempotently'] : [])], [arn('cluster', '')]),
    ...(rights.write.length > 0 ? [statement(['DescribeTopic', 'WriteData'], topics(rights.write))] : []),
    ...(rights.read.length > 0 ? [statement(['DescribeTopic', 'ReadData'], topics(rights.read))] : []),
    ...(rights.groups.length > 0
      ? [
          statement(
            ['AlterGroup', 'DescribeGroup'],
            rights.groups.map((group) => arn('group', group)),
          ),
        ]
      : []),
  ];
}
