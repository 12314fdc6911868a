import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { buildProgram, mainPackage } from '../../bin/dev/build';
import { Child, toItsEnd } from '../../bin/dev/child';
import { listening } from '../../bin/dev/listening';
import { machinePorts } from '../../bin/dev/ports';
import type { Stage } from '../../bin/dev/stage';
import { stateOf } from '../../bin/dev/state';
import { stoppable } from '../../bin/interrupt';
import { platformOf } from '../support/platforms';
import { resolved, services } from './on-a-laptop';
import { described, folder, slipway } from './support';

describe('slipway dev --processes', () => {
  it('refuses what exists only in containers, each with its place', async () => {
    const file = described(
      services(
        `  api: { image: "ghcr.io/acme/api:1", ports: { http: 8080 } }
  web: { build: web, ports: { http: 8080 }, files: { /etc/web.conf: { content: x } }, sidecars: { log: { image: "ghcr.io/acme/log:1" } } }`,
        `resources:\n  queue: { kind: rabbitmq }\n  search: { kind: container, image: "docker.io/getmeili/meilisearch:v1.22", ports: { http: 7700 } }\n`,
      ),
    );
    const { code, err } = await slipway(['dev', '--processes', '-f', file]);
    expect(code).toBe(3);
    const found = err.split('\n').filter((line) => line.includes('containers-only'));
    expect(found.map((line) => line.slice(file.length + 1).replace(/ is .*| are .*/, ''))).toEqual([
      '3:10  containers-only  services.api.image',
      '4:45  containers-only  services.web.files',
      '4:87  containers-only  services.web.sidecars',
      '6:3  containers-only  resources.queue',
      '7:3  containers-only  resources.search',
    ]);
  });

  it('refuses --json, since it has no end', async () => {
    const { code, out } = await slipway([
      'dev',
      '--processes',
      '--json',
      '-f',
      described(services('  api: { build: api }')),
    ]);
    expect([code, JSON.parse(out).problems[0].code]).toEqual([2, 'endless-json']);
  });

  it('asks for no Dockerfile, and says which store is missing before anything is made', async () => {
    const text = services('  api: { build: api, uses: [cache] }', 'resources: { cache: { kind: redis } }\n');
    const file = join(folder({ 'platform.yaml': text, 'api/main.go': 'package main\n' }), 'platform.yaml');
    const checked = await slipway(['check', '-f', file]);
    expect(checked.out + checked.err).toContain('build-found');
    const { code, err } = await slipway(['dev', '--processes', '-f', file], { env: { PATH: folder() } });
    expect(code).toBe(4);
    expect(err).toBe(
      'error: cache needs Redis, and this machine has none on its PATH\n  fix: install redis-server or valkey-server\n',
    );
  });
});

describe('what is built', () => {
  const module = (...folders: string[]) =>
    folder(Object.fromEntries(['go.mod', ...folders.map((each) => `${each}/main.go`)].map((path) => [path, ''])));

  it.each([
    ['the command named like the service', ['cmd/api', 'cmd/worker'], './cmd/api'],
    ['the only command', ['cmd/server'], './cmd/server'],
    ['the module itself where there is no cmd', ['internal/x'], '.'],
  ])('is %s', (_, folders, expected) => {
    expect(mainPackage('api', module(...folders), 'services/api')).toBe(expected);
  });

  /** Builds with a command of the description, in a folder that holds a file `program`. */
  const build = (command: string[], into = folder()) => {
    const beside = folder({ program: 'the program' });
    const image = { kind: 'build', name: 'api', context: '.', dockerfile: 'Dockerfile', target: '', args: {} } as const;
    return buildProgram(
      'api',
      { ...image, command },
      {
        description: join(beside, 'platform.yaml'),
        folder: into,
        env: { PATH: '/usr/bin:/bin' },
        line: () => undefined,
        signal: new AbortController().signal,
      },
    );
  };

  it('is what the command of the description writes, in its folder', async () => {
    const program = await build(['cp', 'program', '{out}']);
    expect(readFileSync(program, 'utf8')).toBe('the program');
  });

  it('refuses to go on when it does not build, or its builder is missing', async () => {
    await expect(build(['cp', 'nothing', '{out}'])).rejects.toMatchObject({ code: 'build-failed', exit: 5 });
    await expect(build(['no-such-builder', '{out}'])).rejects.toMatchObject({ code: 'no-builder', exit: 4 });
    await expect(build(['true', '{out}'])).rejects.toMatchObject({ code: 'build-failed', exit: 5 });
  });

  it('is never the program of an earlier run', async () => {
    const earlier = folder({ api: 'old' });
    await expect(build(['true'], earlier)).rejects.toThrow('true wrote no program');
  });

  it('refuses to guess among several commands, and a folder that is no Go module', () => {
    const several = module('cmd/a', 'cmd/b');
    expect(() => mainPackage('api', several, 'services/api')).toThrow('services/api/cmd holds a, b');
    expect(() => mainPackage('api', folder(), 'services/api')).toThrow('there is no go.mod in services/api');
  });
});

describe('a program', () => {
  const spec = (script: string, line: (text: string) => void = () => undefined) => ({
    ...({ name: 'it', command: ['/bin/sh', '-c', script], cwd: '/', env: {}, signal: 'SIGTERM', grace: 1 } as const),
    line,
  });

  it('hands on its lines, and says how it ended', async () => {
    const lines: string[] = [];
    const child = new Child(spec('echo one; echo two >&2; exit 3', (text) => lines.push(text)));
    expect(await child.ended).toBe(3);
    expect(lines.sort()).toEqual(['one', 'two']);
    expect(child.isRunning).toBe(false);
  });

  it('gets no variable but its own', async () => {
    const lines: string[] = [];
    await new Child({ ...spec('env', (text) => lines.push(text)), env: { ONLY: 'this' } }).ended;
    expect(lines.filter((line) => !/^(PWD|SHLVL|_|OLDPWD)=/.test(line))).toEqual(['ONLY=this']);
  });

  it('is killed when it does not stop in time', async () => {
    const lines: string[] = [];
    const child = new Child(
      spec('trap "" TERM; echo deaf; while :; do /bin/sleep 0.05; done', (text) => lines.push(text)),
    );
    while (lines.length === 0) await new Promise((done) => setTimeout(done, 10));
    expect(await child.stop()).toBe('SIGKILL');
  });

  it('is cut short by a signal', async () => {
    const abort = new AbortController();
    const ran = toItsEnd(spec('exec /bin/sleep 60'), abort.signal);
    abort.abort();
    await expect(ran).rejects.toThrow('aborted');
    await expect(toItsEnd(spec('true'), abort.signal)).rejects.toThrow('aborted');
  });

  it('takes with it what it started', async () => {
    const lines: string[] = [];
    const child = new Child(spec('/bin/sleep 60 & echo $!; wait', (text) => lines.push(text)));
    while (lines.length === 0) await new Promise((done) => setTimeout(done, 10));
    // Its output is closed, which `ended` waits for, once nobody has it any more.
    expect(await child.stop()).toBe('SIGTERM');
  });

  it('that does not exist ends with 127, as in a shell', async () => {
    const child = new Child({ ...spec(''), command: ['/no/such/program'] });
    expect([await child.ended, child.tail]).toEqual([127, expect.stringContaining('ENOENT')]);
  });
});

describe('a store', () => {
  const spec = (script: string) =>
    ({ name: 'main', command: ['/bin/sh', '-c', script], cwd: '/', env: {}, signal: 'SIGTERM', grace: 1 }) as const;
  const started = (script: string) => new Child({ ...spec(script), line: () => undefined });

  const stage = () => {
    const failed = new AbortController();
    const fail = (reason: Error) => failed.abort(reason);
    return { stores: [], signal: failed.signal, fail } as unknown as Stage;
  };

  it('is not taken for another server on its port', async () => {
    const other = createTcpServer().listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const child = started('echo no such folder >&2; exit 3');
    await child.ended;
    const { port } = other.address() as AddressInfo;
    await expect(listening(stage(), child, port)).rejects.toThrow('main ended with 3: no such folder');
    other.close();
  });

  it('that is lost later stops everything with its reason', async () => {
    const other = createTcpServer().listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const on = stage();
    const child = started('exec /bin/sleep 60');
    await listening(on, child, (other.address() as AddressInfo).port);
    await child.stop();
    await new Promise((done) => setImmediate(done));
    expect(on.stores).toEqual([child]);
    expect(on.signal.reason).toMatchObject({ code: 'store-failed', message: 'main ended with SIGTERM' });
    other.close();
  });

  it('has a folder that only its owner may enter, and one run at a time', () => {
    const description = described();
    const state = stateOf(description, 'local');
    expect((statSync(state.data('main')).mode & 0o777).toString(8)).toBe('700');
    const lock = join(state.folder, 'lock');
    writeFileSync(lock, `${process.ppid}\n`);
    expect(() => stateOf(description, 'local')).toThrow(`local runs already, as process ${process.ppid}`);
    // Of a process that is gone.
    const { pid } = spawnSync('true');
    writeFileSync(lock, `${pid}\n`);
    stateOf(description, 'local').release();
    expect(existsSync(lock)).toBe(false);
  });
});

describe('a stop in good order', () => {
  it.each(['SIGTERM', 'SIGHUP'] as const)('is asked for by %s', async (name) => {
    const aborted = await stoppable(async (signal) => {
      process.emit(name);
      return signal.aborted;
    });
    expect(aborted).toBe(true);
  });
});

describe('ports of this machine', () => {
  it('are the described ones where they are free, each only once', async () => {
    const { gateway, ...shop } = platformOf('shop', 'local');
    const ports = await machinePorts({ ...shop, gateway: { ...gateway, used: false } });
    const all = [
      ...Object.values(ports.services).flatMap((own) => Object.values(own)),
      ...Object.values(ports.resources),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(ports.services['users']?.['metrics']).toBeGreaterThan(ports.services['orders']?.['metrics'] ?? 0);
  });

  it('pass over one that somebody has, and refuse the gateway’s', async () => {
    const taken = createTcpServer().listen(0, '127.0.0.1');
    await new Promise((done) => taken.once('listening', done));
    const { port } = taken.address() as AddressInfo;
    try {
      const text = services(`  api: { build: api, ports: { http: ${port} } }`);
      expect((await machinePorts(resolved(text))).services['api']?.['http']).toBeGreaterThan(port);
      const routed = services(
        `  api: { build: api, ports: { http: 8080 }, routes: / }`,
        `gateway: { port: ${port} }\n`,
      );
      await expect(machinePorts(resolved(routed))).rejects.toThrow(`the gateway's port ${port} is in use`);
    } finally {
      taken.close();
    }
  });
});
