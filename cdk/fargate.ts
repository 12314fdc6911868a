/** CPU in units (1024 are a vCPU) and memory in MiB of a Fargate task. */
export interface TaskSize {
  readonly cpu: number;
  readonly memory: number;
}

const gib = 1024;

/** Amazon ECS developer guide, "Fargate task CPU and memory", for Linux: least, most and step of memory for each CPU. */
const sizes = [
  { cpu: 256, memory: [512, 1 * gib, 2 * gib] },
  { cpu: 512, memory: steps(1, 4, 1) },
  { cpu: 1024, memory: steps(2, 8, 1) },
  { cpu: 2048, memory: steps(4, 16, 1) },
  { cpu: 4096, memory: steps(8, 30, 1) },
  { cpu: 8192, memory: steps(16, 60, 4) },
  { cpu: 16384, memory: steps(32, 120, 8) },
] as const satisfies readonly { readonly cpu: number; readonly memory: readonly number[] }[];

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, at) => (from + at * step) * gib);
}

/** Units of CPU that hold so many thousandths of a vCPU. */
export function cpuUnits(millicores: number): number {
  return Math.ceil((millicores * 1024) / 1000);
}

/** The smallest task that holds so many thousandths of a vCPU and MiB; undefined when Fargate has none. */
export function fargateSize(millicores: number, mebibytes: number): TaskSize | undefined {
  const wanted = cpuUnits(millicores);
  for (const { cpu, memory } of sizes) {
    if (cpu < wanted) continue;
    const fits = memory.find((each) => each >= mebibytes);
    if (fits !== undefined) return { cpu, memory: fits };
  }
  return undefined;
}
