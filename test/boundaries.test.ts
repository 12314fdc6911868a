import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import type { IConfiguration, ICruiseResult } from 'dependency-cruiser';

const rules: IConfiguration = require('../.dependency-cruiser.cjs');

const root = join(__dirname, '..');
const fixture = join(__dirname, 'fixtures/boundaries');

/** The report of the rules over a folder. In a process of its own, because the tool is ES modules only and needs TypeScript 6. */
function cruise(folder: string): ICruiseResult {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(root, '.dependency-cruiser.cjs');
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  return JSON.parse(
    execFileSync(process.execPath, [program, '--config', config, '--output-type', 'json', '.'], options),
  );
}

const broken = ({ summary }: ICruiseResult) =>
  summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));

describe('the import table', () => {
  it('holds in the whole repository', () => {
    const report = cruise(root);
    expect(broken(report)).toEqual([]);
    // The tool reports success on an empty tree.
    expect(
      report.modules.filter(({ source }) => !source.includes('node_modules/') && source.includes('/')).length,
    ).toBeGreaterThan(20);
  });

  describe('on a tree that breaks each rule once', () => {
    const names = (rules.forbidden ?? []).map((rule) => rule.name ?? '');
    // A cycle takes two files; the second is named after the first.
    const file = (path: string) => basename(path, '.ts').replace(/-second$/, '');
    let found: ReturnType<typeof broken>;

    beforeAll(() => {
      found = broken(cruise(fixture));
    });

    it.each(names)('refuses what breaks %s', (name) => {
      const files = new Set(found.filter(({ rule }) => rule === name).map(({ from }) => file(from)));
      expect([...files]).toEqual([name === 'limits-load-no-sdk' ? 'limits' : name]);
    });

    it('lets everything else pass', () => {
      const blamed = found.map(({ from }) => from).filter((from) => !names.includes(file(from)));
      expect(blamed).toEqual(['cdk/limits.ts']);
    });
  });

  it('tells for every rule what to do instead', () => {
    for (const rule of rules.forbidden ?? []) expect(rule.comment).toMatch(/.{40}/);
  });
});
