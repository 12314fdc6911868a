import type { App } from 'aws-cdk-lib';
import { names, type Platform } from '../../platform/index';
import { closedGroup } from '../constructs/security-group';
import { EnvironmentStack } from '../environment-stack';
import { byShard, groupOwners, groupParameter, shardPart } from '../names';

/**
 * One security group for each workload and container resource. They are together, and apart from the workloads, so that
 * services may call each other in a circle; the rules are in the stack of whoever opens the connection.
 */
export class AccessStack extends EnvironmentStack {
  constructor(app: App, platform: Platform, part: string, owners: readonly string[]) {
    super(app, platform, part, { description: 'Security groups of the workloads.' });
    for (const owner of owners) {
      const group = closedGroup(this, `${names.constructId(owner)}Group`, {
        vpcId: this.vpcId,
        description: `${owner} of ${platform.name} in ${platform.environment.name}`,
        // Images, logs and secrets come over HTTPS; DNS of the VPC is not subject to groups.
        egress: [
          {
            ipProtocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrIp: '0.0.0.0/0',
            description: 'HTTPS: images, AWS APIs',
          },
        ],
      });
      this.publish(groupParameter(platform, owner), group.attrGroupId);
    }
  }
}

/** One stack, or several of a large platform. */
export function accessStacks(app: App, platform: Platform): AccessStack[] {
  const owners = groupOwners(platform);
  const parts = byShard(owners, (owner) => shardPart('access', owner, owners.length));
  return parts.map(([part, mine]) => new AccessStack(app, platform, part, mine));
}
