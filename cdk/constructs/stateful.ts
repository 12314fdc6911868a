import { type CfnResource, RemovalPolicy } from 'aws-cdk-lib';

/** What becomes of a stateful resource when its stack goes or its replacement comes. */
export type Keeping = 'retain' | 'snapshot' | 'delete';

/** A creation that fails takes its empty resources back: what is kept of it has the name that the next try needs. */
const policies: Readonly<Record<Keeping, RemovalPolicy>> = {
  retain: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
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
