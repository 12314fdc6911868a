import type { CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Credential, Platform, Store, Workload } from '../../platform/index';
import type { ProvisionRequest, StoreAccess } from '../../provision/index';
import type { EnvironmentStack } from '../environment-stack';
import type { Statement } from '../iam';

/** What the stack of a store gives to the file of its kind. */
export interface StoreParts extends EnvironmentStack {
  /** Start of the logical ids. */
  readonly id: string;
  common(store: Store): {
    readonly description: string;
    readonly vpcId: string;
    readonly subnetIds: string[];
    readonly retain: boolean;
    readonly key?: string;
  };
  /** Says to the other stacks where the store is and which security group it has. */
  publishStore(store: Store, group: CfnSecurityGroup, attribute: 'host' | 'addresses', value: string): void;
  /** Name in Secrets Manager of a login of the store. */
  secret(credential: Credential['name']): string;
  storeAccess(store: Store): StoreAccess;
  /** Lets the provisioner in, and asks it once the store stands. */
  ask(
    request: ProvisionRequest,
    at: { readonly server: CfnResource; readonly group: CfnSecurityGroup; readonly port: number },
  ): void;
}

/** A workload, or a server of kind `container`, as a store sees it. */
export type Client = Pick<Workload, 'name' | 'env' | 'publishes' | 'consumes'>;

/** What AWS makes of a kind. */
export interface ManagedKind<S extends Store> {
  readonly add: (stack: StoreParts, store: S) => void;
  /** Whether it is encrypted by a key that the team may choose. */
  readonly takesKey: boolean;
  /** Whether the provisioner makes its databases or users. */
  readonly provisioned: boolean;
  /** What the edges of a client let its code do in AWS itself. */
  readonly statements: (stack: Stack, platform: Platform, client: Client, store: S) => readonly Statement[];
}
