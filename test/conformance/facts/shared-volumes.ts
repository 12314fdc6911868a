import type { Platform } from '../../../platform/index';
import { runsOn } from '../accepts';
import { containersOf, mapValues, roleOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import { type CdkOutput, volumeOf } from '../outputs/cdk';
import type { ComposeService } from '../outputs/compose';
import type { ContainerSpec, K8sOutput, Manifest } from '../outputs/k8s';

export const sharedVolumes: Fact = {
  title: 'a volume is written by its owner alone, and read by whoever mounts it',
  expected: (platform) => ({
    reads: mapValues(containersOf(platform), ({ mounts }) =>
      mounts.map(({ path, owner, volume }) => `${path} ${owner} ${volume}`),
    ),
    kept: runsOn(platform, 'kubernetes') ? claimsOf(platform) : runsOn(platform, 'ecs') ? fileSystemsOf(platform) : {},
  }),
  compose: (output) => ({ reads: mapValues(output.containers(), readIn), kept: {} }),
  k8s: (output) => ({
    reads: mapValues(output.containers(), (container, key) => readByClaim(output, container, key)),
    kept: Object.fromEntries(
      output
        .all('PersistentVolumeClaim')
        .filter(({ spec }) => spec.accessModes.includes('ReadWriteMany'))
        .map((claim) => [
          wordOf(claim),
          [claim.spec.storageClassName ?? '', claim.spec.resources.requests.storage, output.folderOf(claim)],
        ]),
    ),
  }),
  cdk: (output) => ({
    reads: mapValues(output.containers(), ({ task, definition }) =>
      (definition.MountPoints ?? [])
        .filter(({ ReadOnly }) => ReadOnly === true)
        .flatMap(({ ContainerPath, SourceVolume }) => {
          const found = output.fileSystem(task, SourceVolume);
          return found === undefined ? [] : [`${ContainerPath} ${found}`];
        }),
    ),
    kept: madeFileSystems(output),
  }),
};

/** Volumes with a reader in another pod or task, and who these are. */
function readers(platform: Platform): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, { mounts }] of Object.entries(containersOf(platform))) {
    const reader = roleOf(key).owner;
    for (const { owner, volume } of mounts) {
      const word = `${owner} ${volume}`;
      if (owner !== reader) found.set(word, [...new Set([...(found.get(word) ?? []), reader])].sort());
    }
  }
  return found;
}

function claimsOf(platform: Platform): Plain {
  const { kubernetes } = platform.environment;
  const containers = containersOf(platform);
  return Object.fromEntries(
    [...readers(platform).keys()].map((word) => {
      const [owner = '', volume = ''] = word.split(' ');
      const settings = kubernetes?.workloads.find(({ name }) => name === owner) ?? kubernetes;
      const size = containers[owner]?.volumes.find(({ name }) => name === volume)?.size;
      return [word, [settings?.sharedStorageClass ?? '', `${size}Gi`, 'base']];
    }),
  );
}

function fileSystemsOf(platform: Platform): Plain {
  const { posture, aws } = platform.environment;
  const read = readers(platform);
  return Object.fromEntries(
    [...platform.services, ...platform.jobs].flatMap(({ name, user, volumes }) =>
      volumes.map((volume) => {
        const word = `${name} ${volume.name}`;
        const { uid, gid } = user ?? { uid: 65532, gid: 65532 };
        const made = {
          writes: [name],
          reads: read.get(word) ?? [],
          as: `${uid}:${gid}`,
          zones: aws?.zones.length ?? 0,
          key: posture.customerKeys ? 'its own' : 'of the account',
          goes: posture.retain ? 'kept' : 'with its stack',
          backup: 'every day',
        };
        return [word, made];
      }),
    ),
  );
}

function readIn({ volumes = [] }: ComposeService): string[] {
  return volumes
    .filter(({ type, target, read_only: only }) => type !== 'bind' && only === true && !target.startsWith('/.slipway'))
    .map(({ source = '', target }) => `${target} ${source.replace('_', ' ')}`);
}

/** Owner and name of the volume that a claim stands for. */
function wordOf({ metadata }: Manifest): string {
  const owner = metadata.labels?.['app.kubernetes.io/name'] ?? '';
  return `${owner} ${metadata.name.slice(owner.length + 1)}`;
}

function readByClaim(output: K8sOutput, { volumeMounts = [] }: ContainerSpec, key: string): string[] {
  const { owner } = roleOf(key);
  const pod = output.podOf(key);
  const own: { metadata: { name: string } }[] = output.controller(owner).spec.volumeClaimTemplates ?? [];
  return volumeMounts.flatMap(({ name, mountPath, readOnly }) => {
    if (readOnly !== true) return [];
    if (own.some(({ metadata }) => metadata.name === name)) return [`${mountPath} ${owner} ${name}`];
    const volume = (pod.volumes ?? []).find((each: { name: string }) => each.name === name)?.persistentVolumeClaim;
    const claim = output.find('PersistentVolumeClaim', volume?.claimName ?? '');
    if (claim === undefined) return [];
    const word = wordOf(claim);
    const [writer = ''] = word.split(' ');
    if (writer === owner) return [`${mountPath} ${word}`];
    // The kubelet would give its files to the group of this pod; and the pod must be of theirs.
    const { fsGroup, supplementalGroups = [] } = pod.securityContext;
    const group = output.pod(writer).securityContext.fsGroup;
    const sees = volume.readOnly === true && [fsGroup, ...supplementalGroups].includes(group);
    return [`${mountPath} ${word}${sees ? '' : ', though not as it should'}`];
  });
}

function madeFileSystems(output: CdkOutput): Plain {
  const rights = rightsOf(output);
  const published = output
    .all('AWS::SSM::Parameter')
    .filter(({ resource }) => String(resource.Properties.Name).endsWith('/file-system'));
  return Object.fromEntries(
    published.map(({ template, resource }) => {
      const word = volumeOf(`${resource.Properties.Name}>`, 'file-system');
      const id = resource.Properties.Value.Ref;
      const { Properties, DeletionPolicy } = template.Resources[id] as typeof resource & { DeletionPolicy?: string };
      const of = (type: string) =>
        output
          .all(type)
          .filter((each) => each.template === template && each.resource.Properties.FileSystemId.Ref === id);
      const [point] = of('AWS::EFS::AccessPoint');
      const { Uid, Gid } = point?.resource.Properties.PosixUser ?? {};
      const who = (may: 'writes' | 'reads') =>
        rights.filter((each) => each.volume === word && each.may === may).map(({ task }) => task);
      return [
        word,
        {
          writes: who('writes').sort(),
          reads: who('reads').sort(),
          as: `${Uid}:${Gid}`,
          zones: of('AWS::EFS::MountTarget').length,
          key: Properties.KmsKeyId === undefined ? (Properties.Encrypted ? 'of the account' : 'none') : 'its own',
          goes: DeletionPolicy === 'Delete' ? 'with its stack' : 'kept',
          backup: Properties.BackupPolicy?.Status === 'ENABLED' ? 'every day' : 'none',
        },
      ];
    }),
  );
}

/** What the role of each task may do in file systems, through their access points. */
function rightsOf(output: CdkOutput): { task: string; volume: string; may: 'writes' | 'reads' }[] {
  const prefix = `${output.platform.name}-${output.platform.environment.name}-`;
  return output.all('AWS::ECS::TaskDefinition').flatMap(({ template, resource: { Properties } }) => {
    const [role = ''] = Properties.TaskRoleArn['Fn::GetAtt'];
    const policies: { PolicyDocument: { Statement: Statement[] } }[] =
      template.Resources[role]?.Properties.Policies ?? [];
    return policies
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => [Action].flat().includes('elasticfilesystem:ClientMount'))
      .map(({ Action, Resource, Condition }) => {
        const volume = volumeOf(output.text(template, Resource), 'file-system');
        const point = Condition?.StringEquals['elasticfilesystem:AccessPointArn'];
        const through = point === undefined ? 'nothing' : volumeOf(output.text(template, point), 'access-point');
        return {
          task: Properties.Family.slice(prefix.length),
          volume: through === volume ? volume : `${volume} by ${through}`,
          may: [Action].flat().includes('elasticfilesystem:ClientWrite') ? 'writes' : 'reads',
        };
      });
  });
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, unknown>> };
}
