import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits, outputsOf, renderers } from '../bin/renderers';
import { checkLimits, loadText, resolve } from '../platform/index';
import { slipway } from './bin/support';

const root = join(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (match) => match[1] ?? '',
  );
}

const yamlBlocks = blocks('yaml');
/** test/services/first-service.test.ts does what this part says: it needs Go. */
const firstService = /^## Your first service\n[\s\S]*?(?=^## )/m.exec(readme)?.[0] ?? '';
const commands = blocks('sh')
  .filter((block) => !firstService.includes(block))
  .flatMap((block) => block.trim().split('\n'));

/** Commands that no test can run, each with what it would take. The words after them are still checked below. */
const beyond: readonly [RegExp, string][] = [
  [/^docker compose /, 'a container engine'],
  [/^npx cdk (bootstrap|deploy|diff) /, 'an AWS account'],
  [/^kubectl apply /, 'a cluster'],
];

/** Commands that other suites run in full: .ci/run starts each as it stands here. */
const elsewhere = [/^npm ci && npm (run synth|test)$/, /^npx cdk synth /, /^npx cdk8s synth$/];

describe('every description in the README', () => {
  test('is there', () => {
    expect(yamlBlocks.length).toBeGreaterThanOrEqual(2);
  });

  test.each(yamlBlocks.map((text, at) => [at + 1, text] as const))(
    'number %i is accepted and renders in every environment',
    async (_at, text) => {
      const { document, problems } = loadText('platform.yaml', text);
      expect(problems).toEqual([]);
      if (document === undefined) throw new Error('no document');
      for (const name of document.environments) {
        const { platform, problems: found } = resolve(document, name);
        expect(found).toEqual([]);
        if (platform === undefined) throw new Error(`no platform for ${name}`);
        expect(checkLimits(document, platform, limits)).toEqual([]);
        for (const output of outputsOf[platform.environment.runtime]) {
          expect((await renderers[output](platform, { root: '../../..' })).size).toBeGreaterThan(0);
        }
      }
    },
  );

  test('the first is that of examples/hello', () => {
    const hello = readFileSync(join(root, 'examples/hello/platform.yaml'), 'utf8');
    expect(hello.split('\n').slice(1).join('\n')).toBe(yamlBlocks[0]);
  });

  test('the first is as short as the text says', () => {
    expect((yamlBlocks[0] ?? '').trim().split('\n').length).toBeLessThanOrEqual(13);
  });
});

describe('every command in the README', () => {
  const before = process.cwd();
  let folder: string;

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-readme-')));
    cpSync(join(root, 'platform.yaml'), join(folder, 'platform.yaml'));
    // What it builds must be there.
    cpSync(join(root, 'examples/shop'), join(folder, 'examples/shop'), { recursive: true });
    writeFileSync(join(folder, '.gitignore'), 'secrets/\n');
    process.chdir(folder);
  });

  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  });

  const ours = commands.filter((command) => command.startsWith('npx slipway '));
  const others = commands.filter((command) => !ours.includes(command));

  // In the order of the page: a later command may need what an earlier one made.
  test.each(ours)('%s', async (command) => {
    // Elsewhere on the page everything was written before it is compared.
    if (command.endsWith('--check')) expect((await slipway(['synth'])).code).toBe(0);
    const ran = await slipway(command.split(' ').slice(2));
    if (ran.code !== 0) console.log(ran.out);
    expect(ran.err).not.toMatch(/error/i);
    expect(ran.code).toBe(0);
    expect(ran.out.length).toBeGreaterThan(0);
  });

  test('is run by this test or by .ci/run, or needs what no test has', () => {
    const known = others.filter(
      (command) =>
        command === 'cp -r dist/ci/.github .' ||
        elsewhere.some((each) => each.test(command)) ||
        beyond.some(([each]) => each.test(command)),
    );
    expect(known).toEqual(others);
    const script = readFileSync(join(root, '.ci/run'), 'utf8');
    for (const started of ['npm ci', 'npm test', 'synth', 'cdk synth', 'cdk8s synth'])
      expect(script).toContain(started);
  });

  test('names files that are there when it is reached', () => {
    cpSync(join(folder, 'dist/ci/.github'), join(folder, '.github'), { recursive: true });
    const paths = others.flatMap((command) => command.match(/(?:dist|secrets)\/[\w./-]+/g) ?? []);
    expect(paths.length).toBeGreaterThan(3);
    expect(paths.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
  });
});

test('every link in the README leads somewhere in the repository', () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? '');
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
});
