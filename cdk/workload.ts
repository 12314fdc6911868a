import type { CfnResource } from 'aws-cdk-lib';
import type { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { type Container, fargateSize, names, type Port, type Workload } from '../platform/index';
import { provision } from './constructs/provisioner';
import { secret } from './constructs/secret';
import { Task, type TaskLogs } from './constructs/task';
import {
  type ContainerRole,
  containerDefinition,
  ownerContainer,
  ownerName,
  volumeName,
  writerContainer,
} from './container';
import { storageOf } from './directories';
import type { EnvironmentStack } from './environment-stack';
import { type FileWriter, fileVolumes, fileWriter, writerName } from './files/writer';
import type { Statement } from './iam';
import { logGroupName, published, secretName, secretParts } from './names';
import { imageParts, repositoryArns } from './registry';
import { needsOf, needsOwner, needsWriter } from './task-size';
import { type ContainerVariables, variablesOf } from './variables';
import { addFileSystemConnections, fileSystemStatements, fileSystemVolumes } from './volumes';

/** What runs together as one task. */
export interface TaskUnit {
  /** Name of the family, the log group and the composed secret: `orders`, `orders-migrate`. */
  readonly name: string;
  readonly main: Container;
  readonly init: readonly Container[];
  readonly sidecars: readonly Container[];
  readonly ports: readonly Port[];
  readonly health: ContainerRole['health'];
  /** Seconds; 0: as ECS does. */
  readonly stopTimeout: number;
  readonly permissions: readonly Statement[];
  /** MiB that ECS needs beside the containers. */
  readonly extraMemory: number;
}

export interface MadeTask {
  readonly task: Task;
  /** What must be done before the task may start. */
  readonly after: readonly CfnResource[];
}

/** The task of a unit, and the secret that holds what its variables mix of secrets and text. */
export function addTask(stack: EnvironmentStack, unit: TaskUnit): MadeTask {
  const { platform } = stack;
  const { posture } = platform.environment;
  const composedName = secretName(platform, unit.name, 'env');
  const containers = [unit.main, ...unit.init, ...unit.sidecars];
  const variables = new Map(
    containers.map((container) => {
      const prefix = container === unit.main ? '' : `${container.name}-`;
      return [container.name, variablesOf(stack, container.env, composedName, prefix)];
    }),
  );
  const writers = new Map(
    containers.flatMap((container): [string, FileWriter][] => {
      const writer = fileWriter(stack, container);
      return writer === undefined ? [] : [[container.name, writer]];
    }),
  );
  for (const part of imageParts(platform, containers)) stack.need(part);
  const { cpu, memory } = needsOf(unit);
  const size = fargateSize(cpu, memory);
  if (size === undefined)
    throw new RangeError(`no Fargate task has ${cpu}m of CPU and ${memory} MiB for "${unit.name}"`);
  const task = new Task(stack, 'Task', {
    family: names.ecsFamily(platform.name, platform.environment.name, unit.name),
    size,
    architecture: unit.main.architecture === 'arm64' ? 'ARM64' : 'X86_64',
    containers: (logs) => definitionsOf(stack, unit, variables, writers, logs),
    volumes: [
      ...containers
        .flatMap((container) => [
          ...container.writable.map((_, at) => volumeName(container, at)),
          ...fileVolumes(container),
        ])
        .map((name) => ({ name })),
      ...fileSystemVolumes(stack, unit.name, containers),
    ],
    storage: storageOf(containers),
    logGroupName: logGroupName(platform, unit.name),
    logRetention: posture.logRetention,
    ...(stack.logsKey !== undefined && { logsKey: stack.logsKey }),
    secrets: [...new Set([...variables.values(), ...writers.values()].flatMap(({ read }) => read))].sort(),
    repositories: repositoryArns(platform, stack.partition, containers),
    permissions: [...unit.permissions, ...fileSystemStatements(stack, unit.name, containers)],
    exec: posture.exec,
  });
  addFileSystemConnections(stack, unit.name, containers);
  return { task, after: addComposed(stack, unit, composedName, [...variables.values()]) };
}

function definitionsOf(
  stack: EnvironmentStack,
  unit: TaskUnit,
  variables: ReadonlyMap<string, ContainerVariables>,
  writers: ReadonlyMap<string, FileWriter>,
  logs: TaskLogs,
): CfnTaskDefinition.ContainerDefinitionProperty[] {
  const define = (container: Container, role: Partial<ContainerRole>) => {
    const own = variables.get(container.name);
    if (own === undefined) throw new Error(`no variables of "${container.name}"`);
    const revision = revisionOf(container, own);
    return {
      ...containerDefinition(stack, container, own, logs, {
        essential: false,
        ports: [],
        health: null,
        stopTimeout: 0,
        restart: false,
        ...role,
        after: [
          ...(role.after === undefined ? [] : role.after),
          ...(needsOwner(container) ? [ownerName(container)] : []),
          ...(needsWriter(container) ? [writerName(container)] : []),
        ],
      }),
      // Its secret keeps its name when its composition changes; a new revision of the task makes ECS start it anew.
      ...(revision !== undefined && { dockerLabels: { 'slipway.composed': revision } }),
    };
  };
  // In the order of their list: each waits for the one before.
  const init = unit.init.map((container, at) =>
    define(container, { after: unit.init.slice(Math.max(0, at - 1), at).map((each) => each.name) }),
  );
  const last = unit.init.slice(-1).map((each) => each.name);
  const main = define(unit.main, {
    essential: true,
    ports: unit.ports,
    health: unit.health,
    stopTimeout: unit.stopTimeout,
    after: last,
  });
  const sidecars = unit.sidecars.map((container) => define(container, { restart: true, after: last }));
  const owners = [unit.main, ...unit.init, ...unit.sidecars].flatMap((container) => {
    const owner = ownerContainer(container, logs);
    const writer = writers.get(container.name);
    return [
      ...(owner === undefined ? [] : [owner]),
      ...(writer === undefined ? [] : [writerContainer(stack, container, writer, logs)]),
    ];
  });
  return [main, ...sidecars, ...init, ...owners];
}

/** Of the texts of the description: tokens have other numbers in every run. */
function revisionOf(container: Container, { composed }: ContainerVariables): string | undefined {
  if (composed.length === 0) return undefined;
  const text = JSON.stringify(container.env.filter(({ value }) => value.length > 1));
  return names.digest(text, 16);
}

function addComposed(
  stack: EnvironmentStack,
  unit: TaskUnit,
  name: string,
  variables: readonly ContainerVariables[],
): CfnResource[] {
  const composed = variables.flatMap((each) => each.composed);
  if (composed.length === 0) return [];
  for (const part of secretParts(stack.platform).slice(0, 1)) stack.need(part);
  const target = secret(stack, 'ComposedSecret', {
    name,
    description: `Variables of ${unit.name} that mix secrets with text, written at deploy`,
    content: { kind: 'empty' },
    // All of it can be composed again.
    keeping: 'delete',
    ...(stack.platform.environment.posture.customerKeys && { key: stack.lookup(published.secretsKey) }),
  });
  const token = stack.lookup(published.provisioner);
  return [provision(stack, 'Composed', token, { kind: 'secrets', target: target.ref, variables: composed }, [])];
}

/** What the description lets the code of a workload do beside its edges. */
export function ownStatements({ permissions }: Pick<Workload, 'permissions'>): Statement[] {
  return permissions.map(({ actions, resources }) => ({
    Effect: 'Allow',
    Action: [...actions],
    Resource: [...resources],
  }));
}
