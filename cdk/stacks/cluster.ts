import type { App } from 'aws-cdk-lib';
import { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import { CfnHttpNamespace, CfnPrivateDnsNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import type { Platform } from '../../platform/index';
import { dnsNamespace, foundByDns } from '../discovery';
import { EnvironmentStack } from '../environment-stack';
import { clusterName, published } from '../names';

/** The ECS cluster, and the namespace in which services find each other. Both have the name `<platform>-<environment>`; that in DNS: discovery.ts. */
export class ClusterStack extends EnvironmentStack {
  constructor(app: App, platform: Platform) {
    super(app, platform, 'cluster', { description: 'ECS cluster and the names of its services.' });
    const { posture } = platform.environment;
    new CfnHttpNamespace(this, 'Namespace', {
      name: clusterName(platform),
      description: `Services of ${platform.name} in ${platform.environment.name}`,
    });
    if (foundByDns(platform).size > 0) {
      const namespace = new CfnPrivateDnsNamespace(this, 'DnsNamespace', {
        name: dnsNamespace(platform),
        description: `What jobs and UDP of ${platform.name} in ${platform.environment.name} find`,
        vpc: this.vpcId,
      });
      this.publish(published.dnsNamespace, namespace.attrId);
    }
    new CfnCluster(this, 'Cluster', {
      clusterName: clusterName(platform),
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      clusterSettings: [{ name: 'containerInsights', value: posture.containerInsights ? 'enhanced' : 'disabled' }],
    });
  }
}
