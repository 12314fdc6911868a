import type { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { ConfigFile, Container } from '../../platform/index';
import { secretArn } from '../constructs/secret';
import type { EnvironmentStack } from '../environment-stack';
import { type Answer, answer } from '../refs';
import { type FileFolder, fileFolders, folderOf, plain } from './folders';

/** What writes the files of one container before it starts. */
export interface FileWriter {
  readonly folders: readonly FileFolder[];
  readonly script: string;
  /** Fixed text of the files. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
  /** Names in Secrets Manager that it reads. */
  readonly read: readonly string[];
}

/** Where it finds a shell, which the image may lack, and the volumes. */
const toolsPath = '/slipway/tools';
const busybox = `${toolsPath}/busybox`;

/**
 * The writer runs from the container's own image: nothing else can read what that has beside the files. Texts come as
 * variables and secrets as secrets, so that no template and no command holds a secret's value. Undefined without files.
 */
export function fileWriter(stack: EnvironmentStack, container: Container): FileWriter | undefined {
  const folders = fileFolders(container);
  if (folders.length === 0) return undefined;
  const environment: { name: string; value: string }[] = [];
  const secrets: { name: string; valueFrom: string }[] = [];
  const read = new Set<string>();
  let count = 0;
  const parts = ({ content }: ConfigFile): string[] =>
    joined(stack, content).map((part) => {
      const name = `SLIPWAY_PART_${count++}`;
      if (part.kind === 'plain') environment.push({ name, value: part.value });
      else {
        read.add(part.secret);
        const arn = secretArn(stack, part.secret);
        secrets.push({ name, valueFrom: part.key === '' ? arn : `${arn}:${part.key}::` });
      }
      return `"$${name}"`;
    });
  const lines = folders.flatMap((folder, at) => {
    const place = filesPath(at);
    const inside = (path: string) => quoted(`${place}${plain(path).slice(folder.path.length)}`);
    return [
      // What the user may not read, the program could not read either.
      `if [ -d ${quoted(folder.path)} ]; then ${busybox} cp -dR ${quoted(`${folder.path}/.`)} ${place}/ || :; fi`,
      ...folder.below.map((path) => `${busybox} mkdir -p ${inside(path)}`),
      ...folder.files.flatMap((file) => [
        `${busybox} mkdir -p ${inside(folderOf(plain(file.path)))}`,
        // The image may have it as a link, or as a file that nobody may write.
        `${busybox} rm -f ${inside(file.path)}`,
        `printf %s ${parts(file).join(' ') || "''"} > ${inside(file.path)}`,
        `${busybox} chmod ${modeOf(file)} ${inside(file.path)}`,
      ]),
    ];
  });
  return {
    folders,
    script: ['set -eu', 'umask 022', ...lines].join('\n'),
    environment,
    secrets,
    read: [...read].sort(),
  };
}

/** What a text is made of: neighbouring plain parts as one. */
function joined(stack: EnvironmentStack, content: ConfigFile['content']): Answer[] {
  const parts: Answer[] = [];
  for (const segment of content) {
    const part: Answer = typeof segment === 'string' ? { kind: 'plain', value: segment } : answer(stack, segment);
    const last = parts[parts.length - 1];
    if (part.kind === 'plain' && part.value === '') continue;
    if (part.kind === 'plain' && last?.kind === 'plain')
      parts.splice(-1, 1, { ...part, value: last.value + part.value });
    else parts.push(part);
  }
  return parts;
}

function modeOf({ mode, secret }: ConfigFile): string {
  if (mode !== '') return mode;
  return secret ? '0440' : '0444';
}

export function writerName(container: Container): string {
  return `${container.name}_files`;
}

/** No name of the description has an underscore, so that these are nobody else's. */
export function filesVolume(container: Container, at: number): string {
  return `${container.name}_files_${at}`;
}

export function toolsVolume(container: Container): string {
  return `${container.name}_tools`;
}

/** Volumes of a task that the files of a container need. */
export function fileVolumes(container: Container): string[] {
  const folders = fileFolders(container);
  return folders.length === 0 ? [] : [...folders.map((_, at) => filesVolume(container, at)), toolsVolume(container)];
}

/** Mounts in the writer; the program finds the same volumes at the folders themselves. */
export function writerMounts(container: Container): CfnTaskDefinition.MountPointProperty[] {
  return [
    ...fileFolders(container).map((_, at) => ({
      containerPath: filesPath(at),
      sourceVolume: filesVolume(container, at),
    })),
    { containerPath: toolsPath, sourceVolume: toolsVolume(container), readOnly: true },
  ];
}

export function writerCommand({
  script,
}: FileWriter): Pick<CfnTaskDefinition.ContainerDefinitionProperty, 'entryPoint' | 'command'> {
  return { entryPoint: [busybox, 'sh'], command: ['-c', script] };
}

function filesPath(at: number): string {
  return `/slipway/files/${at}`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
