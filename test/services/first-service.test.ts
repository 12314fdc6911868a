import { type ChildProcess, exec, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../support/shop-client';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const section = /^## Your first service\n[\s\S]*?(?=^## )/m.exec(readme)?.[0] ?? '';
const blocks = (language: string) =>
  [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (match) => match[1]?.trim() ?? '',
  );
const [start = '', ask = ''] = blocks('sh');
const [answer = ''] = blocks('json');
const [layout = ''] = blocks('text');

/** A checkout as a newcomer has it, with the command `slipway` in it. */
let folder: string;
let dev: ChildProcess;
let printed = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-first-'));
  // As root, PostgreSQL runs as another user.
  chmodSync(folder, 0o755);
  cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});

afterAll(async () => {
  if (dev?.exitCode === null) {
    process.kill(-(dev.pid ?? 0), 'SIGINT');
    await once(dev, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('"Your first service" in the README', () => {
  it('starts with the commands that it names', async () => {
    expect(start.split('\n').at(-1)).toBe('npx slipway dev --processes');
    // Not through npx: the command is not built in a checkout.
    const command = `exec ${process.execPath} --import ${join(root, 'node_modules/tsx/dist/loader.mjs')} ${join(root, 'bin/slipway.ts')}`;
    const script = `set -e\n${start.replace('npx slipway', command)}`;
    dev = spawn('/bin/sh', ['-c', script], { cwd: folder, env: process.env, detached: true });
    for (const stream of [dev.stdout, dev.stderr]) stream?.on('data', (chunk) => (printed += String(chunk)));
    const look = () => {
      if (dev.exitCode !== null) throw new Error(`it ended with ${dev.exitCode}\n${printed}`);
      return printed.includes('passwords:') || undefined;
    };
    await until(() => `the addresses\n${printed}`, look, 170);
    expect(printed).toContain('http://localhost:8080/  greeter');
  });

  it('answers as it says', async () => {
    const { stdout } = await promisify(exec)(ask.replace('curl', 'curl --silent --show-error'));
    expect(stdout.trim()).toBe(answer);
  });

  it('stops in good order', async () => {
    process.kill(-(dev.pid ?? 0), 'SIGINT');
    const [code] = await once(dev, 'exit');
    expect(code).toBe(130);
  });

  it('shows the layout that is there, which is that of users in the shop', () => {
    const names = [...layout.matchAll(/[├└]── (\S+)/g)].map((match) => match[1] ?? '');
    const greeter = join(root, 'examples/hello/services/greeter');
    const inside = ['handlers', 'models', 'repositories', 'platform'];
    const paths = names.map((name) => (inside.includes(name) ? `internal/${name}` : name));
    expect(paths).toEqual(['Dockerfile', 'cmd/greeter', 'internal', ...inside.map((name) => `internal/${name}`)]);
    expect(paths.filter((path) => !existsSync(join(greeter, path)))).toEqual([]);
    const users = join(root, 'examples/shop/services/users');
    expect(readdirSync(join(users, 'internal'))).toEqual(
      expect.arrayContaining(readdirSync(join(greeter, 'internal'))),
    );
    expect(readdirSync(join(users, 'cmd'))).toEqual(['users']);
  });
});
