import type { Platform } from '../../../platform/index';
import { accepts } from '../accepts';
import { serversOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { ComposeOutput } from '../outputs/compose';
import type { K8sOutput } from '../outputs/k8s';

export const replicas: Fact = {
  title: 'of several servers of one resource each is found by a name of its own, and all by that of the resource',
  expected: (platform): Plain =>
    accepts(platform, 'ecs', 'unsupported-replica-names')
      ? {}
      : Object.fromEntries(
          several(platform).map(({ name, replicas: count, ports }) => [
            name,
            Array.from({ length: count }, (_, at) => [`${name}-${at}`, ...ports.map(({ as }) => String(as)).sort()]),
          ]),
        ),
  compose: (output) => Object.fromEntries(several(output.platform).map(({ name }) => [name, onNetworks(output, name)])),
  k8s: (output) => Object.fromEntries(several(output.platform).map(({ name }) => [name, onPods(output, name)])),
  cdk: () => ({}),
};

function several(platform: Platform) {
  return serversOf(platform).filter((each) => each.replicas > 1);
}

/** Each is on every network of the others, where it answers to its own name and to that of all. */
function onNetworks(output: ComposeOutput, name: string): Plain {
  const own = new RegExp(`^${name}(-\\d+)?$`);
  const servers = Object.keys(output.document.services).filter((each) => own.test(each));
  const shared = (each: string) => Object.keys(output.service(output.holder(each)).networks ?? {}).join();
  return servers.map((each): Plain => {
    const holder = output.service(output.holder(each));
    const known = Object.values(holder.networks ?? {}).map(({ aliases = [] }) => [...aliases, each]);
    const named = known.every((list) => list.includes(name) && list.some((alias) => /-\d+$/.test(alias)));
    const single = known.flat().find((alias) => alias.startsWith(`${name}-`) && /-\d+$/.test(alias));
    const ports = (holder.expose ?? []).map((port) => port.replace('/udp', ''));
    return named && shared(each) === shared(name) ? [single ?? each, ...ports.sort()] : `${each} is found otherwise`;
  });
}

/** A Service for each pod, by the label that a StatefulSet gives it, from before it is ready. */
function onPods(output: K8sOutput, name: string): Plain {
  return output
    .all('Service')
    .filter(({ spec }) => spec.selector?.['app.kubernetes.io/name'] === name)
    .flatMap(({ metadata, spec }): Plain[] => {
      const pod = spec.selector['statefulset.kubernetes.io/pod-name'];
      if (pod === undefined) return [];
      const ports = spec.ports.map(({ port }: { port: number }) => String(port)).sort();
      // Without an address of its own a name leads to the pod, and so to the ports of the program.
      const direct = spec.ports.every(
        ({ port, targetPort }: { port: number; targetPort: number }) => port === targetPort,
      );
      const fits =
        pod === metadata.name && spec.publishNotReadyAddresses === true && (spec.clusterIP === 'None') === direct;
      return fits ? [[pod, ...ports]] : [`${pod} is found otherwise`];
    })
    .sort();
}
