import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { described, folder, slipway, slipwayJson, small, tree } from './support';

interface Result {
  out: string;
  outputs: Record<string, { path: string; bytes: number }[]>;
  written: string[];
  unchanged: string[];
  removed: string[];
}

const compose = (file: string, out: string, ...argv: string[]) =>
  slipway(['synth', 'compose', '-f', file, '-o', out, ...argv]);

describe('slipway synth', () => {
  const file = described();
  const out = join(folder(), 'dist');

  it('writes every output of every environment, and prints the files with their sizes', async () => {
    const { code, out: text, err } = await slipway(['synth', '-f', file, '-o', out]);
    const written = tree(out);
    expect(Object.keys(written)).toEqual(
      expect.arrayContaining([
        'local/compose/compose.yaml',
        'edge/k8s/kustomization.yaml',
        'ci/.github/workflows/deploy.yml',
      ]),
    );
    const blocks = text.split(/\n(?=\S)/);
    expect(blocks.map((block) => block.split('  ')[0])).toEqual([
      `${out}/edge/k8s`,
      `${out}/local/compose`,
      `${out}/ci`,
    ]);
    for (const [path, content] of Object.entries(written).filter(([name]) => !name.startsWith('.'))) {
      const [name, ...rest] = path.replace(/^(ci|[a-z]+\/[a-z0-9]+)\//, '').split('\n');
      expect([name, ...rest]).toHaveLength(1);
      expect(text).toContain(`  ${name}`);
      if (Buffer.byteLength(content) < 1000)
        expect(text).toMatch(new RegExp(`${name} +${Buffer.byteLength(content)} B`));
    }
    expect(err).toMatch(
      /^rendering edge\/k8s\nrendering local\/compose\nrendering ci\n\d+ files: \d+ written, 0 unchanged, 0 removed\n$/,
    );
    expect(code).toBe(0);
  });

  it('finds nothing to do the second time, and --check then ends 0', async () => {
    const before = tree(out);
    const { document } = await slipwayJson<Result>(['synth', '-f', file, '-o', out]);
    expect([document.result.written, document.result.removed]).toEqual([[], []]);
    expect(tree(out)).toEqual(before);
    const checked = await slipway(['synth', '--check', '-f', file, '-o', out]);
    expect(checked.out).toMatch(/dist is up to date: \d+ files\n$/);
    expect(checked.code).toBe(0);
  });

  it('ends 1 with --check when an output was edited, is missing or is made no more, and writes nothing', async () => {
    appendFileSync(join(out, 'local/compose/compose.yaml'), '# edited\n');
    rmSync(join(out, 'edge/k8s/kustomization.yaml'));
    const without = described(small.replace(/ {4}scale: 1\n/, '').replace('routes: /api', 'health: none'));
    const before = tree(out);
    const { code, out: text } = await slipway(['synth', '--check', '-f', without, '-o', out]);
    expect(text).toMatch(/changed {2}\S+local\/compose\/compose\.yaml\n/);
    expect(text).toMatch(/missing {2}\S+edge\/k8s\/kustomization\.yaml\n/);
    expect(text).toMatch(/extra {4}\S+edge\/k8s\/gateway\.yaml\n/);
    expect(text).toMatch(/\d+ differences; run `slipway synth` to write them\n$/);
    expect(code).toBe(1);
    expect(tree(out)).toEqual(before);
  });

  it('refuses a description that is invalid, and leaves the output as it was', async () => {
    const before = tree(out);
    const broken = described(small.replace('calls: [mailer]', 'calls: [nobody]'));
    const { code, out: text, err } = await slipway(['synth', '-f', broken, '-o', out]);
    expect(err).toMatch(/unknown-service/);
    expect([code, text]).toEqual([3, '']);
    expect(tree(out)).toEqual(before);
  });

  it('refuses an override that changes nothing, with its place, and leaves the output as it was', async () => {
    const before = tree(out);
    const text = small.replace(
      '    runtime: compose',
      '    runtime: compose\n    overrides:\n      compose:\n        - { path: /services/api/image, set: other }\n        - { path: /services/nobody/image, set: other }',
    );
    const { code, document } = await slipwayJson(['synth', '-f', described(text), '-o', out]);
    expect(document.problems).toEqual([
      expect.objectContaining({
        code: 'unknown-override-target',
        line: text.split('\n').findIndex((line) => line.includes('nobody')) + 1,
        field: 'environments.local.overrides.compose.1',
      }),
    ]);
    expect(document.problems[0]?.rule).toMatch(/^changes nothing: .*services\/nobody/);
    expect(code).toBe(3);
    expect(tree(out)).toEqual(before);
  });

  it('renders only what is asked for, and leaves the rest alone', async () => {
    const only = join(folder(), 'dist');
    await slipway(['synth', '-f', file, '-o', only]);
    const before = tree(only);
    const changed = described(small.replaceAll('mailer:1', 'mailer:2'));
    const { document } = await slipwayJson<Result>(['synth', '-e', 'local', '-f', changed, '-o', only]);
    expect(document.environment).toBe('local');
    expect(document.result.written).toEqual(['local/compose/compose.yaml']);
    const after = tree(only);
    const differing = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(differing.filter((path) => !path.startsWith('.'))).toEqual(['local/compose/compose.yaml']);
  });

  it('needs no sense in environments of which nothing is asked for', async () => {
    const text = small.replace('scale: 3', 'calls: [nobody]');
    expect((await compose(described(text), join(folder(), 'dist'))).code).toBe(0);
  });

  it('starts build contexts at the folder of the description, wherever the output is', async () => {
    const built = described(small.replace('image: ghcr.io/acme/api:1', 'build: services/api'));
    const where = join(folder(), 'a/b');
    await compose(built, where);
    const text = readFileSync(join(where, 'local/compose/compose.yaml'), 'utf8');
    const context = /context: (\S+)/.exec(text)?.[1] ?? '';
    expect(join(where, 'local/compose', context)).toBe(join(dirname(built), 'services/api'));
  });
});

describe('what slipway synth removes', () => {
  it('is only what it wrote itself and makes no more', async () => {
    const out = join(folder(), 'dist');
    await slipway(['synth', '-f', described(), '-o', out]);
    writeFileSync(join(out, 'local/compose/notes.txt'), 'mine');
    mkdirSync(join(out, 'mine'));
    writeFileSync(join(out, 'mine/notes.txt'), 'mine');
    const fewer = described(small.replace(/ {2}local:\n.*\n/, ''));
    const { document } = await slipwayJson<Result>(['synth', '-f', fewer, '-o', out]);
    expect(document.result.removed).toContain('local/compose/compose.yaml');
    expect(document.result.removed.every((path) => path.startsWith('local/compose/'))).toBe(true);
    expect(Object.keys(tree(join(out, 'local')))).toEqual(['compose/notes.txt']);
    expect(tree(join(out, 'mine'))).toEqual({ 'notes.txt': 'mine' });
  });

  it('are the outputs of a runtime that an environment no longer has', async () => {
    const out = join(folder(), 'dist');
    await slipway(['synth', '-f', described(), '-o', out]);
    const moved = described(
      small
        .replace('runtime: compose', '{ runtime: kubernetes, domain: local.example.com }')
        .replace('local:\n    {', 'local: {'),
    );
    await slipway(['synth', '-e', 'local', '-f', moved, '-o', out]);
    expect(existsSync(join(out, 'local/compose'))).toBe(false);
    expect(existsSync(join(out, 'local/k8s/kustomization.yaml'))).toBe(true);
    expect(existsSync(join(out, 'edge/k8s/kustomization.yaml'))).toBe(true);
  });
});

describe('slipway synth', () => {
  it('refuses to replace a file that it did not write', async () => {
    const out = folder({ 'local/compose/compose.yaml': 'mine\n' });
    const { code, err } = await compose(described(), out);
    expect(err).toMatch(/compose\.yaml was not written by Slipway, so it is not replaced\n {2}fix: move it away/);
    expect(code).toBe(1);
    expect(tree(out)).toEqual({ 'local/compose/compose.yaml': 'mine\n' });
  });

  it('refuses a place that cannot be written, and leaves it as it was', async () => {
    const out = folder({ dist: 'a file' });
    const { code, err } = await compose(described(), join(out, 'dist/deeper'));
    expect(err).toMatch(/^rendering local\/compose\nerror: cannot write to \S+: ENOTDIR/);
    expect(code).toBe(1);
    expect(tree(out)).toEqual({ dist: 'a file' });
  });

  it('changes nothing when a file cannot be moved in', async () => {
    const out = join(folder(), 'dist');
    await compose(described(), out);
    const before = tree(out);
    rmSync(join(out, 'local/compose/compose.yaml'));
    mkdirSync(join(out, 'local/compose/compose.yaml'));
    writeFileSync(join(out, 'local/compose/compose.yaml/keep'), '');
    chmodSync(out, 0o755);
    const { code } = await compose(described(small.replaceAll('mailer:1', 'mailer:2')), out);
    expect(code).toBe(1);
    const { 'local/compose/compose.yaml': _gone, ...rest } = before;
    expect(tree(out)).toEqual({ ...rest, 'local/compose/compose.yaml/keep': '' });
  });

  it.each([
    [['composs'], /there is no output "composs"\n {2}fix: did you mean "compose"\?/],
    [['terraform'], /fix: there are: cdk, k8s, compose, ci/],
    [['cdk'], /no environment here has the output cdk\n {2}fix: edge has k8s; local has compose/],
    [['k8s', '-e', 'local'], /no environment here has the output k8s/],
    [['ci', '-e', 'local'], /the workflows are made of all environments together/],
  ])('refuses %j', async (argv, message) => {
    const { code, err, out } = await slipway(['synth', ...argv, '-f', described(), '-o', '/nowhere']);
    expect(err).toMatch(message);
    expect([code, out]).toEqual([2, '']);
  });

  it('says nothing with --quiet', async () => {
    expect(await compose(described(), join(folder(), 'dist'), '-q')).toEqual({ code: 0, out: '', err: '' });
  });
});
