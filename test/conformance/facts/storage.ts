import type { Container, Platform } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import { containersOf, mapValues, roleOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { CdkOutput, Found } from '../outputs/cdk';
import type { ComposeOutput, ComposeService } from '../outputs/compose';
import type { ContainerSpec, K8sOutput } from '../outputs/k8s';

/** GiB that a task of Fargate has without asking. */
const free = 20;

export const storage: Fact = {
  title: 'every container may write the directories of its description, and keeps what its volumes hold',
  expected: (platform) => ({
    containers: mapValues(containersOf(platform), (container, key) => ({
      writable: writableOf(platform, container, key),
      // How much a volume holds, a laptop does not say: it is the disk of that.
      volumes: keptOf(platform, container, key).map(({ name, path, size }) =>
        // Nor does EFS, which grows.
        runsOn(platform, 'kubernetes') ? `${path} ${name} ${size}Gi` : `${path} ${roleOf(key).owner} ${name}`,
      ),
      machine: container.hostPaths.map(
        ({ path, from, readOnly }) => `${path} is ${from}${readOnly ? '' : ', to be written'}`,
      ),
    })),
    tasks: runsOn(platform, 'ecs') ? tasksOf(platform) : {},
  }),
  compose: (output) => ({
    containers: mapValues(output.containers(), (service) => ({
      writable: [...inMemory(service), ...onDisk(output, service)].sort(),
      volumes: volumesOf(output, service),
      machine: (service.volumes ?? [])
        .filter(({ type }) => type === 'bind')
        .map((each) => `${each.target} is ${each.source}${each.read_only === true ? '' : ', to be written'}`),
    })),
    tasks: {},
  }),
  k8s: (output) => ({
    containers: mapValues(output.containers(), (container, key) => mountedIn(output, container, key)),
    tasks: {},
  }),
  cdk: (output) => ({
    containers: mapValues(output.containers(), ({ task, definition }) => ({
      writable: (definition.MountPoints ?? [])
        .filter((each) => each.ReadOnly !== true && output.fileSystem(task, each.SourceVolume) === undefined)
        .map((each) => directoryOf(output, task, definition.Name, each))
        .sort(),
      volumes: (definition.MountPoints ?? [])
        .filter(({ ReadOnly }) => ReadOnly !== true)
        .flatMap(({ ContainerPath, SourceVolume }) => {
          const found = output.fileSystem(task, SourceVolume);
          return found === undefined ? [] : [`${ContainerPath} ${found}`];
        }),
      machine: [],
    })),
    tasks: Object.fromEntries(
      Object.values(output.containers()).flatMap(({ task }) => {
        const { Family, EphemeralStorage } = task.resource.Properties;
        return EphemeralStorage === undefined
          ? []
          : [[Family.split('-').slice(2).join('-'), EphemeralStorage.SizeInGiB]];
      }),
    ),
  }),
};

/** On ECS what a server keeps goes with its task, where that is accepted: a volume is a directory of the task. */
function keptOf(platform: Platform, { volumes }: Container, key: string): Container['volumes'] {
  return isGone(platform, key) ? [] : volumes;
}

function isGone(platform: Platform, key: string): boolean {
  const server = platform.resources.some(({ name }) => name === roleOf(key).owner);
  return server && accepts(platform, 'ecs', 'unsupported-volume');
}

function writableOf(platform: Platform, container: Container, key: string): string[] {
  const { user } = container;
  return [...container.writable, ...instead(platform, key)]
    .map(({ path, medium, size }) => {
      const owner = user === null ? '1777' : user.uid === 0 ? 'root' : `${user.uid}:${user.gid}`;
      // How much a directory on disk holds, a laptop does not say either.
      if (runsOn(platform, 'compose') && medium === 'disk') return `${path} disk, by ${owner}`;
      if (runsOn(platform, 'compose')) return `${path} memory ${size}Mi, by anyone`;
      if (runsOn(platform, 'kubernetes')) return `${path} ${medium} ${size}Mi, by anyone`;
      const kept = accepts(platform, 'ecs', 'unsupported-writable-memory') ? 'disk' : medium;
      return `${path} ${kept}, by ${owner}`;
    })
    .sort();
}

/** A migration has the directories of the service's volumes, but nothing of what these hold. */
function instead(platform: Platform, key: string): Container['writable'] {
  const { owner, role } = roleOf(key);
  if (role !== 'migrate' && !isGone(platform, key)) return [];
  const volumes =
    role === 'migrate'
      ? (platform.services.find(({ name }) => name === owner)?.volumes ?? [])
      : (containersOf(platform)[key]?.volumes ?? []);
  return volumes.map(({ path, size }) => ({ path, medium: 'disk', size: size * 1024 }));
}

/** All directories of a Fargate task share its disk. */
function tasksOf(platform: Platform): Plain {
  const sums = new Map<string, number>();
  for (const [key, { writable }] of Object.entries(containersOf(platform))) {
    const { owner, role } = roleOf(key);
    const name = role === 'migrate' ? `${owner}-migrate` : owner;
    sums.set(
      name,
      [...writable, ...instead(platform, key)].reduce((sum, { size }) => sum + size, sums.get(name) ?? 0),
    );
  }
  const large = [...sums].map(([name, size]): [string, number] => [name, Math.ceil(size / 1024)]);
  return Object.fromEntries(large.filter(([, size]) => size > free));
}

function inMemory({ tmpfs = [] }: ComposeService): string[] {
  return tmpfs.map((each) => {
    const [, path, size] = /^(.+):size=(\d+)m,mode=1777/.exec(each) ?? [];
    return `${path} memory ${size}Mi, by anyone`;
  });
}

type Mount = NonNullable<ComposeService['volumes']>[number];

/** Volumes that start empty whatever the image has there, and are nobody else's; without programs for health checks. */
function onDisk(output: ComposeOutput, service: ComposeService): string[] {
  return (service.volumes ?? []).filter(isEmpty).map(({ source = '', target }) => {
    const others = Object.entries(output.document.services).filter(([, each]) => mountOf(each, source) !== undefined);
    const [giver] = others.filter(
      ([name]) => service.depends_on?.[name]?.condition === 'service_completed_successfully',
    );
    if (output.document.volumes?.[source] === undefined) return `${target} is no volume`;
    if (others.length > (giver === undefined ? 1 : 2)) return `${target} is another's too`;
    return `${target} disk, by ${giver === undefined ? 'root' : ownerOf(giver[1], mountOf(giver[1], source))}`;
  });
}

function isEmpty({ target, volume, read_only: readOnly = false }: Mount): boolean {
  return volume?.nocopy === true && !readOnly && !target.startsWith('/.slipway');
}

function mountOf({ volumes = [] }: ComposeService, source: string): Mount | undefined {
  return volumes.find((each) => each.source === source);
}

/** Of a container that gives volumes away, one or several users'. */
function ownerOf({ entrypoint = [] }: ComposeService, mount: Mount | undefined): string {
  const lines =
    entrypoint[0] === 'sh' ? (entrypoint[2] ?? '').split('\n').map((line) => line.split(' ')) : [entrypoint];
  return lines.find(([, , ...paths]) => mount !== undefined && paths.includes(mount.target))?.[1] ?? 'nobody';
}

/** Named volumes, without those that hold programs for health checks. */
function volumesOf(output: ComposeOutput, { volumes = [] }: ComposeService): string[] {
  return volumes
    .filter(
      (each) =>
        each.type !== 'bind' && !each.target.startsWith('/.slipway') && !isEmpty(each) && each.read_only !== true,
    )
    .map(({ type, source = '', target }) => {
      if (type !== 'volume' || output.document.volumes?.[source] === undefined) return `${target} is no volume`;
      return `${target} ${source.replace('_', ' ')}`;
    });
}

function mountedIn(output: K8sOutput, container: ContainerSpec, key: string): Plain {
  const pod = output.podOf(key);
  const { spec } = output.controller(roleOf(key).owner);
  const writable: string[] = [];
  const volumes: string[] = [];
  for (const { name, mountPath, readOnly } of container.volumeMounts ?? []) {
    // What it reads of others is a fact of its own.
    if (readOnly === true) continue;
    const volume = (pod.volumes ?? []).find((each: { name: string }) => each.name === name);
    const claim =
      (spec.volumeClaimTemplates ?? []).find((each: { metadata: { name: string } }) => each.metadata.name === name) ??
      output.find('PersistentVolumeClaim', volume?.persistentVolumeClaim?.claimName ?? '');
    if (volume?.emptyDir !== undefined && !mountPath.startsWith('/slipway/') && !isFile(container, mountPath)) {
      const medium = volume.emptyDir.medium === 'Memory' ? 'memory' : 'disk';
      writable.push(`${mountPath} ${medium} ${volume.emptyDir.sizeLimit}, by anyone`);
    } else if (claim !== undefined) volumes.push(`${mountPath} ${name} ${claim.spec.resources.requests.storage}`);
  }
  const machine = (pod.volumes ?? []).filter((each: { hostPath?: object }) => each.hostPath !== undefined);
  return { writable: writable.sort(), volumes, machine };
}

/** Files that are written when the pod starts lie in an empty directory too. */
function isFile({ volumeMounts = [] }: ContainerSpec, path: string): boolean {
  return volumeMounts.some((each) => each.mountPath === path && each.subPath !== undefined);
}

/** Fargate mounts directories as root's: who else may write one must have been given it before. */
function directoryOf(
  output: CdkOutput,
  task: Found,
  name: string,
  { ContainerPath: path, SourceVolume: volume }: { readonly ContainerPath: string; readonly SourceVolume: string },
): string {
  const known = task.resource.Properties.Volumes.some((each: { Name: string }) => each.Name === volume);
  if (!known) return `${path} is on no volume`;
  const definitions = output.definitions(task);
  const waits = definitions.find((each) => each.Name === name)?.DependsOn ?? [];
  const giver = definitions.find(
    (each) =>
      output.owns(each) !== undefined &&
      waits.some(({ ContainerName, Condition }) => ContainerName === each.Name && Condition === 'SUCCESS') &&
      each.MountPoints?.some(
        (mount) => mount.SourceVolume === volume && output.owns(each)?.slice(1).includes(mount.ContainerPath),
      ),
  );
  return `${path} disk, by ${(giver === undefined ? undefined : output.owns(giver)?.[0]) ?? 'root'}`;
}
