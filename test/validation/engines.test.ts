import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(__dirname, '../..');

/** Texts of all files below a folder, by path. */
function filesIn(folder: string, wanted: (path: string) => boolean = () => true): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(wanted)
    .sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

describe("the engines' own command lines give what slipway synth gives", () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-engines-'));
    await run('npx', ['tsx', 'bin/slipway.ts', 'synth', '--out', join(folder, 'dist')], { cwd: root });
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(['dev', 'prod'])(
    'npx cdk synth -c env=%s: the same templates and assets',
    async (environment) => {
      const out = join(folder, `cdk-${environment}`);
      await run('npx', ['cdk', 'synth', '--quiet', '--no-lookups', '-c', `env=${environment}`, '--output', out], {
        cwd: root,
      });
      // What is deployed. manifest.json also says which version of the command line made it.
      const deployed = (path: string) =>
        path.endsWith('.template.json') || path.endsWith('.assets.json') || path.startsWith('asset.');
      const ours = filesIn(join(folder, 'dist', environment, 'cdk'), deployed);
      expect(Object.keys(ours).length).toBeGreaterThan(10);
      expect(filesIn(out, deployed)).toEqual(ours);
    },
    120_000,
  );

  test('npx cdk8s synth: the same manifests', async () => {
    const out = join(folder, 'cdk8s');
    await run('npx', ['cdk8s', 'synth', '--output', out], {
      cwd: root,
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
    });
    for (const environment of ['staging', 'edge']) {
      const ours = filesIn(join(folder, 'dist', environment, 'k8s'));
      expect(Object.keys(ours).length).toBeGreaterThan(10);
      expect(filesIn(join(out, environment, 'k8s'))).toEqual(ours);
    }
  }, 120_000);
});
