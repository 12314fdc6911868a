import { spawn } from 'node:child_process';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { secretEntries } from '../../platform/index';
import { synth } from '../commands/synth';
import { compose, docker, dockerEngine } from '../doctor/programs';
import { exit, Failure } from '../exit';
import type { Ready } from '../load-environments';
import type { Options } from '../options';
import { done, type Outcome, type Run } from '../outcome';
import { count } from '../problems';
import { quoted } from '../variables/print';
import { printAddresses, routeAddresses } from './addresses';
import { preparedSecrets } from './prepared';

/** Milliseconds that all may take until they are healthy, and between two looks. */
const patience = 180_000;
const pause = 1000;

/** Renders compose.yaml, starts it, waits until all is healthy, and says where everything is. */
export async function runContainers(run: Run, { name, platform }: Ready, options: Options): Promise<Outcome> {
  const vault = preparedSecrets(run, platform, options.file);
  const rendered = await synth(run, ['compose'], { ...options, environment: name, out: options.out });
  if (rendered.exit !== exit.done) return rendered;
  const file = join(options.out, name, 'compose', 'compose.yaml');
  refuseWithoutEngine(run, name);
  const secrets = secretEntries(platform).length > 0 ? vault.file : null;
  const words = ['compose', ...(secrets === null ? [] : ['--env-file', secrets]), '-f', relative('.', file)];
  const ended = await program(run, [...words, 'up', '--build', '--detach']);
  if (ended !== 0) {
    throw new Failure(exit.tool, 'compose-failed', `docker compose up ended with ${ended}`, shown(words, 'logs'));
  }
  await untilHealthy(run, words);
  const addresses = routeAddresses(platform);
  const text = [
    ...(addresses.length > 0 ? [printAddresses(addresses)] : []),
    ...(secrets === null ? [] : [`passwords: ${secrets}`]),
    `logs: ${shown(words, 'logs', '--follow')}`,
    `stop: ${shown(words, 'down')}`,
  ].join('\n');
  const outcome = done(name, { addresses, secrets, compose: file }, text);
  return rendered.note === undefined ? outcome : { ...outcome, note: rendered.note };
}

/** A command to copy. */
function shown(words: readonly string[], ...more: readonly string[]): string {
  return ['docker', ...words, ...more].map(quoted).join(' ');
}

function refuseWithoutEngine({ io }: Run, name: string): void {
  for (const look of [docker, dockerEngine, compose]) {
    const { ok, name: what, fix } = look(io.env);
    if (ok) continue;
    const message = `${name} runs in containers, and ${what} is missing on this machine`;
    throw new Failure(exit.missing, 'missing-engine', message, `${fix}; or run: slipway dev --processes`);
  }
}

/** Shows what it prints as it comes, on stderr: stdout is for the result. */
function program({ io }: Run, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn('docker', args, { env: { ...io.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => io.stderr.write(String(text)));
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

interface Listed {
  readonly Service: string;
  readonly State: string;
  readonly Health: string;
  readonly ExitCode: number;
}

async function untilHealthy(run: Run, words: readonly string[]): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    const all = await listed(run, words);
    const failed = all.filter(
      ({ State, ExitCode, Health }) =>
        (State === 'exited' && ExitCode !== 0) || State === 'dead' || Health === 'unhealthy',
    );
    const starting = all.filter(({ Health, State }) => Health === 'starting' || !['running', 'exited'].includes(State));
    if (failed.length === 0 && starting.length === 0) return;
    if (failed.length > 0 || Date.now() > end) {
      const names = (failed.length > 0 ? failed : starting).map(({ Service }) => Service);
      const what = failed.length > 0 ? 'failed' : `not healthy after ${patience / 1000}s`;
      throw new Failure(exit.tool, 'unhealthy', `${what}: ${names.join(', ')}`, shown(words, 'logs', ...names));
    }
    run.report.progress.step(
      `waiting for ${count(starting.length, 'service')}`,
      all.length - starting.length,
      all.length,
    );
    await sleep(pause);
  }
}

/** One document a line, or a list: that depends on the version of Compose. */
async function listed(run: Run, words: readonly string[]): Promise<Listed[]> {
  let text = '';
  const silent = { ...run, io: { ...run.io, stderr: { write: (part: string) => (text += part) } } };
  const ended = await program(silent, [...words, 'ps', '--all', '--format', 'json']);
  const lines = text.split('\n').filter((line) => /^[[{]/.test(line));
  const all = lines.flatMap((line) => JSON.parse(line) as Listed | Listed[]);
  if (ended === 0 && all.length > 0) return all;
  const message = `docker compose ps ended with ${ended} and lists ${count(all.length, 'container')}`;
  throw new Failure(exit.tool, 'compose-failed', `${message}: ${text.trim()}`);
}
