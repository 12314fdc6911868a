import type { Kafka, Platform, Workload } from '../../../platform/index';
import { usersOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { CdkOutput } from '../outputs/cdk';
import { composeServer, podServer } from '../outputs/servers';

export const topics: Fact = {
  title: 'every topic is there with its settings, and who writes or reads it may do that alone',
  expected: (platform) =>
    Object.fromEntries(
      own(platform).map((kafka): [string, Plain] => [
        kafka.name,
        {
          topics: Object.fromEntries(
            kafka.topics.map((topic) => [
              topic.name,
              {
                partitions: topic.partitions,
                replicas: topic.replicas,
                settings: linesOf({
                  ...topic.config,
                  'cleanup.policy': topic.cleanup,
                  'retention.ms': String(topic.retention < 0 ? -1 : topic.retention * 1000),
                }),
              },
            ]),
          ),
          // A broker in a container asks nobody who he is: who may open its port is in the edges.
          rights: kafka.auth === 'iam' ? rightsOf(platform, kafka) : {},
        },
      ]),
    ),
  compose: (output) => byScript(output.platform, (name) => composeServer(output, name).file('/provision/kafka.sh')),
  k8s: (output) => byScript(output.platform, (name) => podServer(output, name).file('/provision/kafka.sh')),
  cdk: (output) => Object.fromEntries(own(output.platform).map(({ name }) => [name, clusterOf(output, name)])),
};

/** Brokers that are ours to set up and have anything to set up. */
function own({ resources }: Platform): Kafka[] {
  return resources.flatMap((each) =>
    each.kind === 'kafka' && each.provider !== 'external' && each.topics.length > 0 ? [each] : [],
  );
}

function linesOf(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
}

function rightsOf(platform: Platform, { name: cluster }: Kafka): Plain {
  const parts = (edges: Workload['publishes']) =>
    edges.filter(({ resource }) => resource === cluster).map(({ part }) => part);
  const rights = usersOf(platform).map((user): [string, Plain] => {
    const [write, read] = [parts(user.publishes), parts(user.consumes)];
    const { env } = user.kind === 'container' ? user.container : user;
    // A server is told no group, and may join the one of its name.
    const group = env.find(({ name }) => name === 'KAFKA_GROUP_ID')?.value.join('') ?? `${platform.name}.${user.name}`;
    return [
      user.name,
      [
        ...(write.length + read.length > 0 ? ['connect'] : []),
        ...write.map((topic) => `write ${topic}`),
        ...read.map((topic) => `read ${topic}`),
        ...(read.length > 0 ? [`join ${group}`] : []),
      ].sort(),
    ];
  });
  return Object.fromEntries(rights.filter(([, list]) => (list as Plain[]).length > 0));
}

/** Lines `topic <name> <partitions> <replicas> <setting>...` of a shell script. */
function byScript(platform: Platform, script: (name: string) => string): Plain {
  return Object.fromEntries(
    own(platform).map(({ name }): [string, Plain] => {
      const lines = [...script(`${name}-provision`).matchAll(/^topic '([^']+)' (\d+) (\d+)((?: '[^']*')*)$/gm)];
      const found = lines.map(([, topic = '', partitions, replicas, words = '']): [string, Plain] => [
        topic,
        {
          partitions: Number(partitions),
          replicas: Number(replicas),
          settings: [...words.matchAll(/'([^']*)'/g)].map(([, each = '']) => each).sort(),
        },
      ]);
      return [name, { topics: Object.fromEntries(found), rights: {} }];
    }),
  );
}

function clusterOf(output: CdkOutput, name: string): Plain {
  const { id, template, resource } = output.store(name);
  const made = output
    .all('AWS::MSK::Topic')
    .filter((each) => each.template === template && each.resource.Properties.ClusterArn['Fn::GetAtt'][0] === id);
  const rights = Object.entries(output.statements()).map(([task, statements]): [string, Plain] => [
    task,
    statements.flatMap(({ Action, Resource }) => rightsIn(Action, Resource, resource.Properties.ClusterName)).sort(),
  ]);
  return {
    topics: Object.fromEntries(
      made.map(({ resource: { Properties: topic } }) => [
        topic.TopicName,
        {
          partitions: topic.PartitionCount,
          replicas: topic.ReplicationFactor,
          settings: Buffer.from(topic.Configs, 'base64').toString().trim().split('\n').sort(),
        },
      ]),
    ),
    rights: Object.fromEntries(rights.filter(([, list]) => (list as Plain[]).length > 0)),
  };
}

/** What IAM actions of MSK let a client do; in words of IAM where that is nothing known. */
const known: Readonly<Record<string, string>> = {
  'cluster Connect': 'connect',
  'cluster WriteDataIdempotently': '',
  'topic DescribeTopic': '',
  'topic WriteData': 'write',
  'topic ReadData': 'read',
  'group DescribeGroup': '',
  'group AlterGroup': 'join',
};

function rightsIn(actions: readonly string[], resources: readonly string[], cluster: string): string[] {
  const mine = actions.filter((each) => each.startsWith('kafka-cluster:'));
  return mine.flatMap((action) =>
    resources.flatMap((arn) => {
      const [, kind = '', name, part = ''] = /^arn:aws:kafka:[^:]+:\d+:(\w+)\/([^/]+)\/\*(?:\/(.+))?$/.exec(arn) ?? [];
      const word = known[`${kind} ${action.slice('kafka-cluster:'.length)}`];
      if (word === undefined || name !== cluster) return [`${action} on ${arn}`];
      return word === '' ? [] : [`${word} ${part}`.trim()];
    }),
  );
}
