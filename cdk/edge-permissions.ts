import type { Stack } from 'aws-cdk-lib';
import type { Platform } from '../platform/index';
import type { Statement } from './iam';
import type { Client } from './kinds/kind';
import { storeKind } from './kinds/registry';
import { managedStores } from './stores';

/** What the edges of a workload let its code do in AWS, where clients log in with their role. */
export function edgeStatements(stack: Stack, platform: Platform, client: Client): Statement[] {
  return managedStores(platform).flatMap((store) => storeKind(store).statements(stack, platform, client, store));
}
