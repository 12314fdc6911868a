import type { Stack } from 'aws-cdk-lib';
import { type Kafka, names, type Platform } from '../../platform/index';
import { KafkaCluster, kafkaStatements } from '../constructs/kafka';
import { awsOf } from '../environment-stack';
import type { Statement } from '../iam';
import { logGroupName, mskClusterName } from '../names';
import type { Client, ManagedKind, StoreParts } from './kind';

export const kafka: ManagedKind<Kafka> = {
  add,
  takesKey: true,
  provisioned: false,
  statements,
};

function add(stack: StoreParts, kafka: Kafka): void {
  const { platform } = stack;
  const { brokers, group } = new KafkaCluster(stack, stack.id, {
    ...kafka,
    ...stack.common(kafka),
    logicalId: `${stack.id}Cluster`,
    name: mskClusterName(platform, kafka.name),
    zones: awsOf(platform).zones.length,
    logGroupName: logGroupName(platform, kafka.name),
    logRetention: platform.environment.posture.logRetention,
    ...(stack.logsKey !== undefined && { logsKey: stack.logsKey }),
  });
  stack.publishStore(kafka, group, 'addresses', brokers);
}
/** Topics, where clients log in with their role. */
function statements(stack: Stack, platform: Platform, client: Client, { name }: Kafka): readonly Statement[] {
  const write = partsIn(client.publishes, name);
  const read = partsIn(client.consumes, name);
  if (write.length + read.length === 0) return [];
  const groups = read.length > 0 ? [groupOf(platform, client)] : [];
  return kafkaStatements(stack, mskClusterName(platform, name), { write, read, groups });
}

/** The group that the workload is told to read as. */
function groupOf(platform: Platform, { name, env }: Client): string {
  const given = env.find((variable) => variable.name === 'KAFKA_GROUP_ID')?.value;
  const [group] = given === undefined ? [] : given;
  return given?.length === 1 && typeof group === 'string' ? group : names.kafkaGroup(platform.name, name);
}

function partsIn(edges: Client['publishes'], resource: string): string[] {
  return [...new Set(edges.filter((edge) => edge.resource === resource).map((edge) => edge.part))].sort();
}
