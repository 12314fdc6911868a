import type { App } from 'aws-cdk-lib';
import { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import { CfnHttpNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import type { Platform } from '../../platform/index';
import { EnvironmentStack } from '../environment-stack';
import { clusterName } from '../names';

/** The ECS cluster, and the namespace in which services find each other. Both have the name `<platform>-<environment>`. */
export class ClusterStack extends EnvironmentStack {
  constructor(app: App, platform: Platform) {
    super(app, platform, 'cluster', { description: 'ECS cluster and the names of its services.' });
    const { posture } = platform.environment;
    new CfnHttpNamespace(this, 'Namespace', {
      name: clusterName(platform),
      description: `Services of ${platform.name} in ${platform.environment.name}`,
    });
    new CfnCluster(this, 'Cluster', {
      clusterName: clusterName(platform),
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      clusterSettings: [{ name: 'containerInsights', value: posture.containerInsights ? 'enhanced' : 'disabled' }],
    });
  }
}
