import {
  containerServers,
  fargateSize,
  isSecret,
  type Limit,
  type Platform,
  type Ref,
  referencesIn,
  refsOf,
  type Task,
  tasksIn,
  textsOf,
} from '../../platform/index';
import { storageOf } from '../directories';
import { isCapability, isUlimit } from '../kernel';
import { needsOf, proxyMemory } from '../task-size';
import { ecs, fargateTasksIn, inContainers, type Path } from './walk';

/** Amazon ECS developer guide, "Fargate task ephemeral storage": GiB. */
const storageMost = 200;

/** What a container may want that Fargate does not have. */
export const containerLimits: readonly Limit[] = [
  {
    code: 'unsupported-writable-memory',
    field: '*.*.writable',
    runtimes: ecs,
    reason: 'Fargate has no tmpfs, so the directory is on the disk of the task',
    fix: 'write the path alone: a directory on disk',
    acceptable: true,
    find: inContainers(({ writable }) =>
      writable.flatMap(({ medium }, at): Path[] => (medium === 'memory' ? [['writable', String(at)]] : [])),
    ),
  },
  {
    code: 'unsupported-capability',
    field: '*.*.capabilities',
    runtimes: ecs,
    reason: 'Fargate adds SYS_PTRACE alone to the usual set of Docker, so the container runs without it',
    fix: 'remove it in this environment',
    acceptable: true,
    find: inContainers(({ capabilities }) => (capabilities.every(isCapability) ? [] : [['capabilities']])),
  },
  {
    code: 'unsupported-ulimit',
    field: '*.*.ulimits',
    runtimes: ecs,
    reason: 'Fargate takes nofile alone and keeps its own value of the others',
    fix: 'remove it in this environment',
    acceptable: true,
    find: inContainers(({ ulimits }) =>
      ulimits.filter(({ name }) => !isUlimit(name)).map(({ name }) => ['ulimits', name]),
    ),
  },
  {
    code: 'unsupported-passthrough',
    field: '*.*.passthrough',
    runtimes: ecs,
    reason:
      'no machine of yours starts the container, so there is nothing to pass through and the variable stays unset',
    fix: 'give the value under env: in this environment',
    acceptable: true,
    find: (platform) =>
      containersWith(platform, ({ kind }) => kind === 'passthrough').map((path) => [...path, 'passthrough']),
  },
  {
    code: 'unsupported-instance',
    field: '*.*.env',
    runtimes: ecs,
    reason: 'a Fargate task learns its name and address only when it runs, from its metadata endpoint',
    fix: 'read $ECS_CONTAINER_METADATA_URI_V4 in the code, or write a text that stands in its place, such as ${instance.ip:-0.0.0.0}',
    acceptable: false,
    find: (platform) => asking(platform, false),
  },
  {
    code: 'unsupported-instance',
    field: '*.*.env',
    runtimes: ecs,
    reason:
      'a Fargate task learns its name and address only when it runs, from its metadata endpoint, so the text after :- stands there',
    fix: 'read $ECS_CONTAINER_METADATA_URI_V4 in the code, or remove the reference in this environment',
    acceptable: true,
    find: (platform) => asking(platform, true),
  },
  {
    code: 'unsupported-secret-argument',
    field: '*.*.command',
    runtimes: ecs,
    reason: 'ECS gives secrets as variables alone: in a command the value would stand in the template',
    fix: 'pass the secret in a variable, and let the program read it there',
    acceptable: false,
    find: inContainers(({ command, args }) => [
      ...(command.some(isSecret) ? [['command']] : []),
      ...(args.some(isSecret) ? [['args']] : []),
    ]),
  },
  {
    code: 'unsupported-architecture',
    field: '*.*.architecture',
    runtimes: ecs,
    reason: 'all containers of a Fargate task run on one kind of processor',
    fix: 'give all of them the same architecture',
    acceptable: false,
    find: (platform) =>
      tasksIn(platform).flatMap(({ containers }) => {
        const [main] = containers;
        const other = containers.filter(({ container }) => container.architecture !== main?.container.architecture);
        return other.map(({ path }) => [...path, 'architecture']);
      }),
  },
  {
    code: 'unsupported-task-storage',
    field: '*.*.writable',
    runtimes: ecs,
    reason: `a Fargate task has ${storageMost} GiB of disk at most, for the directories of all of its containers together`,
    fix: 'make the directories and volumes smaller',
    acceptable: false,
    find: (platform) =>
      fargateTasksIn(platform)
        .filter(({ containers }) => storageOf(containers.map(({ container }) => container)) > storageMost)
        .map(({ path }) => {
          const kept = containerServers(platform).some(
            ({ name, container }) => name === path[1] && container.volumes.length > 0,
          );
          return [...path, kept ? 'volumes' : 'writable'];
        }),
  },
  {
    code: 'unsupported-task-size',
    field: '*.*.memory',
    runtimes: ecs,
    reason: 'no Fargate task holds the CPU and memory of its containers together',
    fix: 'ask for less: 16 vCPU and 120 GiB are the most, and a task with little CPU has little memory',
    acceptable: false,
    find: (platform) =>
      fargateTasksIn(platform)
        .filter((each) => !fits(each))
        .map(({ path }) => [...path, 'memory']),
  },
];

function fits({ containers, path }: Task): boolean {
  const among = (key: 'init' | 'sidecars') =>
    containers.filter((each) => each.path.includes(key)).map(({ container }) => container);
  const [main] = containers;
  if (main === undefined) return true;
  const extraMemory = path[0] === 'jobs' ? 0 : proxyMemory;
  const { cpu, memory } = needsOf({
    main: main.container,
    init: among('init'),
    sidecars: among('sidecars'),
    extraMemory,
  });
  return fargateSize(cpu, memory) !== undefined;
}

/** Containers that ask for their instance, with or without a text in its place. */
function asking(platform: Platform, instead: boolean): Path[] {
  const wanted = (ref: Ref) => ref.kind === 'instance' && (ref.instead !== null) === instead;
  return containersWith(platform, wanted).map((path) => [...path, 'env']);
}

/** Containers with a reference that is asked for in a variable, a word or a file. */
function containersWith(platform: Platform, wanted: (ref: Ref) => boolean): Path[] {
  const migrating = platform.services.filter(
    ({ migrate }) => migrate !== null && textsOf(migrate).flatMap(refsOf).some(wanted),
  );
  const found = referencesIn(platform)
    .filter(({ refs }) => refs.some(wanted))
    .map(({ path }) => path);
  const migrations = migrating.map(({ name }) => ['services', name]);
  return [...new Map([...found, ...migrations].map((path) => [path.join('.'), path])).values()];
}
