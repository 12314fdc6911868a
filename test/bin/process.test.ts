import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { described, folder, small } from './support';

const root = join(__dirname, '../..');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program in a process of its own. `watch` sees what it writes. */
function run(
  argv: readonly string[],
  watch: (child: ReturnType<typeof spawn>, err: string) => void = () => undefined,
  more: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const tsx = join(root, 'node_modules/tsx/dist/loader.mjs');
  const child = spawn(process.execPath, ['--import', tsx, ...more, join(root, 'bin/slipway.ts'), ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    watch(child, err);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

describe('the program', () => {
  it('loads neither zod nor yaml nor an SDK for help and completion', async () => {
    const hook = folder({
      'hook.js': `process.on('exit', () => require('node:fs').writeFileSync(process.env.LOADED, Object.keys(require.cache).join('\\n')));`,
    });
    const loaded = async (...argv: string[]) => {
      const list = join(hook, `${argv.join('').replaceAll('/', '')}.txt`);
      const { code } = await run(argv, undefined, ['--require', join(hook, 'hook.js')], { LOADED: list });
      expect(code).toBe(0);
      const files = readFileSync(list, 'utf8')
        .split('\n')
        .filter((file) => !/\/(tsx|esbuild)\//.test(file) && !file.startsWith(hook));
      return [
        ...new Set(
          files.map(
            (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file.slice(root.length + 1).split('/')[0],
          ),
        ),
      ].sort();
    };
    const [help, completion, check] = [
      await loaded('--help'),
      await loaded('completion', 'zsh'),
      await loaded('check', '-q', '-f', described()),
    ];
    expect(help).toEqual(['bin', 'commander']);
    expect(completion).toEqual(['bin', 'commander']);
    expect(check).toEqual(expect.arrayContaining(['platform', 'zod']));
    const sdks = ['aws-cdk-lib', 'cdk8s', 'cdk8s-plus-28', 'constructs', '@pulumi/pulumi', '@pulumi/aws'];
    expect(check.filter((name) => sdks.includes(name ?? ''))).toEqual([]);
  });

  it('ends 130 when it is interrupted, with the output left as it was', async () => {
    const file = described(`${small}  other: { runtime: kubernetes, domain: other.example.com }\n`);
    const out = join(dirname(file), 'dist');
    const { code, err } = await run(['synth', '-f', file, '-o', out], (child, said) => {
      if (said.includes('rendering') && !child.killed) child.kill('SIGINT');
    });
    expect(err).toMatch(/^rendering edge\/k8s\n(rendering .*\n)*interrupted\n$/);
    expect([code, existsSync(out)]).toEqual([130, false]);
  });

  it('takes no harm when nobody reads what it prints', async () => {
    const file = described();
    const { code, err } = await run(['explain', '--json', '-v', '-f', file], (child) => child.stdout?.destroy());
    expect(err).toMatch(/explain took \d+ ms, exit code 0\n$/);
    expect(code).toBe(0);
  });
});
