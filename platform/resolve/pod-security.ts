import type { Kubernetes } from '../model/platform';
import type { Merged } from './scope';

/** Pod Security Standards: the strictest level that all pods of an environment meet. */
export function podSecurityOf(parts: Merged): Kubernetes['podSecurity'] {
  if (takesHost(parts)) return 'privileged';
  return hasRoot(parts) ? 'baseline' : 'restricted';
}

/** Even `baseline` takes no pod with ports or the network of its node. */
function takesHost({ services, resources }: Merged): boolean {
  const published = (ports: Readonly<Record<string, number | { hostPort?: boolean }>> | undefined) =>
    Object.values(ports ?? {}).some((port) => typeof port === 'object' && port.hostPort === true);
  return (
    Object.values(services).some(({ placement, ports }) => placement === 'node' || published(ports)) ||
    Object.values(resources).some((each) => each.kind === 'container' && published(each.ports))
  );
}

/** `restricted` takes nobody who may be root, as an image's own user may. */
function hasRoot({ services, jobs, resources }: Merged): boolean {
  const workloads = [...Object.values(services), ...Object.values(jobs)];
  const beside = workloads.flatMap(({ init, sidecars }) => [
    ...Object.values(init ?? {}),
    ...Object.values(sidecars ?? {}),
  ]);
  const servers = Object.values(resources).flatMap((each) =>
    each.kind === 'container' && each.provider !== 'external' ? [each] : [],
  );
  return [...workloads, ...beside, ...servers].some(({ user }) => user === 'image' || /^0+(:|$)/.test(String(user)));
}
