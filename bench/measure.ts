import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Node.js program with its arguments. */
export interface Program {
  readonly args: readonly string[];
  readonly cwd: string;
}

export interface Measured {
  /** Milliseconds from start to exit. */
  readonly wall: number;
  /** Milliseconds of processor, which other work on the machine disturbs less. */
  readonly cpu: number;
  /** Peak memory in MiB. */
  readonly peak: number;
}

/** What one program takes over what another takes, run in turns: A B A B. Each is the median of all pairs. */
export interface Ratios {
  readonly wall: Spread;
  readonly cpu: Spread;
  readonly peak: Spread;
  /** Medians of both sides. */
  readonly subject: Measured;
  readonly reference: Measured;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Runs both programs once to warm the file cache, then in turns. */
export function compare(subject: Program, reference: Program, pairs: number): Ratios {
  measure(subject);
  measure(reference);
  const taken = Array.from({ length: pairs }, () => ({ subject: measure(subject), reference: measure(reference) }));
  const ratio = (key: keyof Measured) => spread(taken.map((pair) => pair.subject[key] / pair.reference[key]));
  const side = (which: 'subject' | 'reference'): Measured => ({
    wall: median(taken.map((pair) => pair[which].wall)),
    cpu: median(taken.map((pair) => pair[which].cpu)),
    peak: median(taken.map((pair) => pair[which].peak)),
  });
  return {
    wall: ratio('wall'),
    cpu: ratio('cpu'),
    peak: ratio('peak'),
    subject: side('subject'),
    reference: side('reference'),
  };
}

function measure(program: Program): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  const usage = join(folder, 'usage');
  try {
    const started = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--require', join(__dirname, 'usage.cjs'), ...program.args],
      {
        cwd: program.cwd,
        env: { ...process.env, SLIPWAY_BENCH_USAGE: usage, CDK_VALIDATION: 'false', NO_COLOR: '1' },
        stdio: ['ignore', 'ignore', 'pipe'],
        encoding: 'utf8',
      },
    );
    const wall = performance.now() - started;
    if (status !== 0) throw new Error(`${program.args.join(' ')} ended with ${status}:\n${stderr}`);
    const used = JSON.parse(readFileSync(usage, 'utf8')) as NodeJS.ResourceUsage;
    // Microseconds and KiB.
    return { wall, cpu: (used.userCPUTime + used.systemCPUTime) / 1000, peak: used.maxRSS / 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function spread(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
