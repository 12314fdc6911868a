import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from '../../cdk/index';
import { platformOf } from '../support/platforms';

const root = join(__dirname, '../..');
const app = ['--import', 'tsx', 'bin/cdk.ts'];
const folder = mkdtempSync(join(tmpdir(), 'slipway-test-'));
const [outdir, home] = [join(folder, 'out'), join(folder, 'home')];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The app as the command line of the CDK calls it, with the context of cdk.json and of `-c`. */
const environment = (context: Record<string, unknown>) => {
  const { context: own } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
  // What the command line adds by itself.
  const added = {
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:enable-asset-metadata': true,
    'aws:cdk:version-reporting': true,
  };
  return {
    PATH: process.env['PATH'],
    HOME: home,
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ ...own, ...added, ...context }),
  };
};
const run = (context: Record<string, unknown>) =>
  spawnSync(process.execPath, app, { cwd: root, encoding: 'utf8', env: environment(context) });

describe('the app that cdk.json names', () => {
  it('writes for -c env=prod what slipway synth writes', () => {
    execFileSync(process.execPath, app, { cwd: root, env: environment({ env: 'prod' }) });
    const written = readdirSync(outdir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const files = render(platformOf('shop', 'prod'));
    expect(written.map((path) => path.slice(outdir.length + 1)).sort()).toEqual([...files.keys()].sort());
    for (const path of written) {
      const name = path.slice(outdir.length + 1);
      expect([name, readFileSync(path, 'utf8') === files.get(name)]).toEqual([name, true]);
    }
  });

  it('refuses to guess the environment, and names those that there are', () => {
    const { status, stderr } = run({});
    expect([status, stderr]).toEqual([2, expect.stringContaining('add -c env=<name>, such as -c env=dev')]);
    expect(stderr).not.toContain('    at ');
  });

  it('refuses an environment that does not run on ECS', () => {
    const { status, stderr } = run({ env: 'local' });
    expect([status, stderr]).toEqual([2, expect.stringContaining('environment "local" runs on compose, not on ECS')]);
  });

  it('refuses a description with a problem by its place, without a stack trace', () => {
    const file = join(__dirname, 'support/broken.yaml');
    const { status, stderr } = run({ env: 'dev', file });
    expect(status).toBe(3);
    expect(stderr).toMatch(/broken\.yaml:6:\d+ +unknown-key /);
    expect(stderr).not.toContain('    at ');
  });
});
