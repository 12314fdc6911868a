import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { render } from '../../k8s/index';
import { documentOf, platformOf } from '../support/platforms';
import { workshop } from './workshop';

const root = join(__dirname, '../..');

describe('npx cdk8s synth', () => {
  const out = mkdtempSync(join(tmpdir(), 'slipway-cdk8s-'));
  afterAll(() => rmSync(out, { recursive: true }));

  it('writes what slipway synth renders, for every environment on Kubernetes', () => {
    const program = join(root, 'node_modules/cdk8s-cli/bin/cdk8s');
    execFileSync(process.execPath, [program, 'synth', '--output', out], { cwd: root, stdio: 'pipe' });
    const expected = documentOf('shop')
      .environments.map((name) => platformOf('shop', name))
      .filter(({ environment }) => environment.runtime === 'kubernetes')
      .flatMap((platform) =>
        [...render(platform)].map(([path, text]) => [`${platform.environment.name}/k8s/${path}`, text] as const),
      );
    expect(expected.length).toBeGreaterThan(0);
    expect(Object.fromEntries(filesIn(out))).toEqual(Object.fromEntries(expected));
  });
});

describe('rendering again', () => {
  it('gives the same bytes, whatever cdk8s is told by its environment variables', () => {
    const once = [...render(workshop)];
    process.env['CDK8S_DISABLE_SORT'] = '1';
    process.env['CDK8S_OUTDIR'] = '/nowhere';
    try {
      expect([...render(workshop)]).toEqual(once);
    } finally {
      delete process.env['CDK8S_DISABLE_SORT'];
      delete process.env['CDK8S_OUTDIR'];
    }
  });
});

/** Files below a folder, without the list that Slipway keeps of what it wrote. */
function filesIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile() && !path.endsWith('.slipway-manifest.json'))
    .map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]);
}
