import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where .ci/cluster.sh put the programs: it alone knows the name of the folder. */
export function programFolder(): string {
  const script = join(__dirname, '../../../.ci/cluster.sh');
  const env = { HOME: homedir(), ...process.env };
  return execFileSync('bash', [script, '--folder'], { encoding: 'utf8', env }).trim();
}

/** With the programs of the cluster before all others. */
export function pathOf(folder: string): string {
  return `${folder}${delimiter}${process.env['PATH']}`;
}

/** A server that runs until it is told to stop; what it says goes to a file. */
export function startServer(folder: string, name: string, logs: string, words: readonly string[]): ChildProcess {
  const log = openSync(join(logs, `${name}.log`), 'w');
  return spawn(join(folder, name), words, { stdio: ['ignore', log, log] });
}

/** Resolves once `ready` is true; else tells the end of a log. */
export async function until(what: string, ready: () => Promise<boolean> | boolean, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await ready())) {
    if (Date.now() > end) throw new Error(`${what} did not come in ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
