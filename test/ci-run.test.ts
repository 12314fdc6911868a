import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const script = join(__dirname, '../.ci/run');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-ci-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs `.ci/run` with an `npm` and an `npx` that do what the shell script `npm` says, for arguments `$*`. */
function run(npm: string) {
  for (const name of ['npm', 'npx']) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${npm}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const env = { PATH: [folder, process.env['PATH']].join(delimiter), HOME: '', TMPDIR: folder };
  const { status, stdout } = spawnSync('bash', [script], { env, encoding: 'utf8' });
  return { status, stdout, last: stdout.trimEnd().split('\n').at(-1) };
}

describe('.ci/run', () => {
  it('counts its steps and the tests of Jest', () => {
    const { status, last } = run('[ "$*" != test ] || echo "Tests:       40 passed, 40 total"');
    expect([status, last]).toEqual([0, '52 passed, 0 failed']);
  });

  it('fails when a test fails, and goes on with the other steps', () => {
    const { status, stdout, last } = run(
      '[ "$*" != test ] || { echo "Tests:       3 failed, 37 passed, 40 total"; exit 1; }',
    );
    expect([status, last]).toEqual([1, '48 passed, 4 failed']);
    expect(stdout).toContain('  test: npm test\n');
  });

  it('fails when a step fails, and prints the end of what it wrote', () => {
    const { status, stdout, last } = run('[ "$*" != "run check" ] || { echo "no-cycles: a -> b"; exit 1; }');
    expect([status, last]).toEqual([1, '11 passed, 1 failed']);
    expect(stdout).toContain('        | no-cycles: a -> b\n');
  });

  it('leaves out the containers where there is no engine, and fails', () => {
    const { status, stdout, last } = run('[ "$*" != "run ci:engine" ] || exit 4');
    expect([status, last]).toEqual([1, '10 passed, 1 failed']);
    expect(stdout).not.toContain('compose ');
  });

  it('stops when the install fails, because nothing else can run', () => {
    const { status, last } = run('exit 1');
    expect([status, last]).toEqual([1, '0 passed, 1 failed']);
  });

  it('gives its steps a home folder, no input and CI=true', () => {
    expect(run('[ -w "$HOME" ] && [ "$CI" = true ] && ! read -r line').last).toBe('12 passed, 0 failed');
  });
});
