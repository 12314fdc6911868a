import type { ConfigFile, Platform } from '../../../platform/index';
import { accepts } from '../accepts';
import { canonical, containersOf, mapValues, roleOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { CdkOutput, ContainerDefinition, Found } from '../outputs/cdk';
import type { ContainerSpec, K8sOutput, Manifest } from '../outputs/k8s';

const secretWord = /<(password|secret)\b/;

export const files: Fact = {
  title: 'every container finds its config files, filled in, and starts anew when one changes',
  expected: (platform) =>
    mapValues(containersOf(platform), ({ files: list, readOnlyRoot }, key) => ({
      files: Object.fromEntries(
        placed(platform, list).map(({ path, content, secret, mode }) => [
          path,
          `${lost(platform, mode, readOnlyRoot) ? '' : mode}${secret} ${canonical(platform, content, roleOf(key).owner)}`,
        ]),
      ),
      watched: placed(platform, list).length > 0,
    })),
  compose: (output) =>
    mapValues(output.containers(), (service) => ({
      files: Object.fromEntries(
        (service.configs ?? []).map(({ source, target, mode = '' }) => [
          target,
          `${mode}${withSecret(output.config(source))}`,
        ]),
      ),
      watched: service.labels?.['slipway.files'] !== undefined,
    })),
  k8s: (output) => mapValues(output.containers(), (container, key) => filesOf(output, container, key)),
  // Their texts stand in the task definition, so that a change is a new revision, which starts the service anew.
  cdk: (output) =>
    mapValues(output.containers(), ({ task, definition }) => {
      const found = fargateFiles(output, task, definition);
      return { files: found, watched: Object.keys(found).length > 0 };
    }),
};

/** On Compose a file is copied with its mode where the root may be written and all may read it. */
function lost(platform: Platform, mode: string, readOnlyRoot: boolean): boolean {
  return accepts(platform, 'compose', 'unsupported-file-mode') && (readOnlyRoot || !/[4-7]$/.test(mode));
}

/** Fargate mounts folders alone, and not those that the engine writes files into. */
export function placed(platform: Platform, list: readonly ConfigFile[]): readonly ConfigFile[] {
  if (!accepts(platform, 'ecs', 'unsupported-files')) return list;
  return list.filter(({ path }) => !/^(\/etc)?\/[^/]+$/.test(path));
}

/** What the container that runs before writes into the volumes that are mounted at folders: one `printf` a file. */
function fargateFiles(
  output: CdkOutput,
  task: Found,
  { MountPoints = [], DependsOn = [] }: ContainerDefinition,
): Record<string, string> {
  const before = output.definitions(task).filter(({ Name }) => DependsOn.some((each) => each.ContainerName === Name));
  return Object.fromEntries(
    MountPoints.filter(({ ReadOnly }) => ReadOnly).flatMap(({ ContainerPath, SourceVolume }) => {
      // Another's volume.
      if (output.fileSystem(task, SourceVolume) !== undefined) return [];
      const mounts = before.flatMap((writer) =>
        (writer.MountPoints ?? [])
          .filter((mount) => mount.SourceVolume === SourceVolume && output.writesFiles(writer))
          .map((mount) => ({ writer, folder: mount.ContainerPath })),
      );
      const [only] = mounts;
      if (only === undefined || mounts.length > 1) throw new Error(`${mounts.length} write ${SourceVolume}`);
      const values = output.variables(task, only.writer);
      const lines = String(only.writer.Command?.[1]).split('\n');
      return lines.flatMap((line): [string, string][] => {
        const [, words = '', path = ''] = /^printf %s (.+) > '(.+)'$/.exec(line) ?? [];
        if (!path.startsWith(`${only.folder}/`)) return [];
        const text = [...words.matchAll(/"\$(\w+)"/g)].map(([, name = '']) => values[name] ?? '').join('');
        const usual = secretWord.test(text) ? '0440' : '0444';
        const mode = lines.find(
          (each) => each.startsWith('/slipway/tools/busybox chmod') && each.endsWith(` '${path}'`),
        );
        const given = mode?.split(' ')[2] ?? 'no mode';
        return [
          [`${ContainerPath}${path.slice(only.folder.length)}`, `${given === usual ? '' : given}${withSecret(text)}`],
        ];
      });
    }),
  );
}

function withSecret(text: string): string {
  return `${secretWord.test(text)} ${text}`;
}

function filesOf(output: K8sOutput, { volumeMounts = [] }: ContainerSpec, key: string): Plain {
  const pod = output.podOf(key);
  const found: [string, string][] = [];
  for (const { name, mountPath, subPath, readOnly } of volumeMounts) {
    if (subPath === undefined) continue;
    const volume = pod.volumes.find((each: { name: string }) => each.name === name);
    const fixed = output.find('ConfigMap', volume.configMap?.name ?? '')?.data?.[subPath];
    const text = fixed ?? writtenFile(output, pod, name, subPath);
    const mode = fixed === undefined ? writtenMode(pod, name, subPath) : '';
    found.push([mountPath, readOnly === true ? `${mode}${withSecret(text)}` : 'may be changed']);
  }
  return { files: Object.fromEntries(found), watched: found.length > 0 && annotated(output, key) };
}

/** Files of one pod: a change of any starts the pod anew. */
function annotated(output: K8sOutput, key: string): boolean {
  const { owner, role } = roleOf(key);
  const { spec, kind } = output.controller(role === 'migrate' ? `${owner}-migrate` : owner);
  const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec.template;
  return template.metadata.annotations?.['slipway/files'] !== undefined;
}

/** What the same init container gives the file, where it gives it something. */
function writtenMode(pod: Manifest['spec'], volume: string, file: string): string {
  const writer: ContainerSpec | undefined = pod.initContainers?.find((each: ContainerSpec) =>
    each.volumeMounts?.some((mount) => mount.name === volume && mount.readOnly !== true),
  );
  const lines = (writer?.command?.[2] ?? '').split('\n');
  return lines.find((line) => line.startsWith('chmod ') && line.endsWith(`/${file}`))?.split(' ')[1] ?? '';
}

/** What an init container writes of fixed parts and variables, one `{ ...; } > file` a line. */
function writtenFile(output: K8sOutput, pod: Manifest['spec'], volume: string, file: string): string {
  const writer: ContainerSpec | undefined = pod.initContainers?.find((each: ContainerSpec) =>
    each.volumeMounts?.some((mount) => mount.name === volume && mount.readOnly !== true),
  );
  const script = writer?.command?.[2] ?? '';
  const folder = writer?.volumeMounts?.find((mount) => mount.name === volume)?.mountPath;
  const line = script.split('\n').find((each) => each.endsWith(`; } > ${folder}/${file}`));
  if (writer === undefined || line === undefined) throw new Error(`nothing writes ${file}`);
  const values = output.variables(writer);
  return [...line.matchAll(/cat (\S+)(?=;)|printf %s "\$([A-Za-z_][A-Za-z0-9_]*)"/g)]
    .map(([, part, variable = '']) =>
      part === undefined ? (values[variable] ?? '') : partOf(output, pod, writer, part),
    )
    .join('');
}

function partOf(output: K8sOutput, pod: Manifest['spec'], writer: ContainerSpec, path: string): string {
  const mount = writer.volumeMounts?.find((each) => path.startsWith(`${each.mountPath}/`));
  const volume = pod.volumes.find((each: { name: string }) => each.name === mount?.name);
  const text = output.find('ConfigMap', volume?.configMap?.name ?? '')?.data?.[
    path.slice((mount?.mountPath.length ?? 0) + 1)
  ];
  if (text === undefined) throw new Error(`nothing holds ${path}`);
  return text;
}
