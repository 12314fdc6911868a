import { mapValues } from '../canonical';
import type { Fact } from '../fact';

const services = <T>(list: readonly { readonly name: string }[], change: (name: string) => T): Record<string, T> =>
  mapValues(Object.fromEntries(list.map(({ name }) => [name, name])), change);

const oneAfterOther = 'one after the other';

export const update: Fact = {
  title: 'a service that may not run twice is gone before its next version starts',
  expected: ({ environment, services: list }) =>
    Object.fromEntries(
      list.map(({ name, update: how, volumes, scale, placement, publicAddress, ports }) => [
        name,
        // Compose replaces a container so, and Kubernetes a pod that has a volume, an address of its own or ports of its node.
        environment.runtime === 'compose' ||
        how === 'recreate' ||
        // A task that has its files to itself is gone before the next one opens them.
        (environment.runtime === 'ecs' && volumes.length > 0 && scale.max === 1) ||
        (environment.runtime === 'kubernetes' &&
          (volumes.length > 0 || publicAddress || placement === 'node' || ports.some(({ hostPort }) => hostPort)))
          ? oneAfterOther
          : 'side by side',
      ]),
    ),
  compose: ({ platform }) => services(platform.services, () => oneAfterOther),
  k8s: (output) =>
    services(output.platform.services, (name) => {
      const { kind, spec } = output.controller(name);
      if (kind === 'StatefulSet' || kind === 'DaemonSet' || spec.strategy.type === 'Recreate') return oneAfterOther;
      return spec.strategy.rollingUpdate.maxSurge > 0 ? 'side by side' : oneAfterOther;
    }),
  cdk: (output) =>
    services(output.platform.services, (name) => {
      const { template } = output.task(name);
      const [service] = output.all('AWS::ECS::Service').filter((each) => each.template === template);
      if (service === undefined) return 'no service';
      const { MinimumHealthyPercent: least, MaximumPercent: most } =
        service.resource.Properties.DeploymentConfiguration;
      if (least === 0 && most === 100) return oneAfterOther;
      return least === 100 && most > 100 ? 'side by side' : 'neither';
    }),
};
