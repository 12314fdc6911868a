import type { Container, Platform } from '../../../platform/index';
import { runsOn } from '../accepts';
import { containersOf, mapValues, roleOf } from '../canonical';
import type { Fact, Plain } from '../fact';

export const compute: Fact = {
  title: 'every container has the CPU and memory that its description asks for and no more than it allows',
  expected: (platform) => ({
    containers: mapValues(containersOf(platform), ({ cpu, memory }): Plain => {
      if (!runsOn(platform, 'ecs')) return { cpu: { ...cpu }, memory: { ...memory } };
      // ECS limits the CPU of the task alone; a container has its share of it, in units of which 1024 are a vCPU.
      return { cpu: unitsOf(cpu.request), memory: { ...memory } };
    }),
    tasks: runsOn(platform, 'ecs') ? tasksOf(platform) : {},
  }),
  compose: (output) => ({
    containers: mapValues(output.containers(), ({ deploy }) => {
      const { limits, reservations } = deploy?.resources ?? {};
      return {
        cpu: { request: thousandths(reservations?.cpus), limit: thousandths(limits?.cpus) },
        memory: { request: mebibytes(reservations?.memory), limit: mebibytes(limits?.memory) },
      };
    }),
    tasks: {},
  }),
  k8s: (output) => ({
    containers: mapValues(output.containers(), ({ resources: { requests, limits = {} } }) => ({
      cpu: { request: thousandths(requests['cpu']), limit: thousandths(limits['cpu']) },
      memory: { request: mebibytes(requests['memory']), limit: mebibytes(limits['memory']) },
    })),
    tasks: {},
  }),
  cdk: (output) => ({
    containers: mapValues(output.containers(), ({ definition }) => ({
      cpu: definition.Cpu ?? 0,
      memory: { request: definition.MemoryReservation ?? 0, limit: definition.Memory ?? 0 },
    })),
    tasks: Object.fromEntries(
      Object.values(output.containers()).map(({ task }) => {
        const { Family, Cpu, Memory } = task.resource.Properties;
        const prefix = `${output.platform.name}-${output.platform.environment.name}-`;
        return [Family.slice(prefix.length), { cpu: Number(Cpu), memory: Number(Memory) }];
      }),
    ),
  }),
};

/** `0.25`, `250m` or `1`. */
function thousandths(text: string | undefined): number {
  if (text === undefined) return 0;
  return text.endsWith('m') ? Number.parseInt(text, 10) : Math.round(Number(text) * 1000);
}

/** `512Mi` of Kubernetes and `512M` of Docker, which counts in 1024 too. */
function mebibytes(text: string | undefined): number {
  const [, amount, unit] = /^([0-9.]+)(Mi|M|Gi|G)$/.exec(text ?? '') ?? [];
  return unit === undefined ? 0 : Number(amount) * (unit.startsWith('G') ? 1024 : 1);
}

/** Of which 1024 are a vCPU. */
function unitsOf(thousandths: number): number {
  return Math.ceil((thousandths * 1024) / 1000);
}

/** Amazon ECS Developer Guide, "Fargate task CPU and memory": least, most and step of memory in GiB for each CPU. */
const fargate = (
  [
    [256, 0.5, 1, 0.5],
    [256, 2, 2, 1],
    [512, 1, 4, 1],
    [1024, 2, 8, 1],
    [2048, 4, 16, 1],
    [4096, 8, 30, 1],
    [8192, 16, 60, 4],
    [16384, 32, 120, 8],
  ] as const
).flatMap(([cpu, least, most, step]) =>
  Array.from({ length: (most - least) / step + 1 }, (_, at) => ({ cpu, memory: (least + at * step) * 1024 })),
);

/** MiB that ECS takes in a task: for the proxy of Service Connect, and for what gives a directory to its user. */
const overhead = { proxy: 64, owner: 32 };

/** The smallest task of Fargate that holds its containers: those that run together, and each that runs before them. */
function tasksOf(platform: Platform): Record<string, Plain> {
  const tasks = new Map<string, { role: string; container: Container }[]>();
  for (const [key, container] of Object.entries(containersOf(platform))) {
    const { owner, role } = roleOf(key);
    const name = role === 'migrate' ? `${owner}-migrate` : owner;
    tasks.set(name, [...(tasks.get(name) ?? []), { role, container }]);
  }
  const jobs = new Set(platform.jobs.map(({ name }) => name));
  return Object.fromEntries(
    [...tasks].map(([name, list]) => {
      const once = jobs.has(name) || list.some(({ role }) => role === 'migrate');
      return [name, sizeOf(list, once ? 0 : overhead.proxy)];
    }),
  );
}

/** A task holds what its containers may use, or what is reserved for those that have no limit. */
function most({ request, limit }: Container['cpu']): number {
  return limit || request;
}

function sizeOf(list: readonly { role: string; container: Container }[], extra: number): Plain {
  const total = (roles: readonly string[], of: (container: Container) => number) =>
    list.filter(({ role }) => roles.includes(role)).reduce((sum, { container }) => sum + of(container), 0);
  const running = ['main', 'migrate', 'sidecar'];
  const cpu = Math.max(
    total(running, (each) => most(each.cpu)),
    total([...running, 'init'], (each) => each.cpu.request),
    ...list.filter(({ role }) => role === 'init').map(({ container }) => most(container.cpu)),
  );
  const owners = list.filter(({ container }) => container.writable.length > 0 && container.user?.uid !== 0).length;
  const memory = total([...running, 'init'], (each) => most(each.memory)) + owners * overhead.owner + extra;
  const size = fargate.find((each) => each.cpu >= unitsOf(cpu) && each.memory >= memory);
  if (size === undefined) throw new Error(`Fargate has no task of ${cpu} and ${memory}`);
  return size;
}
