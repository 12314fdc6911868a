import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { differences } from './counts';
import { describe, shapes } from './generate';
import { compare, type Measured, type Program, type Ratios, type Spread } from './measure';

// Figures are ratios of two programs run in turns on one machine: absolute times are that machine's alone.
// `npm run build && npm run bench [-- <pairs> [<goal>...]]`

const root = join(__dirname, '..');
const slipway = join(root, 'lib/bin/slipway.js');
const work = mkdtempSync(join(tmpdir(), 'slipway-bench-'));

interface Goal {
  readonly name: string;
  readonly what: string;
  readonly subject: () => Program;
  readonly reference: () => Program;
  /** The most that the subject may take over the reference. */
  readonly most: Partial<Record<keyof Measured, number>>;
}

const nothing: Program = { args: ['-e', '0'], cwd: work };

const goals: readonly Goal[] = [
  {
    name: 'help',
    what: 'slipway --help over node -e 0',
    subject: () => program('--help'),
    reference: () => nothing,
    most: { wall: 2.2 },
  },
  {
    name: 'check',
    what: 'slipway check, 100 services, over node -e 0',
    subject: () => onServices(100, 'check'),
    reference: () => nothing,
    most: { wall: 3 },
  },
  {
    name: 'synth-10',
    what: 'slipway synth, 10 services, over the bare program',
    subject: () => synth(10),
    reference: () => bare(10),
    most: { wall: 1.3, peak: 1.2 },
  },
  {
    name: 'synth-100',
    what: 'slipway synth, 100 services, over the bare program',
    subject: () => synth(100),
    reference: () => bare(100),
    most: { wall: 1.2, peak: 1.2 },
  },
  {
    name: 'scale',
    what: 'slipway synth, 1000 services over 100',
    subject: () => synth(1000),
    reference: () => synth(100),
    most: { wall: 8 },
  },
];

function program(...args: string[]): Program {
  return { args: [slipway, ...args], cwd: work };
}

function synth(services: number): Program {
  return onServices(services, 'synth', '--out', join(work, `slipway-${services}`));
}

function onServices(services: number, ...args: string[]): Program {
  const folder = join(work, String(services));
  const file = join(folder, 'platform.yaml');
  if (!existsSync(file)) {
    for (const { name } of shapes(services)) {
      mkdirSync(join(folder, 'services', name), { recursive: true });
      writeFileSync(join(folder, 'services', name, 'Dockerfile'), 'FROM scratch\n');
    }
    writeFileSync(file, describe(services));
  }
  return program(...args, '--quiet', '--file', file);
}

/** Compiled beside node_modules, where it finds the same SDKs. */
function bare(services: number): Program {
  const entry = join(root, 'node_modules/.cache/slipway-bench/bare.js');
  buildSync({
    entryPoints: [join(__dirname, 'bare.ts')],
    outfile: entry,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
  });
  return {
    args: [entry, String(services), join(work, `bare-${services}`), join(root, 'lib/provision/handlers/dist')],
    cwd: work,
  };
}

/** Both sides must have made the same things. */
function requireSame({ name }: Goal): void {
  const [, services] = /^synth-(\d+)$/.exec(name) ?? [];
  if (services === undefined) return;
  const found = differences(join(work, `slipway-${services}`), join(work, `bare-${services}`));
  if (found.length > 0) throw new Error(`the two programs do not make the same:\n${found.join('\n')}`);
}

const titles: Readonly<Record<keyof Measured, string>> = { wall: 'time  ', cpu: 'cpu   ', peak: 'memory' };

function line(goal: Goal, key: keyof Measured, ratios: Ratios): { text: string; met: boolean } {
  const most = goal.most[key];
  const { median, least, most: worst }: Spread = ratios[key];
  const unit = key === 'peak' ? 'MiB' : 'ms';
  const sides = `${Math.round(ratios.subject[key])} ${unit} over ${Math.round(ratios.reference[key])} ${unit}`;
  const met = most === undefined || median <= most;
  const verdict = most === undefined ? '' : `at most ${most}: ${met ? 'met' : 'NOT MET'}`;
  const figures = `${median.toFixed(2)} (${least.toFixed(2)} to ${worst.toFixed(2)})`;
  return {
    text: `${goal.name.padEnd(10)} ${titles[key]} ${figures.padEnd(22)} ${verdict.padEnd(20)} ${sides}`,
    met,
  };
}

function main(): void {
  if (!existsSync(slipway)) throw new Error('lib/ is not there: run npm run build first');
  const [pairs = '5', ...chosen] = process.argv.slice(2);
  const unknown = chosen.filter((name) => !goals.some((goal) => goal.name === name));
  if (!(Number(pairs) >= 1) || unknown.length > 0) {
    throw new Error(`usage: npm run bench [-- <pairs> [${goals.map((goal) => goal.name).join(' | ')}]...]`);
  }
  console.log(`node ${process.version}, ${pairs} pairs each; median (least to most)`);
  for (const goal of goals.filter(({ name }) => chosen.length === 0 || chosen.includes(name))) {
    console.log(`\n${goal.what}`);
    const ratios = compare(goal.subject(), goal.reference(), Number(pairs));
    requireSame(goal);
    for (const key of ['wall', 'cpu', 'peak'] as const) console.log(line(goal, key, ratios).text);
  }
}

try {
  main();
} finally {
  rmSync(work, { recursive: true });
}
