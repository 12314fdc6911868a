import { type CfnResource, RemovalPolicy } from 'aws-cdk-lib';

/** What becomes of a stateful resource when its stack goes or its replacement comes. */
export type Keeping = 'retain' | 'snapshot' | 'delete';

const policies: Readonly<Record<Keeping, RemovalPolicy>> = {
  retain: RemovalPolicy.RETAIN,
  snapshot: RemovalPolicy.SNAPSHOT,
  delete: RemovalPolicy.DESTROY,
};

/**
 * Marks a resource that holds data: its logical id is fixed, since a changed id is a deleted database, and both policies
 * are written. `test/cdk/stateful-ids.json` holds every such id.
 */
export function stateful<T extends CfnResource>(resource: T, logicalId: string, keeping: Keeping): T {
  resource.overrideLogicalId(logicalId);
  resource.applyRemovalPolicy(policies[keeping]);
  return resource;
}
