/** A size of a task: CPU in units of ECS, of which 1024 are a vCPU, and memory in MiB. */
export interface FargateSize {
  readonly cpu: number;
  readonly memory: number;
}

const gib = 1024;

/** Amazon ECS Developer Guide, "Fargate task CPU and memory", for Linux: the memory that each amount of CPU comes with. */
const sizes = [
  { cpu: 256, memory: [512, gib, 2 * gib] },
  { cpu: 512, memory: steps(1, 4, 1) },
  { cpu: 1024, memory: steps(2, 8, 1) },
  { cpu: 2048, memory: steps(4, 16, 1) },
  { cpu: 4096, memory: steps(8, 30, 1) },
  { cpu: 8192, memory: steps(16, 60, 4) },
  { cpu: 16384, memory: steps(32, 120, 8) },
] as const;

function steps(least: number, most: number, step: number): number[] {
  return Array.from({ length: (most - least) / step + 1 }, (_, at) => (least + at * step) * gib);
}

/** The most that a task may have: thousandths of a vCPU and MiB. */
export const fargateMost = { cpu: 16_000, memory: 120 * gib } as const;

/** Units of CPU that hold so many thousandths of a vCPU. */
export function cpuUnits(millicores: number): number {
  return Math.ceil((millicores * 1024) / 1000);
}

/** The smallest task that holds so many thousandths of a vCPU and MiB; undefined when Fargate has none. */
export function fargateSize(millicores: number, mebibytes: number): FargateSize | undefined {
  const units = cpuUnits(millicores);
  for (const { cpu, memory } of sizes) {
    if (cpu < units) continue;
    const enough = memory.find((each) => each >= mebibytes);
    if (enough !== undefined) return { cpu, memory: enough };
  }
  return undefined;
}
