import type { App } from 'aws-cdk-lib';
import type { Platform } from '../../platform/index';
import { customerKey } from '../constructs/keys';
import { Network } from '../constructs/network';
import { Provisioner } from '../constructs/provisioner';
import { awsOf, EnvironmentStack } from '../environment-stack';
import { logGroupName, published } from '../names';
import { needsProvisioner } from '../provisioned';

/** VPC, key of everything that logs, and the function that sets stores up. Nothing comes before it. */
export class NetworkStack extends EnvironmentStack {
  readonly network: Network;

  constructor(app: App, platform: Platform) {
    super(app, platform, 'network', { description: 'VPC, subnets, endpoints, and what sets stores up.' });
    const { cidr, zones } = awsOf(platform);
    const { posture } = platform.environment;
    const key = posture.customerKeys
      ? customerKey(this, 'LogsKey', {
          purpose: 'logs',
          description: `Logs of ${platform.name} in ${platform.environment.name}`,
          keeping: posture.retain ? 'retain' : 'delete',
        })
      : undefined;
    this.network = new Network(this, 'Network', {
      cidr,
      zones,
      natGateways: posture.natGateways,
      interfaceEndpoints: posture.vpcEndpoints,
      flowLogDays: posture.flowLogs ? posture.logRetention : 0,
      ...(key !== undefined && { logsKey: key.attrArn }),
    });
    const { vpc } = this.network;
    this.publish(published.vpc, vpc.vpcId);
    this.publishList(published.publicSubnets, ids(vpc.publicSubnets));
    this.publishList(published.appSubnets, ids(vpc.privateSubnets));
    this.publishList(published.dataSubnets, ids(vpc.isolatedSubnets));
    if (key !== undefined) this.publish(published.logsKey, key.attrArn);
    if (needsProvisioner(platform)) this.addProvisioner(key?.attrArn);
  }

  /** It is here because every store and most services need it: a stack between would make the graph deeper. */
  private addProvisioner(logsKey: string | undefined): void {
    const { name, environment } = this.platform;
    const { vpc } = this.network;
    const provisioner = new Provisioner(this, 'Provisioner', {
      description: `Sets up the stores of ${name} in ${environment.name}`,
      vpcId: vpc.vpcId,
      subnetIds: ids(vpc.privateSubnets),
      secrets: `${name}/${environment.name}/`,
      logGroupName: logGroupName(this.platform, 'network/provisioner'),
      logRetention: environment.posture.logRetention,
      ...(logsKey !== undefined && { logsKey }),
    });
    // Without its way out it cannot answer, and a deletion would wait for that.
    provisioner.function.node.addDependency(...vpc.privateSubnets.map((each) => each.internetConnectivityEstablished));
    this.publish(published.provisioner, provisioner.function.attrArn);
    this.publish(published.provisionerGroup, provisioner.group.attrGroupId);
  }
}

function ids(subnets: readonly { readonly subnetId: string }[]): string[] {
  return subnets.map((subnet) => subnet.subnetId);
}
