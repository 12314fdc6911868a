import type { App, CfnResource } from 'aws-cdk-lib';
import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { names, type Platform, type Store } from '../../platform/index';
import type { ProvisionRequest, StoreAccess } from '../../provision/index';
import { addAlias } from '../constructs/alias';
import { customerKey } from '../constructs/keys';
import { provision } from '../constructs/provisioner';
import { secretArn } from '../constructs/secret';
import { connect } from '../constructs/security-group';
import { hasAliasRecords } from '../discovery';
import { EnvironmentStack } from '../environment-stack';
import { storeKind } from '../kinds/registry';
import { published, secretName, secretPart, storeGroup } from '../names';
import { loginsOf } from '../stores';

/** A store that AWS runs, and what makes its databases and logins. It is a stack of its own, so that nothing else can touch it. */
export class StoreStack extends EnvironmentStack {
  readonly id: string;
  private readonly key: string | undefined;

  constructor(app: App, platform: Platform, store: Store) {
    super(app, platform, store.name, { description: `Store ${store.name}.`, service: store.name });
    const { posture, name } = platform.environment;
    this.id = names.constructId(store.name);
    this.key =
      posture.customerKeys && storeKind(store).takesKey
        ? customerKey(this, `${this.id}Key`, {
            purpose: 'data',
            description: `${store.name} of ${platform.name} in ${name}`,
            keeping: posture.retain ? 'retain' : 'delete',
          }).attrArn
        : undefined;
    storeKind(store).add(this, store);
  }

  common(store: Store) {
    const { name, environment } = this.platform;
    return {
      description: `${store.name} of ${name} in ${environment.name}`,
      vpcId: this.vpcId,
      subnetIds: this.lookupList(published.dataSubnets),
      retain: environment.posture.retain,
      ...(this.key !== undefined && { key: this.key }),
    };
  }

  publishStore(store: Store, group: CfnSecurityGroup, attribute: 'host' | 'addresses', value: string): void {
    this.publish(storeGroup(store.name), group.attrGroupId);
    this.publish([store.name, attribute], value);
    if (!hasAliasRecords(store)) return;
    for (const alias of store.aliases) addAlias(this, this.lookup(published.dnsNamespace), alias, value);
  }

  /** Name in Secrets Manager of a login of the store. */
  secret(credential: string): string {
    this.need(secretPart(this.platform, credential));
    return secretName(this.platform, credential);
  }

  storeAccess(store: Store): StoreAccess {
    const arn = (credential: string) => secretArn(this, this.secret(credential));
    const secrets = loginsOf(this.platform, store).map(({ name }): [string, string] => [name, arn(name)]);
    return { admin: arn(store.admin), secrets: Object.fromEntries(secrets) };
  }

  /** Lets the provisioner in, and asks it once the store stands. */
  ask(
    request: ProvisionRequest,
    { server, group, port }: { readonly server: CfnResource; readonly group: CfnSecurityGroup; readonly port: number },
  ): void {
    const rules = connect(this, {
      id: 'Provisioner',
      from: this.lookup(published.provisionerGroup),
      to: group.attrGroupId,
      port,
      protocol: 'tcp',
      description: `Provisioner to ${this.part}:${port}`,
    });
    provision(this, 'Provision', this.lookup(published.provisioner), request, [server, ...rules]);
  }
}
