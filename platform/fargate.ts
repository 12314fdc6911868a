/** A size of a task: thousandths of a vCPU and MiB. */
export interface FargateSize {
  readonly cpu: number;
  readonly memory: number;
}

const gib = 1024;

/**
 * Amazon ECS Developer Guide, Task CPU and memory: for each amount of CPU the memory that it comes with, and its steps.
 * 0.25 vCPU takes 0.5, 1 or 2 GiB. AWS counts 1024 units to a vCPU, the model 1000.
 */
const sizes = [
  { cpu: 250, memory: [512, gib, 2 * gib] },
  { cpu: 500, memory: steps(1, 4, 1) },
  { cpu: 1000, memory: steps(2, 8, 1) },
  { cpu: 2000, memory: steps(4, 16, 1) },
  { cpu: 4000, memory: steps(8, 30, 1) },
  { cpu: 8000, memory: steps(16, 60, 4) },
  { cpu: 16000, memory: steps(32, 120, 8) },
] as const;

function steps(least: number, most: number, step: number): number[] {
  return Array.from({ length: (most - least) / step + 1 }, (_, at) => (least + at * step) * gib);
}

/** The most that a task may have. */
export const fargateMost: FargateSize = { cpu: 16000, memory: 120 * gib };

/** The smallest task that holds so much CPU (thousandths of a vCPU) and memory (MiB); undefined when Fargate has none. */
export function fargateSize(cpu: number, memory: number): FargateSize | undefined {
  for (const size of sizes) {
    if (size.cpu < cpu) continue;
    const enough = size.memory.find((each) => each >= memory);
    if (enough !== undefined) return { cpu: size.cpu, memory: enough };
  }
  return undefined;
}
