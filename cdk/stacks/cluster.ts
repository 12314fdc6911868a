import type { App } from 'aws-cdk-lib';
import { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import { CfnHttpNamespace, CfnPrivateDnsNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import type { Platform } from '../../platform/index';
import { addAlias } from '../constructs/alias';
import { dnsNamespace, hasAliasRecords, usesDns } from '../discovery';
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
    if (usesDns(platform)) {
      const namespace = new CfnPrivateDnsNamespace(this, 'DnsNamespace', {
        name: dnsNamespace(platform),
        description: `What jobs and UDP of ${platform.name} in ${platform.environment.name} find`,
        vpc: this.vpcId,
      });
      this.publish(published.dnsNamespace, namespace.attrId);
      this.addAliases(namespace.attrId);
    }
    new CfnCluster(this, 'Cluster', {
      clusterName: clusterName(platform),
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      clusterSettings: [{ name: 'containerInsights', value: posture.containerInsights ? 'enhanced' : 'disabled' }],
    });
  }

  /** Names of servers that are elsewhere; the other stores have theirs in their stacks. */
  private addAliases(namespaceId: string): void {
    for (const resource of this.platform.resources.filter(hasAliasRecords)) {
      if (resource.provider !== 'external') continue;
      const { address } = resource;
      const host = address.kind === 'given' ? address.host : this.given([resource.name, 'host']);
      for (const alias of resource.aliases) addAlias(this, namespaceId, alias, host);
    }
  }
}
