import type { Stack } from 'aws-cdk-lib';
import { names, type Platform, type Workload } from '../platform/index';
import { kafkaStatements } from './constructs/kafka';
import type { Statement } from './iam';
import { mskClusterName } from './names';

/** What the edges of a workload let its code do in AWS: topics of Kafka, where clients log in with their role. */
export function edgeStatements(stack: Stack, platform: Platform, workload: Workload): Statement[] {
  return platform.resources.flatMap((resource) => {
    if (resource.kind !== 'kafka' || resource.provider !== 'managed') return [];
    const write = partsIn(workload.publishes, resource.name);
    const read = partsIn(workload.consumes, resource.name);
    if (write.length + read.length === 0) return [];
    const groups = read.length > 0 ? [groupOf(platform, workload)] : [];
    return kafkaStatements(stack, mskClusterName(platform, resource.name), { write, read, groups });
  });
}

/** The group that the workload is told to read as. */
function groupOf(platform: Platform, { name, env }: Workload): string {
  const given = env.find((variable) => variable.name === 'KAFKA_GROUP_ID')?.value;
  const [group] = given === undefined ? [] : given;
  return given?.length === 1 && typeof group === 'string' ? group : names.kafkaGroup(platform.name, name);
}

function partsIn(edges: Workload['publishes'], resource: string): string[] {
  return [...new Set(edges.filter((edge) => edge.resource === resource).map((edge) => edge.part))].sort();
}
