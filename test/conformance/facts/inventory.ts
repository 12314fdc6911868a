import type { Platform } from '../../../platform/index';
import { runsOn } from '../accepts';
import { atFirstServer, containersOf, roleOf } from '../canonical';
import type { Fact } from '../fact';
import type { CdkOutput } from '../outputs/cdk';
import type { ComposeOutput } from '../outputs/compose';
import type { ContainerSpec, K8sOutput } from '../outputs/k8s';

/** Containers that run together, in the order in which those that end do so: `first, then second, then gate with proxy`. */
type Together = Readonly<Record<string, string>>;

export const inventory: Fact = {
  title: 'nothing runs but what the description says, in pods and tasks of the same make-up',
  expected: (platform) => {
    const groups = new Map<string, { before: string[]; beside: string[] }>();
    for (const key of Object.keys(containersOf(platform))) {
      const { owner, role, name } = roleOf(key);
      const group = role === 'migrate' ? `${owner}-migrate` : owner;
      const { before, beside } = groups.get(group) ?? { before: [], beside: [] };
      if (role === 'init') before.push(name);
      if (role === 'sidecar') beside.push(name);
      groups.set(group, { before, beside });
    }
    return {
      ...Object.fromEntries([...groups].map(([name, { before, beside }]) => [name, wordOf(before, beside)])),
      ...Object.fromEntries(serversOf(platform).map((name) => [name, wordOf([], [])])),
    };
  },
  compose: (output) => composeGroups(output),
  k8s: (output) => podGroups(output),
  cdk: (output) => taskGroups(output),
};

function wordOf(before: readonly string[], beside: readonly string[]): string {
  const alone = beside.length === 0 ? 'itself' : `itself with ${[...beside].sort().join(', ')}`;
  return [...before, alone].join(', then ');
}

/** Stores that run here, and what sets them up. */
function serversOf(platform: Platform): string[] {
  return platform.resources.flatMap((resource) => {
    if (resource.provider !== 'container' || resource.kind === 'container') return [];
    const parts = resource.kind === 'kafka' ? resource.topics.length : 1;
    // Redis and RabbitMQ set themselves up when they start.
    const isSetUp =
      (resource.kind === 'postgres' || resource.kind === 'kafka') && (parts > 0 || runsOn(platform, 'compose'));
    return [resource.name, ...(isSetUp ? [`${resource.name}-provision`] : [])];
  });
}

function podGroups(output: K8sOutput): Together {
  const found = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job'].flatMap((kind) => output.all(kind));
  return Object.fromEntries(
    found.map(({ metadata }) => {
      const pod = output.pod(metadata.name);
      const init: ContainerSpec[] = pod.initContainers ?? [];
      // What Slipway adds: it writes files, or waits for a peer.
      const given = init.filter(({ name }) => name !== 'write-files' && !name.startsWith('wait-for-'));
      const names = (list: readonly ContainerSpec[]) => list.map(({ name }) => name);
      const beside = given.filter(({ restartPolicy }) => restartPolicy === 'Always');
      const before = given.filter(({ restartPolicy }) => restartPolicy !== 'Always');
      if (pod.containers.length !== 1) return [metadata.name, 'several main containers'];
      return [metadata.name, wordOf(names(before), names(beside))];
    }),
  );
}

function taskGroups(output: CdkOutput): Together {
  const prefix = `${output.platform.name}-${output.platform.environment.name}-`;
  return Object.fromEntries(
    output.all('AWS::ECS::TaskDefinition').map((task) => {
      // What gives directories to their users and what writes files is Slipway's own.
      const all = output
        .definitions(task)
        .filter((each) => output.owns(each) === undefined && !output.writesFiles(each));
      const main = all.find(({ Essential }) => Essential === true);
      const waits = (name: string | undefined) =>
        all
          .find(({ Name }) => Name === name)
          ?.DependsOn?.find((each) => all.some(({ Name }) => Name === each.ContainerName));
      const before: string[] = [];
      for (let next = waits(main?.Name)?.ContainerName; next !== undefined; next = waits(next)?.ContainerName)
        before.unshift(next);
      const beside = all.map(({ Name }) => Name).filter((name) => name !== main?.Name && !before.includes(name));
      return [task.resource.Properties.Family.slice(prefix.length), wordOf(before, beside)];
    }),
  );
}

function composeGroups(output: ComposeOutput): Together {
  const { services } = output.document;
  const groups = new Map<string, { before: string[]; beside: string[] }>();
  const known = Object.keys(containersOf(output.platform)).map(roleOf);
  const beside = new Map(
    known
      .filter(({ role }) => role === 'sidecar' || role === 'init')
      .map((each) => [`${each.owner}-${each.name}`, each]),
  );
  for (const name of Object.keys(services)) {
    const part = beside.get(name);
    // What Slipway adds: the proxy, who holds a network, who gives volumes to their users, and programs for checks.
    if (name === 'gateway' || /-(network|volumes)$/.test(name) || name.startsWith('slipway-')) continue;
    // Further servers of one resource are made as the first.
    if (atFirstServer(output.platform, name) !== name) continue;
    const group = groups.get(part?.owner ?? name) ?? { before: [], beside: [] };
    if (part?.role === 'sidecar') group.beside.push(part.name);
    groups.set(part?.owner ?? name, group);
  }
  for (const [name, { before }] of groups) {
    for (let next: string | undefined = endedBefore(output, name, beside.keys()); next !== undefined; ) {
      before.unshift(beside.get(next)?.name ?? next);
      next = endedBefore(output, next, beside.keys());
    }
  }
  return Object.fromEntries([...groups].map(([name, each]) => [name, wordOf(each.before, each.beside)]));
}

/** The init container that a service waits for. */
function endedBefore(output: ComposeOutput, name: string, known: Iterable<string>): string | undefined {
  const waits = output.service(name).depends_on ?? {};
  return [...known].find((each) => waits[each]?.condition === 'service_completed_successfully');
}
