import { type App, Validations } from 'aws-cdk-lib';
import type { Platform } from '../../platform/index';
import { customerKey } from '../constructs/keys';
import { Network } from '../constructs/network';
import { awsOf, EnvironmentStack } from '../environment-stack';
import { published } from '../names';

/** VPC, and the key of everything that logs. Nothing comes before it. */
export class NetworkStack extends EnvironmentStack {
  readonly network: Network;

  constructor(app: App, platform: Platform) {
    super(app, platform, 'network', { description: 'VPC, subnets and endpoints.' });
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
    Validations.of(this).acknowledge({
      id: 'CloudFormation-Validate::W3010',
      reason: 'The description names the zones: looking them up would ask an account when the stack is synthesised',
    });
    const { vpc } = this.network;
    this.publish(published.vpc, vpc.vpcId);
    this.publishList(published.publicSubnets, ids(vpc.publicSubnets));
    this.publishList(published.appSubnets, ids(vpc.privateSubnets));
    this.publishList(published.dataSubnets, ids(vpc.isolatedSubnets));
    if (key !== undefined) this.publish(published.logsKey, key.attrArn);
  }
}

function ids(subnets: readonly { readonly subnetId: string }[]): string[] {
  return subnets.map((subnet) => subnet.subnetId);
}
