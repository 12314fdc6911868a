import { execFileSync, spawnSync } from 'node:child_process';
import { dirname, join, relative } from 'node:path';

/** The Go modules of this repository that are not the shop's, by the same tools. */
const root = join(__dirname, '../..');
const folder = join(root, 'examples/shop/services');
const modules = execFileSync('git', ['ls-files', '*go.mod'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .map((path) => join(root, dirname(path)))
  .filter((path) => dirname(path) !== folder)
  .map((path) => relative(folder, path));

const steps = ['tidy', 'vet', 'staticcheck', 'golangci-lint', 'gofumpt', 'test'];
const pairs = modules.flatMap((module) => steps.map((step): [string, string] => [step, module]));

it('every other module is looked at', () => {
  expect(modules.length).toBeGreaterThanOrEqual(3);
});

it.each(pairs)('%s %s is clean', (step, module) => {
  const env = { ...process.env, MODULES: modules.join(' ') };
  const { status, stdout, stderr } = spawnSync(join(folder, 'check.sh'), [step, module], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`check.sh ${step} ${module} ended with ${status}\n${stdout}${stderr}`);
});
