import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { render } from '../../../ci/index';
import type { Platform } from '../../../platform/index';

export interface Ended {
  readonly status: number | null;
  /** What the script printed, on both channels. */
  readonly output: string;
}

/**
 * A checkout with the rendered workflow files, where their scripts run as a runner would run them. Programs that talk to
 * the world are replaced by `play`; each call of one of them is kept.
 */
export class Stage {
  readonly root = mkdtempSync(join(tmpdir(), 'slipway-stage-'));
  readonly temp = join(this.root, 'temp');
  readonly checkout = join(this.root, 'checkout');
  private readonly bin = join(this.root, 'bin');
  private readonly record = join(this.root, 'calls');

  constructor(platforms: readonly Platform[]) {
    for (const folder of [this.temp, this.bin, this.checkout]) mkdirSync(folder);
    writeFileSync(this.record, '');
    for (const [path, text] of render(platforms)) this.file(path, text);
  }

  /** Writes a file of the checkout. */
  file(path: string, text: string): void {
    mkdirSync(dirname(join(this.checkout, path)), { recursive: true });
    writeFileSync(join(this.checkout, path), text);
  }

  /** Writes a file that an earlier step left. */
  left(path: string, value: unknown): void {
    mkdirSync(dirname(join(this.temp, path)), { recursive: true });
    writeFileSync(join(this.temp, path), JSON.stringify(value));
  }

  read(path: string): string {
    return readFileSync(join(this.temp, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.temp, path));
  }

  /** A program that keeps how it was called and then runs `body` in bash. */
  play(name: string, body: string): void {
    const text = `#!/usr/bin/env bash\nprintf '%s\\n' "${name} $*" >> '${this.record}'\n${body}\n`;
    writeFileSync(join(this.bin, name), text);
    chmodSync(join(this.bin, name), 0o755);
  }

  /** How the replaced programs were called since the last time that this was asked. */
  calls(): string[] {
    const lines = readFileSync(this.record, 'utf8').split('\n').slice(0, -1);
    writeFileSync(this.record, '');
    return lines;
  }

  script(name: string, env: Readonly<Record<string, string>>): Ended {
    return this.bash([join(this.checkout, `.github/slipway/scripts/${name}.sh`)], env);
  }

  /** A script that stands in a workflow. */
  inline(text: string, env: Readonly<Record<string, string>>): Ended {
    return this.bash(['-eo', 'pipefail', '-c', text], env);
  }

  git(...args: string[]): string {
    const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd: this.checkout, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  /** Commits all of the checkout. */
  commit(): string {
    if (!existsSync(join(this.checkout, '.git'))) this.git('init', '--quiet', '--initial-branch=main');
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message=change');
    return this.git('rev-parse', 'HEAD');
  }

  /** The outputs of the step that ran last. */
  outputs<T>(): T {
    const lines = this.read('output').split('\n').slice(0, -1);
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), JSON.parse(line.slice(line.indexOf('=') + 1))]),
    ) as T;
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }

  private bash(args: readonly string[], env: Readonly<Record<string, string>>): Ended {
    const github = { GITHUB_ENV: 'env', GITHUB_OUTPUT: 'output', GITHUB_STEP_SUMMARY: 'summary' };
    const files = Object.fromEntries(Object.entries(github).map(([name, file]) => [name, join(this.temp, file)]));
    for (const file of Object.values(files)) writeFileSync(file, '');
    const { status, stdout, stderr } = spawnSync('bash', args, {
      cwd: this.checkout,
      encoding: 'utf8',
      env: {
        PATH: `${this.bin}${delimiter}${process.env['PATH']}`,
        HOME: this.root,
        GITHUB_WORKSPACE: this.checkout,
        GITHUB_SHA: '0'.repeat(40),
        RUNNER_TEMP: this.temp,
        ...files,
        ...env,
      },
    });
    return { status, output: `${stdout}${stderr}` };
  }
}
