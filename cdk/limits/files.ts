import type { Container, Limit, Platform, Text } from '../../platform/index';
import { onDisk } from '../directories';
import { fileFolders, unplacedFiles } from '../files/folders';
import { needsOwner, needsWriter } from '../task-size';
import { ecs, fargateTasksIn, inContainers, type Path } from './walk';

/** Amazon ECS service quotas, "Task definition size": bytes. */
const definitionMost = 64 * 1024;

/** Bytes that a definition of a container takes beside what is counted: image, logs, health check, user, names. */
const containerRoom = 2048;

/** What a reference becomes at most: the ARN of a secret, or the address of a store. */
const referenceRoom = 256;

/** What config files on Fargate cannot do. */
export const fileLimits: readonly Limit[] = [
  {
    code: 'unsupported-files',
    field: '*.*.files',
    runtimes: ecs,
    reason:
      "Fargate mounts folders alone, and the folder of this file is the engine's (/, /etc), or a directory or volume that the container writes",
    fix: 'give the file a folder of its own, such as /etc/app/app.conf, or put it into the image',
    acceptable: true,
    find: inContainers((container) => unplacedFiles(container).map(({ path }) => ['files', path])),
  },
  {
    code: 'unsupported-file-folder',
    field: '*.*.readOnlyRoot',
    runtimes: ecs,
    reason: 'Fargate mounts folders alone, so that with a file its whole folder is read-only, though the root is not',
    fix: 'give the file a folder of its own, or leave readOnlyRoot on and write the directories that change under writable:',
    acceptable: true,
    find: inContainers((container) =>
      !container.readOnlyRoot && fileFolders(container).length > 0 ? [['readOnlyRoot']] : [],
    ),
  },
  {
    code: 'unsupported-task-definition',
    field: '*.*.files',
    runtimes: ecs,
    reason: 'ECS takes a task definition of 64 KiB at most, and the files and variables of its containers stand in it',
    fix: 'put large files into the image, or read them from a bucket',
    acceptable: false,
    find: (platform) =>
      countedTasks(platform)
        .filter(({ size }) => size > definitionMost)
        .map(({ path, containers }) => [...path, containers.some(needsWriter) ? 'files' : 'env']),
  },
];

interface Counted {
  readonly path: Path;
  readonly containers: readonly Container[];
  /** Bytes of its task definition, at most. */
  readonly size: number;
}

function counted(path: Path, containers: readonly Container[]): Counted {
  return { path, containers, size: definitionSize(containers) };
}

function countedTasks(platform: Platform): Counted[] {
  const tasks = fargateTasksIn(platform).map(({ path, containers }) =>
    counted(
      path,
      containers.map(({ container }) => container),
    ),
  );
  const whole = new Set(tasks.filter(({ size }) => size > definitionMost).map(({ path }) => path.join('.')));
  const migrations = platform.services.flatMap((service): Counted[] => {
    const path = ['services', service.name];
    if (service.migrate === null || whole.has(path.join('.'))) return [];
    const { command, args, env } = service.migrate;
    return [counted(path, [{ ...onDisk(service), mounts: [], command, args, env }])];
  });
  return [...tasks, ...migrations];
}

/** Bytes that the task definition of these containers has at most. */
function definitionSize(containers: readonly Container[]): number {
  return containers.reduce((sum, container) => sum + containerSize(container), 0);
}

function containerSize(container: Container): number {
  const { command, args, env } = container;
  const words = [...command, ...args].reduce((sum, word) => sum + textSize(word), 0);
  const variables = env.reduce((sum, { name, value }) => sum + name.length + 24 + textSize(value), 0);
  const files = fileFolders(container).flatMap((folder) => folder.files);
  const parts = files.reduce(
    (sum, { path, content }) => sum + path.length * 4 + 256 + textSize(content) + 64 * content.length,
    0,
  );
  const helpers = (needsOwner(container) ? 1 : 0) + (needsWriter(container) ? 1 : 0);
  return (1 + helpers) * containerRoom + words + variables + parts;
}

/** As JSON, in which a line break is two characters. */
function textSize(text: Text): number {
  return text.reduce(
    (sum, segment) => sum + (typeof segment === 'string' ? Buffer.byteLength(JSON.stringify(segment)) : referenceRoom),
    0,
  );
}
