import { formatCpu, formatMemory } from '../description/units';
import { countedOn } from '../model/amount';
import { fargateMost, fargateSize } from '../model/fargate';
import type { Platform } from '../model/platform';
import { directories } from '../resolve/directories';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { containers, workloads } from './walk';

type Amounts = unknown;

/** Place of a part of an amount, where one value may stand for both. */
function part(path: Path, given: Amounts, key: 'request' | 'limit'): Path {
  return typeof given === 'object' && given !== null && key in given ? [...path, key] : path;
}

function* requestAboveLimit(scope: Scope, platform: Platform): Iterable<Broken> {
  const print = { cpu: formatCpu, memory: formatMemory };
  for (const { path, container, fields } of containers(scope, platform)) {
    for (const key of ['cpu', 'memory'] as const) {
      const { request, limit } = container[key];
      if (limit === 0 || request <= limit) continue;
      const rule = `but the limit is ${print[key](limit)}, which is less`;
      yield { path: part([...path, key], fields[key], 'request'), rule, fix: 'lower request, or raise limit' };
    }
  }
}

/** Docker Engine API, HostConfig.Memory: 6 MiB; runc needs about as much to start. */
const leastMemory = 6;

function* memoryTooLow(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, container, fields } of containers(scope, platform)) {
    if (container.memory.limit === 0 || container.memory.limit >= leastMemory) continue;
    const rule = `but a container needs ${leastMemory}Mi to start`;
    yield { path: part([...path, 'memory'], fields.memory, 'limit'), rule, fix: `write ${leastMemory}Mi or more` };
  }
}

/** What a task must hold is what its containers may use: CPU as asked for, memory at its limits. */
function* fargate(scope: Scope, platform: Platform): Iterable<Broken> {
  if (platform.environment.runtime !== 'ecs') return;
  for (const { path, workload, fields } of workloads(scope, platform)) {
    const all = [workload, ...workload.sidecars];
    const cpu = all.reduce((sum, each) => sum + each.cpu.request, 0);
    const memory = all.reduce((sum, each) => sum + countedOn(each.memory), 0);
    if (fargateSize(cpu, memory) !== undefined) continue;
    const most = `${formatCpu(fargateMost.cpu)} vCPU and ${formatMemory(fargateMost.memory)}`;
    const rule = `needs ${formatCpu(cpu)} vCPU and ${formatMemory(memory)}, but the largest task of Fargate has ${most}`;
    const key = cpu > fargateMost.cpu ? 'cpu' : 'memory';
    const here = fields[key] === undefined ? path : [...path, key];
    yield { path: here, key: true, rule, fix: 'take less, and scale to more replicas' };
  }
}

/** What is written into memory counts as used, so a directory that may hold more than all of it kills the container. */
function* writableAboveMemory(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, container, fields } of containers(scope, platform)) {
    for (const [at, given] of directories(fields.writable).entries()) {
      if (typeof given === 'string' || given.medium !== 'memory' || given.size === undefined) continue;
      const size = container.writable.find((each) => each.path === given.path)?.size ?? 0;
      if (container.memory.limit === 0 || size <= container.memory.limit) continue;
      const rule = `but the container has ${formatMemory(container.memory.limit)}, of which that is a part`;
      yield {
        path: [...path, 'writable', at, 'size'],
        rule,
        fix: 'make it smaller, raise memory, or write medium: disk',
      };
    }
  }
}

export const sizeRules: readonly Rule[] = [
  {
    code: 'request-above-limit',
    summary: 'What is reserved is no more than the most that may be used.',
    fix: 'lower request, or raise limit',
    find: requestAboveLimit,
  },
  {
    code: 'memory-too-low',
    summary: 'A container engine starts nothing in less than 6 MiB.',
    fix: 'write 6Mi or more',
    find: memoryTooLow,
  },
  {
    code: 'fargate-size',
    summary:
      'A service or job on ecs, with its sidecars, fits the largest task of Fargate: 16 vCPU and 120 GiB. Smaller ones get the next size that Fargate has.',
    fix: 'take less, and scale to more replicas',
    find: fargate,
  },
  {
    code: 'writable-above-memory',
    summary: "A directory in memory counts as the container's memory and may not hold more than that.",
    fix: 'make it smaller, raise memory, or write medium: disk',
    find: writableAboveMemory,
  },
];
