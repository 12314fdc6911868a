import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/shop-client';

const root = join(__dirname, '../..');

/** A service that never gets ready, behind a database; how it is built is the test's. */
const text = (build: string) => `platform: stops
services:
  api: { build: { context: ., command: ${build} }, ports: { http: 18080 }, uses: [main.api] }
resources:
  main: { kind: postgres, databases: [api] }
environments:
  local: { runtime: compose }
`;

let folder: string;
let dev: { readonly child: ChildProcess; err: string };

function start(build: string): void {
  folder = mkdtempSync(join(tmpdir(), 'slipway-stops-'));
  // As root, PostgreSQL runs as another user.
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'platform.yaml'), text(build));
  writeFileSync(join(folder, 'program'), '#!/bin/sh\nsleep 600\n', { mode: 0o755 });
  const slipway = ['--import', 'tsx', join(root, 'bin/slipway.ts')];
  const child = spawn(process.execPath, [...slipway, 'dev', '--processes', '-f', join(folder, 'platform.yaml')], {
    ...{ cwd: root, env: process.env, stdio: ['ignore', 'ignore', 'pipe'] },
  });
  const started = { child, err: '' };
  child.stderr?.on('data', (chunk) => (started.err += String(chunk)));
  dev = started;
}

afterEach(() => {
  dev.child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Numbers of the processes whose command line names this. */
const running = (part: string) =>
  spawnSync('pgrep', ['-f', join(folder, part)], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((pid) => pid !== '' && Number(pid) !== dev.child.pid);

const waits = () =>
  until(
    () => `api to run\n${dev.err}`,
    () => running('.slipway/local/bin/api').length > 0 || undefined,
    60,
  );

async function ended(within: number): Promise<unknown> {
  const [code] = await Promise.race([
    once(dev.child, 'exit'),
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`it still runs after ${within}s\n${dev.err}`)), within * 1000).unref();
    }),
  ]);
  return code;
}

describe('slipway dev --processes, before everything is ready,', () => {
  it('ends when a store is lost, says which, and leaves nothing', async () => {
    start('[cp, program, "{out}"]');
    await waits();
    const [postgres] = running('.slipway/local/main');
    process.kill(Number(postgres), 'SIGKILL');
    expect(await ended(30)).toBe(5);
    expect(dev.err).toContain('error: main ended with SIGKILL');
    expect(running('.slipway')).toEqual([]);
  });

  it('leaves nothing when the terminal is closed', async () => {
    start('[cp, program, "{out}"]');
    await waits();
    dev.child.kill('SIGHUP');
    expect(await ended(30)).toBe(130);
    expect(running('.slipway')).toEqual([]);
  });

  it('stops in the middle of a build, with what the build started', async () => {
    start(`[sh, -c, "echo building; sleep 600.${process.pid}; true {out}"]`);
    const sleeping = () =>
      spawnSync('pgrep', ['-f', `^sleep 600.${process.pid}`], { encoding: 'utf8' }).stdout.trim() || undefined;
    await until(() => `a build\n${dev.err}`, sleeping, 60);
    dev.child.kill('SIGINT');
    expect(await ended(5)).toBe(130);
    expect(dev.err).toContain('stopping\n');
    expect(sleeping()).toBeUndefined();
  });
});
