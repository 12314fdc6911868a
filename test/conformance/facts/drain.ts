import { accepts, runsOn } from '../accepts';
import type { Fact, Plain } from '../fact';
import { targetGroupsOf } from '../outputs/cdk-targets';

/** Longest time that ECS on Fargate waits between SIGTERM and SIGKILL. */
const longest = 120;

/** Longest time that a load balancer waits for what is under way. */
const longestDrain = 3600;

export const drain: Fact = {
  title: 'every service is drained and stopped in the times of its description',
  expected: (platform) =>
    Object.fromEntries(
      platform.services.map(({ name, drain: { deregistration, preStop, grace }, routes }): [string, Plain] => {
        // Containers leave a network of Compose at once; there is nothing that would go on sending.
        if (runsOn(platform, 'compose')) return [name, { grace }];
        // Endpoints change at once too, but proxies learn of it later: the pod waits before it is told.
        if (runsOn(platform, 'kubernetes')) return [name, { preStop, grace }];
        // A load balancer is told first and waits itself.
        const stopped = accepts(platform, 'ecs', 'unsupported-stop-timeout') ? Math.min(grace, longest) : grace;
        const waited = accepts(platform, 'ecs', 'unsupported-drain')
          ? Math.min(deregistration, longestDrain)
          : deregistration;
        return [name, { deregistration: routes.some(({ answer }) => answer === null) ? [waited] : [], grace: stopped }];
      }),
    ),
  compose: (output) =>
    byService(output.platform, (name) => ({
      grace: Number.parseInt(output.service(name).stop_grace_period ?? '', 10),
    })),
  k8s: (output) =>
    byService(output.platform, (name) => ({
      preStop: output.containers()[name]?.lifecycle?.preStop?.sleep?.seconds ?? 0,
      grace: output.pod(name).terminationGracePeriodSeconds,
    })),
  cdk: (output) =>
    byService(output.platform, (name) => {
      const { task, definition } = output.containers()[name] ?? {};
      const groups = targetGroupsOf(output, task?.template).map(({ resource }) =>
        output.attribute(resource.Properties.TargetGroupAttributes, 'deregistration_delay.timeout_seconds'),
      );
      return { deregistration: [...new Set(groups)].map(Number), grace: definition?.StopTimeout ?? 30 };
    }),
};

function byService(platform: Parameters<Fact['expected']>[0], read: (name: string) => Plain): Plain {
  return Object.fromEntries(platform.services.map(({ name }) => [name, read(name)]));
}
