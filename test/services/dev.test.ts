import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import { type Account, ShopClient, until } from '../support/shop-client';

const root = join(__dirname, '../..');
const slipway = ['--import', 'tsx', join(root, 'bin/slipway.ts')];

/** As a user has it: a description, and the sources beside it. */
let folder: string;
let url: string;
let dev: { readonly child: ChildProcess; out: string; err: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-dev-'));
  // As root, PostgreSQL runs as another user.
  chmodSync(folder, 0o755);
  cpSync(join(root, 'examples/shop/services'), join(folder, 'examples/shop/services'), { recursive: true });
  const port = await freePort();
  url = `http://localhost:${port}`;
  const text = readFileSync(join(root, 'platform.yaml'), 'utf8');
  const local = `  local:\n    runtime: compose\n`;
  expect(text).toContain(local);
  writeFileSync(join(folder, 'platform.yaml'), text.replace(local, `${local}    gateway: { port: ${port} }\n`));
  await start();
});

afterAll(async () => {
  if (dev?.child.exitCode === null) await stop();
  rmSync(folder, { recursive: true, force: true });
});

/** `dev` is what runs, from the first moment on. */
async function start(): Promise<void> {
  const args = [...slipway, 'dev', '--processes', '-f', join(folder, 'platform.yaml')];
  const child = spawn(process.execPath, args, { cwd: root, env: process.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const started = { child, out: '', err: '' };
  dev = started;
  child.stdout.on('data', (chunk) => (started.out += String(chunk)));
  child.stderr.on('data', (chunk) => (started.err += String(chunk)));
  // The first time it builds everything.
  const look = () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}\n${started.err}`);
    return started.out.includes('passwords:') || undefined;
  };
  await until(() => `addresses:\n${started.err}`, look, 170);
}

async function stop(): Promise<unknown> {
  dev.child.kill('SIGINT');
  const [code] = await once(dev.child, 'exit');
  return code;
}

const client = () => new ShopClient({ users: url, orders: url, notifier: url });

describe('slipway dev --processes', () => {
  let account: Account;
  let order: string;

  it('prints where everything is', () => {
    expect(dev.out).toContain(`${url}/v1/orders`);
    expect(dev.out).toContain(`${url.replace('http', 'ws')}/v1/feed`);
    for (const store of ['main', 'sessions', 'events'])
      expect(dev.out).toMatch(new RegExp(`^localhost:\\d+ +${store}$`, 'm'));
    expect(dev.out).toContain(join(folder, 'secrets/local.env').slice(folder.length));
  });

  it('takes an order through the gateway, and shows it on the feed', async () => {
    account = await client().register();
    const token = await client().logIn(account);
    const feed = await client().listen();
    try {
      const { status, body } = await client().placeOrder(token, randomUUID());
      expect(status).toBe(201);
      order = body.id;
      expect((await feed.entryOf(order)).total_cents).toBe(body.total_cents);
    } finally {
      feed.close();
    }
  });

  it('leads only to what has a route, with the headers of the gateway', async () => {
    expect((await fetch(`${url}/v1/payments`)).status).toBe(404);
    expect((await fetch(`${url}/v1/usersx`)).status).toBe(404);
    const { headers } = await fetch(`${url}/v1/orders`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('keeps passwords to their owner, and data where git does not look', () => {
    expect((statSync(join(folder, 'secrets/local.env')).mode & 0o777).toString(8)).toBe('600');
    expect(readFileSync(join(folder, '.slipway/.gitignore'), 'utf8')).toBe('*\n');
    for (const store of ['main', 'sessions', 'events']) {
      expect((statSync(join(folder, '.slipway/local', store)).mode & 0o777).toString(8)).toBe('700');
    }
  });

  it('refuses to start a second time on the same data', () => {
    const args = [...slipway, 'dev', '--processes', '-f', join(folder, 'platform.yaml')];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, env: process.env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringContaining(`local runs already, as process ${dev.child.pid}\n`)]);
  });

  it('starts a service again that ends by itself', async () => {
    const pid = Number(
      spawnSync('pgrep', ['-f', join(folder, '.slipway/local/bin/notifier')], { encoding: 'utf8' }).stdout,
    );
    process.kill(pid, 'SIGKILL');
    await until('a restart', () => /notifier +\| ended with SIGKILL; started again in 1s/.test(dev.err) || undefined);
    const feed = await until('the feed', () =>
      client()
        .listen()
        .catch(() => undefined),
    );
    feed.close();
  });

  it('stops everything on SIGINT, in good order', async () => {
    expect(await stop()).toBe(130);
    for (const service of ['users', 'orders', 'payments', 'notifier']) {
      expect(dev.err).toMatch(new RegExp(`^${service} +\\| .*"msg":"stopped"`, 'm'));
    }
    const left = spawnSync('pgrep', ['-f', join(folder, '.slipway')], { encoding: 'utf8' }).stdout;
    expect(left).toBe('');
  });

  it('finds its data again', async () => {
    await start();
    const token = await client().logIn(account);
    expect((await client().order(token, order)).status).toBe(200);
  });

  it('stops when a store ends by itself, and says which', async () => {
    const [pid] = spawnSync('pgrep', ['-f', join(folder, '.slipway/local/bin/.kafka')], {
      encoding: 'utf8',
    }).stdout.split('\n');
    const exited = once(dev.child, 'exit');
    process.kill(Number(pid), 'SIGKILL');
    expect((await exited)[0]).toBe(5);
    expect(dev.err).toContain('error: events ended with SIGKILL');
    expect(spawnSync('pgrep', ['-f', join(folder, '.slipway')], { encoding: 'utf8' }).stdout).toBe('');
  });
});
