import type { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import {
  type Container,
  countedOn,
  cpuUnits,
  type Image,
  images,
  numbersOf,
  type Port,
  type Probe,
} from '../platform/index';
import { commandBounds, longestStop, within } from './bounds';
import type { EnvironmentStack } from './environment-stack';
import { fileFolders } from './files/folders';
import { type FileWriter, filesVolume, toolsVolume, writerCommand, writerMounts, writerName } from './files/writer';
import { addableCapability, isUlimit, usualCapabilities } from './kernel';
import { plainText } from './refs';
import { needsOwner, ownerMemory } from './task-size';
import type { ContainerVariables } from './variables';
import { fileSystemMounts } from './volumes';

type Definition = CfnTaskDefinition.ContainerDefinitionProperty;

export interface ContainerRole {
  /** The task ends when it ends. */
  readonly essential: boolean;
  /** Of the container in its task: what it exposes, for a service. */
  readonly ports: readonly Port[];
  /** The check that ECS makes inside the container. */
  readonly health: { readonly probe: Probe; readonly startup: number } | null;
  /** Containers that must have ended well before it starts. */
  readonly after: readonly string[];
  /** Seconds between SIGTERM and SIGKILL, at most 120; 0: as ECS does. */
  readonly stopTimeout: number;
  /** Starts again when it ends, without the task. */
  readonly restart: boolean;
}

/** One container of a task. */
export function containerDefinition(
  stack: EnvironmentStack,
  container: Container,
  variables: ContainerVariables,
  logs: { readonly group: string; readonly region: string },
  role: ContainerRole,
): Definition {
  const words = (list: Container['command']) => list.map((word) => plainText(stack, word));
  // What Fargate does not take is refused by limits.ts, or left out where an environment accepts that.
  const ulimits = container.ulimits.filter(({ name }) => isUlimit(name));
  const sysctls = Object.entries(container.sysctls);
  const writable = container.writable.map(({ path }, at) => ({
    containerPath: path,
    sourceVolume: volumeName(container, at),
  }));
  const files = fileFolders(container).map(({ path }, at) => ({
    containerPath: path,
    sourceVolume: filesVolume(container, at),
    readOnly: true,
  }));
  // A folder is mounted before what lies in it.
  const mounts = [...writable, ...fileSystemMounts(stack.part, container), ...files].sort((a, b) =>
    a.containerPath < b.containerPath ? -1 : 1,
  );
  return {
    name: container.name,
    image: imageOf(stack, container.image),
    essential: role.essential,
    cpu: cpuUnits(container.cpu.request),
    ...(container.memory.limit > 0 && { memory: container.memory.limit }),
    memoryReservation: Math.min(container.memory.request, countedOn(container.memory)),
    ...(container.command.length > 0 && { entryPoint: words(container.command) }),
    ...(container.args.length > 0 && { command: words(container.args) }),
    ...(variables.environment.length > 0 && { environment: [...variables.environment] }),
    ...(variables.secrets.length > 0 && { secrets: [...variables.secrets] }),
    ...(container.user !== null && { user: numbersOf(container.user) }),
    readonlyRootFilesystem: container.readOnlyRoot,
    ...(mounts.length > 0 && { mountPoints: mounts }),
    linuxParameters: { capabilities: capabilitiesOf(container.capabilities), initProcessEnabled: true },
    ...(ulimits.length > 0 && {
      ulimits: ulimits.map(({ name, soft, hard }) => ({ name, softLimit: soft, hardLimit: hard })),
    }),
    ...(sysctls.length > 0 && { systemControls: sysctls.map(([namespace, value]) => ({ namespace, value })) }),
    ...(role.ports.length > 0 && { portMappings: role.ports.map(portMapping) }),
    ...(role.health !== null && { healthCheck: healthCheck(role.health) }),
    ...(role.after.length > 0 && {
      dependsOn: role.after.map((containerName) => ({ containerName, condition: 'SUCCESS' })),
    }),
    ...(role.stopTimeout > 0 && { stopTimeout: Math.min(role.stopTimeout, longestStop) }),
    ...(role.restart && { restartPolicy: { enabled: true, restartAttemptPeriod: 60 } }),
    logConfiguration: logConfiguration(container.name, logs),
  };
}

/**
 * Makes the directories that are written the user's own: Fargate mounts them as root's. It runs before the container,
 * from an image with a shell, and mounts nothing else. Where files are written, it leaves its shell for that. Undefined
 * where there is nothing to do.
 */
export function ownerContainer(
  container: Container,
  logs: { readonly group: string; readonly region: string },
): Definition | undefined {
  if (!needsOwner(container)) return undefined;
  const folders = fileFolders(container);
  const writable = container.writable.map((_, at) => ({
    containerPath: `/writable/${at}`,
    sourceVolume: volumeName(container, at),
  }));
  const written = folders.map((_, at) => ({ containerPath: `/files/${at}`, sourceVolume: filesVolume(container, at) }));
  const tools = { containerPath: '/tools', sourceVolume: toolsVolume(container) };
  const owned = [...writable, ...written];
  const { user } = container;
  // Whoever the image's own user is.
  const give = user === null ? ['chmod', '1777'] : ['chown', numbersOf(user)];
  const given = [...give, ...owned.map(({ containerPath }) => containerPath)];
  const isRoot = user?.uid === 0;
  return {
    name: ownerName(container),
    image: images.busybox,
    essential: false,
    memory: ownerMemory,
    command:
      folders.length === 0
        ? given
        : ['sh', '-ec', ['cp /bin/busybox /tools/busybox', ...(isRoot ? [] : [given.join(' ')])].join('\n')],
    user: '0:0',
    readonlyRootFilesystem: true,
    linuxParameters: { capabilities: capabilitiesOf(isRoot || user === null ? [] : ['CHOWN']) },
    mountPoints: folders.length === 0 ? owned : [...owned, tools],
    logConfiguration: logConfiguration(ownerName(container), logs),
  };
}

/** Writes the config files of a container, as its user and from its image: files/writer.ts. */
export function writerContainer(
  stack: EnvironmentStack,
  container: Container,
  writer: FileWriter,
  logs: { readonly group: string; readonly region: string },
): Definition {
  const name = writerName(container);
  return {
    name,
    image: imageOf(stack, container.image),
    essential: false,
    memory: ownerMemory,
    ...writerCommand(writer),
    ...(writer.environment.length > 0 && { environment: [...writer.environment] }),
    ...(writer.secrets.length > 0 && { secrets: [...writer.secrets] }),
    ...(container.user !== null && { user: numbersOf(container.user) }),
    readonlyRootFilesystem: true,
    linuxParameters: { capabilities: capabilitiesOf([]) },
    mountPoints: writerMounts(container),
    dependsOn: [{ containerName: ownerName(container), condition: 'SUCCESS' }],
    logConfiguration: logConfiguration(name, logs),
  };
}

export function ownerName(container: Container): string {
  return `${container.name}-owner`;
}

/** Volumes of a task have no path; a container's are numbered in the order of their paths. */
export function volumeName(container: Container, at: number): string {
  return `${container.name}-${at}`;
}

function logConfiguration(
  stream: string,
  { group, region }: { readonly group: string; readonly region: string },
): CfnTaskDefinition.LogConfigurationProperty {
  return {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': group,
      'awslogs-region': region,
      'awslogs-stream-prefix': stream,
      // A slow CloudWatch must not stop the service.
      mode: 'non-blocking',
      'max-buffer-size': '4m',
    },
  };
}

/** A built image is the pipeline's: it puts the digest where CloudFormation reads it. */
function imageOf(stack: EnvironmentStack, image: Image): string {
  return image.kind === 'build' ? stack.given([image.name, 'image']) : image.reference;
}

/** Fargate starts from the usual set of Docker, so an empty set drops all, and any other drops the rest. */
function capabilitiesOf(wanted: readonly string[]): CfnTaskDefinition.KernelCapabilitiesProperty {
  const kept = wanted.filter((name) => usualCapabilities.includes(name));
  return {
    ...(wanted.includes(addableCapability) && { add: [addableCapability] }),
    drop: kept.length === 0 ? ['ALL'] : usualCapabilities.filter((name) => !kept.includes(name)),
  };
}

/** Protocols that Service Connect understands; the others pass as they are. */
const appProtocols: Partial<Record<Port['protocol'], string>> = { http: 'http', grpc: 'grpc' };

function portMapping(port: Port): CfnTaskDefinition.PortMappingProperty {
  const appProtocol = appProtocols[port.protocol];
  return {
    name: port.name,
    containerPort: port.number,
    protocol: port.protocol === 'udp' ? 'udp' : 'tcp',
    ...(appProtocol !== undefined && { appProtocol }),
  };
}

function healthCheck({
  probe,
  startup,
}: {
  readonly probe: Probe;
  readonly startup: number;
}): CfnTaskDefinition.HealthCheckProperty {
  if (probe.action.kind !== 'command') throw new Error('ECS checks a container by a command alone');
  return {
    command: ['CMD', ...probe.action.command],
    interval: within(commandBounds.interval, probe.interval),
    timeout: within(commandBounds.timeout, probe.timeout),
    retries: within(commandBounds.failures, probe.failures),
    startPeriod: within(commandBounds.startup, startup + probe.delay),
  };
}
