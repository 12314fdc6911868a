import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { described, dockerfiles, folder, slipway, slipwayJson } from './support';

const text = `platform: hello
services:
  greeter:
    build: services/greeter
    ports: { http: 8080, ws: 8081, tcp: 7000 }
    routes: [/, { path: /live, port: ws }, { port: tcp, listen: 7001 }]
    uses: [main.greetings]
resources:
  main: { kind: postgres, databases: [greetings] }
environments:
  local: { runtime: compose }
  edge: { runtime: kubernetes, domain: edge.example.com }
`;

/** A PATH with a docker that notes what it is asked, and answers `up` and `ps` with these scripts. */
function docker({ up = 'true', ps = 'true', engine = 'echo 28.2.2' } = {}) {
  const made = folder();
  const asked = join(made, 'asked');
  const script = `#!/bin/sh
echo "$*" >> ${asked}
previous=
for word in "$@"; do
  [ "$previous" != --env-file ] || [ -f "$word" ] || { echo "couldn't find env file: $word" >&2; exit 14; }
  previous=$word
done
case "$*" in
  --version) echo "Docker version 28.2.2" ;;
  "version --format"*) ${engine} ;;
  "compose version --short") echo 2.40.3 ;;
  *" up "*) ${up} ;;
  *" ps "*) ${ps} ;;
esac
`;
  writeFileSync(join(made, 'docker'), script, { mode: 0o755 });
  return {
    env: { PATH: `${made}:/usr/bin:/bin` },
    asked: () => (existsSync(asked) ? readFileSync(asked, 'utf8') : ''),
  };
}

const healthy = `echo '{"Service":"greeter","State":"running","Health":"healthy","ExitCode":0}'`;
const out = (file: string) => join(dirname(file), 'dist');
const dev = (file: string, ...more: string[]) => ['dev', '-f', file, '--out', out(file), ...more];

describe('slipway dev', () => {
  it('makes secrets, renders, starts and says where everything is', async () => {
    const file = described(text);
    const { env, asked } = docker({ ps: healthy });
    const ran = await slipway(dev(file), { env });
    expect(ran.code).toBe(0);
    const compose = join(out(file), 'local/compose/compose.yaml');
    expect(readFileSync(compose, 'utf8')).toContain('name: hello-local');
    expect(readFileSync(join(dirname(file), 'secrets/local.env'), 'utf8')).toMatch(/^MAIN_GREETER_PASSWORD=\w{32}$/m);
    expect(asked()).toMatch(/^compose --env-file \S*secrets\/local\.env -f \S*compose\.yaml up --build --detach$/m);
    expect(ran.out).toContain('http://localhost:8080/    greeter\n');
    expect(ran.out).toContain('ws://localhost:8080/live  greeter\n');
    expect(ran.out).toContain('tcp://localhost:7001      greeter\n');
    expect(ran.out).toMatch(/^passwords: \S*secrets\/local\.env$/m);
    expect(ran.out).toMatch(/^stop: docker compose --env-file \S* -f \S* down$/m);
    expect(ran.out).not.toMatch(/\w{32}/);
  });

  it('gives the same as one document', async () => {
    const file = described(text);
    const { code, document } = await slipwayJson<{ addresses: unknown[]; secrets: string }>(dev(file), {
      env: docker({ ps: healthy }).env,
    });
    expect([code, document.ok, document.environment]).toEqual([0, true, 'local']);
    expect(document.result.addresses).toContainEqual({ address: 'http://localhost:8080/', name: 'greeter' });
    expect(document.result.secrets).toContain('secrets/local.env');
  });

  it('names no file of secrets where there are none, and neither does what it renders', async () => {
    const file = described(text.replace(/ {4}uses:.*\nresources:\n.*\n/, ''));
    const { env, asked } = docker({ ps: healthy });
    const { code, out: shown } = await slipway(dev(file), { env });
    expect([code, shown, asked()]).toEqual([
      0,
      expect.not.stringContaining('secrets'),
      expect.not.stringContaining('--env-file'),
    ]);
    const [head] = readFileSync(join(out(file), 'local/compose/compose.yaml'), 'utf8').split('\nname:');
    expect(head).toContain('# Start: docker compose -f dist/local/compose/compose.yaml up --build');
    expect(head).not.toContain('secrets');
  });

  it('prints commands that a shell takes, and warns of what was edited by hand', async () => {
    const spaced = Object.entries({ 'platform.yaml': text, ...dockerfiles(text) });
    const root = folder(Object.fromEntries(spaced.map(([path, content]) => [`with space/${path}`, content])));
    const file = join(root, 'with space', 'platform.yaml');
    const { env } = docker({ ps: healthy });
    const first = await slipway(dev(file), { env });
    const [, stop = ''] = /^stop: (.*)$/m.exec(first.out) ?? [];
    expect(execFileSync('/bin/sh', ['-c', stop], { env, encoding: 'utf8' })).toBe('');
    const compose = join(out(file), 'local/compose/compose.yaml');
    appendFileSync(compose, '# mine\n');
    expect((await slipway(dev(file), { env })).err).toContain('local/compose/compose.yaml had been edited by hand');
  });

  it('waits until what is starting is healthy', async () => {
    const file = described(text);
    const seen = join(dirname(file), 'seen');
    const starting = healthy.replace('"healthy"', '"starting"');
    const created = `echo '{"Service":"greeter","State":"created","Health":"","ExitCode":0}'`;
    const ps = `case $(cat ${seen} 2>/dev/null) in '') echo 1 > ${seen}; ${starting} ;; 1) echo 2 > ${seen}; ${created} ;; *) ${healthy} ;; esac`;
    const { env, asked } = docker({ ps });
    expect((await slipway(dev(file), { env })).code).toBe(0);
    expect(asked().match(/ ps /g)).toHaveLength(3);
  });

  it('says in one line what is missing where there is no engine, after making what needs none', async () => {
    const file = described(text);
    const { code, err } = await slipway(dev(file), { env: docker({ engine: 'exit 1' }).env });
    expect(code).toBe(4);
    expect(err).toContain('error: local runs in containers, and Docker engine is missing on this machine\n');
    expect(err).toContain('or run: slipway dev --processes');
    expect(existsSync(join(out(file), 'local/compose/compose.yaml'))).toBe(true);
    expect(existsSync(join(dirname(file), 'secrets/local.env'))).toBe(true);
  });

  it('ends 5 when Compose fails, or a container does', async () => {
    const failed = await slipway(dev(described(text)), {
      env: docker({ up: 'echo "no space left" >&2; exit 17' }).env,
    });
    expect([failed.code, failed.err]).toEqual([5, expect.stringContaining('no space left\n')]);
    expect(failed.err).toContain('error: docker compose up ended with 17\n');
    const sick = await slipway(dev(described(text)), {
      env: docker({ ps: healthy.replace('"healthy"', '"unhealthy"') }).env,
    });
    expect([sick.code, sick.err]).toEqual([5, expect.stringContaining('error: failed: greeter\n')]);
    const ended = `echo '[{"Service":"main-provision","State":"exited","Health":"","ExitCode":1}]'`;
    const gone = await slipway(dev(described(text)), { env: docker({ ps: ended }).env });
    expect([gone.code, gone.err]).toEqual([5, expect.stringContaining('error: failed: main-provision\n')]);
    const mute = await slipway(dev(described(text)), {
      env: docker({ ps: 'echo "permission denied" >&2; exit 1' }).env,
    });
    expect([mute.code, mute.err]).toEqual([
      5,
      expect.stringContaining('error: docker compose ps ended with 1 and lists 0 containers: permission denied\n'),
    ]);
  });

  it('asks for the values that only the team knows before anything starts', async () => {
    const { env, asked } = docker();
    const file = described(text.replace('uses:', 'secrets: [API_KEY]\n    uses:'));
    const { code, err } = await slipway(dev(file), { env });
    expect(code).toBe(4);
    expect(err).toContain('error: local needs 1 value that only you know\n');
    expect(err).toContain('GREETER_API_KEY');
    expect(asked()).not.toContain(' up ');
  });

  it('refuses an environment that is no laptop', async () => {
    const { code, err } = await slipway(dev(described(text), '-e', 'edge'));
    expect([code, err]).toEqual([2, expect.stringContaining('environment edge has runtime kubernetes')]);
  });
});
