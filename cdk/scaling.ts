import { CfnScalableTarget, CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { CfnService } from 'aws-cdk-lib/aws-ecs';
import type { Service } from '../platform/index';
import type { EnvironmentStack } from './environment-stack';
import { clusterName, published } from './names';
import type { Target } from './routes';

/** Seconds between one removal of replicas and the next. */
const scaleInCooldown = 300;
const scaleOutCooldown = 60;

/** Bounds and targets of the number of tasks; nothing where the number is fixed. */
export function addScaling(
  stack: EnvironmentStack,
  service: Service,
  ecsService: CfnService,
  targets: readonly Target[],
): void {
  const { scale } = service;
  if (scale.min === scale.max) return;
  const { partition, account, platform } = stack;
  const target = new CfnScalableTarget(stack, 'ScalableTarget', {
    serviceNamespace: 'ecs',
    scalableDimension: 'ecs:service:DesiredCount',
    resourceId: `service/${clusterName(platform)}/${ecsService.attrName}`,
    minCapacity: scale.min,
    maxCapacity: scale.max,
    roleArn: `arn:${partition}:iam::${account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
  });
  const track = (id: string, targetValue: number, metric: string, resourceLabel?: string) =>
    new CfnScalingPolicy(stack, `${id}Scaling`, {
      policyName: id.toLowerCase(),
      policyType: 'TargetTrackingScaling',
      scalingTargetId: target.ref,
      targetTrackingScalingPolicyConfiguration: {
        targetValue,
        scaleInCooldown,
        scaleOutCooldown,
        predefinedMetricSpecification: {
          predefinedMetricType: metric,
          ...(resourceLabel !== undefined && { resourceLabel }),
        },
      },
    });
  // Fargate reserves the whole task, so that this is the request of the model.
  if (scale.cpu > 0) track('Cpu', scale.cpu, 'ECSServiceAverageCPUUtilization');
  if (scale.memory > 0) track('Memory', scale.memory, 'ECSServiceAverageMemoryUtilization');
  const counted = targets.find((each) => each.counted);
  if (scale.requests > 0 && counted !== undefined) {
    const label = `${stack.lookup(published.loadBalancerName)}/${counted.fullName}`;
    // The metric counts a minute, the model a second.
    track('Requests', scale.requests * 60, 'ALBRequestCountPerTarget', label);
  }
}
