import { accepts } from '../accepts';
import { canonical, containersOf, mapValues, roleOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { ContainerSpec, K8sOutput, Manifest } from '../outputs/k8s';

const secretWord = /<(password|secret)\b/;

export const files: Fact = {
  title: 'every container finds its config files, filled in, and starts anew when one changes',
  expected: (platform) =>
    mapValues(containersOf(platform), ({ files: list }, key) =>
      accepts(platform, 'ecs', 'unsupported-files')
        ? { files: {}, watched: false }
        : {
            files: Object.fromEntries(
              list.map(({ path, content, secret }) => [
                path,
                `${secret} ${canonical(platform, content, roleOf(key).owner)}`,
              ]),
            ),
            watched: list.length > 0,
          },
    ),
  compose: (output) =>
    mapValues(output.containers(), (service) => ({
      files: Object.fromEntries(
        (service.configs ?? []).map(({ source, target }) => [target, withSecret(output.config(source))]),
      ),
      watched: service.labels?.['slipway.files'] !== undefined,
    })),
  k8s: (output) => mapValues(output.containers(), (container, key) => filesOf(output, container, key)),
  // Fargate mounts no files.
  cdk: (output) => mapValues(output.containers(), () => ({ files: {}, watched: false })),
};

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
    found.push([mountPath, readOnly === true ? withSecret(text) : 'may be changed']);
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
