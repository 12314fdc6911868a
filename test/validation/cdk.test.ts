import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp, render } from '../../cdk/index';
import { ecsEnvironments } from '../cdk/assembly';
import { platformOf } from '../support/platforms';

const root = join(__dirname, '../..');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly unknown[];
    readonly suppressedViolations: readonly { readonly ruleName: string }[];
  }[];
}

describe('the validator of CloudFormation templates in aws-cdk-lib, with its findings as errors', () => {
  it.each(ecsEnvironments)('finds nothing in %s in %s', (example, environment) => {
    const outdir = join(folder, 'out');
    buildApp(platformOf(example, environment), { outdir, strict: true }).synth();
    const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
    expect(pluginReports).toEqual([expect.objectContaining({ conclusion: 'success', violations: [] })]);
    // What is not counted: zones are named on purpose, and nothing else is excused.
    const excused = pluginReports.flatMap(({ suppressedViolations }) => suppressedViolations);
    expect([...new Set(excused.map(({ ruleName }) => ruleName))]).toEqual(['W3010']);
  });

  it('refuses a template that is wrong', () => {
    const platform = platformOf('coffeeshop', 'dev');
    const { environment } = platform;
    const wrong = { target: 'web/Service', path: '/Properties/Nonsense', op: 'set' as const, value: 1 };
    const overrides = { ...environment.overrides, cdk: [wrong] };
    const app = buildApp(
      { ...platform, environment: { ...environment, overrides } },
      { outdir: join(folder, 'out'), strict: true },
    );
    expect(() => app.synth()).toThrow("'Nonsense' was unexpected");
  });
});

describe('npx cdk synth', () => {
  it('writes what slipway synth writes', () => {
    const env = { ...process.env, HOME: folder };
    execFileSync('npx', ['cdk', 'synth', '--quiet', '-c', 'env=prod', '--output', join(folder, 'out')], {
      cwd: root,
      env,
      stdio: 'pipe',
    });
    const files = render(platformOf('shop', 'prod'));
    const written = readdirSync(join(folder, 'out'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'out').length + 1));
    expect(written.filter((path) => !files.has(path))).toEqual([]);
    for (const [path, text] of files) {
      expect([path, readFileSync(join(folder, 'out', path), 'utf8') === text]).toEqual([path, true]);
    }
  });
});
