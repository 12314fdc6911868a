import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The archive that `npm pack` makes, unpacked, with the packages that a user would have: none of the development packages. */
const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'slipway-package-'));
const unpacked = join(folder, 'package');
const bin = join(unpacked, 'lib/bin/slipway.js');

const run = (program: string, args: string[], cwd = root) =>
  execFileSync(program, args, { cwd, encoding: 'utf8', env: process.env, stdio: ['ignore', 'pipe', 'pipe'] });

const files = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

beforeAll(() => {
  run('npm', ['pack', '--silent', '--pack-destination', folder]);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  run('tar', ['-xzf', String(archive)], folder);
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const wanted = Object.keys(packages).filter(
    (path) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !packages[path].dev,
  );
  for (const path of wanted.filter((name) => existsSync(join(root, name)))) {
    mkdirSync(dirname(join(unpacked, path)), { recursive: true });
    symlinkSync(join(root, path), join(unpacked, path));
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the package', () => {
  it('holds what is needed to use it, and nothing else', () => {
    const top = readdirSync(unpacked).filter((name) => name !== 'node_modules');
    expect(top.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'lib', 'package.json', 'platform.schema.json']);
    expect(readdirSync(join(unpacked, 'lib')).sort()).toEqual(
      ['bin', 'cdk', 'ci', 'compose', 'k8s', 'output', 'platform', 'provision'].sort(),
    );
  });

  it('has a file behind each of its entries, with types', () => {
    const { bin: programs, main, types, exports } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
    const targets = Object.values<string | Record<string, string>>(exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    const missing = [main, types, ...Object.values<string>(programs), ...targets].filter(
      (path) => !existsSync(join(unpacked, path)),
    );
    expect(missing).toEqual([]);
  });

  it('has handlers that bring all they need', () => {
    const handlers = readdirSync(join(unpacked, 'lib/provision/handlers/dist')).filter((name) => name.endsWith('.js'));
    expect(handlers.length).toBeGreaterThan(0);
    for (const name of handlers) {
      const text = readFileSync(join(unpacked, 'lib/provision/handlers/dist', name), 'utf8');
      const needed = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map((match) => String(match[1]));
      const given = (module: string) =>
        builtinModules.includes(module.replace(/^node:/, '')) ||
        module.startsWith('@aws-sdk/') ||
        module === 'pg-native';
      expect(needed.filter((module) => !given(module))).toEqual([]);
    }
  });

  it('has the sources of the broker that `slipway dev --processes` builds', () => {
    const broker = readdirSync(join(unpacked, 'lib/bin/dev/kafka'));
    expect(broker.sort()).toEqual(['go.mod', 'go.sum', 'main.go']);
  });

  it('runs without a development package', () => {
    expect(run(process.execPath, [bin, '--help'], folder)).toMatch(/check[\s\S]*synth/);
  });

  it('synthesises the same bytes as the sources do', () => {
    const outputs = ['package', 'sources'].map((name) => join(folder, `out-${name}`));
    const args = ['synth', '--file', join(root, 'platform.yaml'), '--out'];
    run(process.execPath, [bin, ...args, String(outputs[0])], folder);
    run(process.execPath, [
      join(root, 'node_modules/tsx/dist/cli.mjs'),
      join(root, 'bin/slipway.ts'),
      ...args,
      String(outputs[1]),
    ]);
    const [first, second] = outputs.map((output) =>
      Object.fromEntries(files(output).map((path) => [path.slice(output.length), readFileSync(path, 'utf8')])),
    );
    expect(Object.keys(first ?? {}).length).toBeGreaterThan(10);
    expect(first).toEqual(second);
  });
});
