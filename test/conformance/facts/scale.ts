import type { Platform, Service } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import { mapValues } from '../canonical';
import type { Fact, Plain } from '../fact';
import { openedOnHost } from '../on-host';
import type { CdkOutput } from '../outputs/cdk';

const fixed = (count: number) => ({ min: count, max: count, cpu: 0, memory: 0, requests: 0, lag: 0 });

export const scale: Fact = {
  title: 'every service has as many replicas as its description allows, and more for the same reasons',
  expected: (platform) => mapValues(services(platform), (service) => scaleOf(platform, service)),
  compose: (output) =>
    mapValues(services(output.platform), (_, name) => fixed(output.service(name).deploy?.replicas ?? 1)),
  k8s: (output) =>
    mapValues(services(output.platform), (_, name) => {
      const controller = output.controller(name);
      const scaler = output
        .all('HorizontalPodAutoscaler')
        .find(({ spec }) => spec.scaleTargetRef.name === name && spec.scaleTargetRef.kind === controller.kind);
      if (controller.kind === 'DaemonSet') return controller.spec.replicas === undefined ? 'one a node' : 'both';
      if (scaler === undefined) return fixed(controller.spec.replicas);
      // A number here would undo what the autoscaler decided.
      if (controller.spec.replicas !== undefined) return `both ${controller.spec.replicas} and scaled`;
      const { minReplicas, maxReplicas, metrics } = scaler.spec;
      const target = (resource: string): number =>
        metrics.find((each: { resource: { name: string } }) => each.resource.name === resource)?.resource.target
          .averageUtilization ?? 0;
      return { ...fixed(0), min: minReplicas, max: maxReplicas, cpu: target('cpu'), memory: target('memory') };
    }),
  cdk: (output) => mapValues(services(output.platform), (_, name) => taskScale(output, name)),
};

function services(platform: Platform): Record<string, Service> {
  return Object.fromEntries(platform.services.map((service) => [service.name, service]));
}

function scaleOf(platform: Platform, service: Service): Plain {
  if (service.placement === 'node' && runsOn(platform, 'kubernetes')) return 'one a node';
  const { min, max, cpu, memory, requests, lag } = service.scale;
  if (accepts(platform, 'compose', 'unsupported-replicas') && isOnce(platform, service)) return fixed(Math.min(1, min));
  if (accepts(platform, 'compose', 'unsupported-autoscaling')) return fixed(min);
  const counted = {
    cpu,
    memory,
    requests:
      accepts(platform, 'kubernetes', 'unsupported-scale-requests') ||
      (accepts(platform, 'ecs', 'unsupported-scale-requests') && service.routes.every((route) => route.listen > 0))
        ? 0
        : requests,
    lag:
      accepts(platform, 'kubernetes', 'unsupported-scale-lag') || accepts(platform, 'ecs', 'unsupported-scale-lag')
        ? 0
        : lag,
  };
  if (!runsOn(platform, 'kubernetes')) return { min, max, ...counted };
  // An autoscaler with nothing to count is none.
  if (max === min || Object.values(counted).every((target) => target === 0)) return fixed(min);
  return {
    min: accepts(platform, 'kubernetes', 'unsupported-scale-to-zero') ? Math.max(min, 1) : min,
    max,
    ...counted,
  };
}

/** Network namespaces, volumes and ports of the machine are there once on a laptop. */
function isOnce(platform: Platform, { name, sidecars, ports, volumes, routes }: Service): boolean {
  const shared = sidecars.length > 0 || ports.some((port) => port.as !== port.number);
  const published =
    routes.some((route) => route.protocol === 'udp') || openedOnHost(platform).some((each) => each.name === name);
  return shared || volumes.length > 0 || published;
}

function taskScale(output: CdkOutput, name: string): Plain {
  const { template } = output.task(name);
  const mine = (type: string) => output.all(type).filter((each) => each.template === template);
  const [service] = mine('AWS::ECS::Service');
  const [target] = mine('AWS::ApplicationAutoScaling::ScalableTarget');
  const desired = service?.resource.Properties.DesiredCount;
  if (target === undefined) return fixed(desired);
  if (desired !== undefined) return `both ${desired} and scaled`;
  const tracked = new Map<string, number>(
    mine('AWS::ApplicationAutoScaling::ScalingPolicy')
      .filter(({ resource }) => resource.Properties.ScalingTargetId.Ref === target.id)
      .map(({ resource }) => {
        const { TargetValue, PredefinedMetricSpecification } =
          resource.Properties.TargetTrackingScalingPolicyConfiguration;
        return [PredefinedMetricSpecification.PredefinedMetricType, TargetValue];
      }),
  );
  const { MinCapacity: min, MaxCapacity: max } = target.resource.Properties;
  return {
    min,
    max,
    cpu: tracked.get('ECSServiceAverageCPUUtilization') ?? 0,
    memory: tracked.get('ECSServiceAverageMemoryUtilization') ?? 0,
    // Counted in a minute there.
    requests: (tracked.get('ALBRequestCountPerTarget') ?? 0) / 60,
    lag: 0,
  };
}
