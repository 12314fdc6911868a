import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { render } from '../../compose/index';
import { type ComposeEnv, interpolateAll } from '../support/compose-env';
import { examples, platformOf } from '../support/platforms';
import { described, slipway, slipwayJson } from './support';

interface Result {
  readonly variables: readonly { name: string; value: string; secret: boolean; from: string }[];
  readonly migrate: Result['variables'] | null;
}

const asMap = (list: Result['variables']) => Object.fromEntries(list.map(({ name, value }) => [name, value]));
const vault = (file: string, name: string) => join(dirname(file), 'secrets', name);
const envOf = (file: string): ComposeEnv =>
  Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^[A-Z]/.test(line))
      .map((line) => line.split(/=(.*)/, 2) as [string, string]),
  );

const keepSecrets: readonly string[] = ['shop', 'coffeeshop'];

/** The files that stand beside a description and that it may read. */
const beside = (description: string) => {
  const files = readdirSync(dirname(description)).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(dirname(description), name), 'utf8')]));
};

describe.each(['shop', 'coffeeshop', 'online-boutique', 'hotel-reservation'] as const)(
  'slipway explain --env on %s',
  (example) => {
    const environment = 'local';
    const platform = platformOf(example, environment);
    const file = described(readFileSync(examples[example], 'utf8'), beside(examples[example]));
    const here = ['-e', environment, '-f', file];
    let services: Record<string, { environment?: Record<string, string | null> }>;
    let env: ComposeEnv;

    beforeAll(async () => {
      await slipway(['secrets', environment, '-f', file]);
      const path = vault(file, `${environment}.env`);
      expect(existsSync(path)).toBe(keepSecrets.includes(example));
      if (existsSync(path)) writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/^([A-Z_]+)=$/gm, '$1=given'));
      env = existsSync(path) ? envOf(path) : {};
      services = (parse(render(platform).get('compose.yaml') ?? '') as { services: typeof services }).services;
    });

    /** Without what is passed on (null): nothing is set here. */
    const found = (name: string) =>
      Object.fromEntries(
        Object.entries(interpolateAll(services[name]?.environment ?? {}, env)).filter(([, value]) => value !== null),
      );

    it.each([...platform.services, ...platform.jobs].map(({ name }) => name))(
      'reveals for %s what the container of the rendered file finds',
      async (name) => {
        const { document, err } = await slipwayJson<Result>(['explain', name, '--env', '--reveal', ...here]);
        expect(err).toBe('');
        expect(asMap(document.result.variables)).toEqual(found(name));
        const { migrate } = document.result;
        if (migrate !== null) {
          expect(asMap(migrate)).toEqual(found(`${name}-migrate`));
        }
      },
    );

    it.each(platform.services.map(({ name }) => name))('shows no secret value of %s unless asked', async (name) => {
      const { out } = await slipway(['explain', name, '--env', ...here]);
      const names = out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.replace(/=.*/, ''));
      expect(names).toEqual(Object.keys(found(name)));
      for (const value of Object.values(env)) expect(out).not.toContain(value);
    });
  },
);

describe('slipway explain --env', () => {
  const file = described();

  it('prints lines that a shell reads back', async () => {
    const values = { MOTTO: "it's $5, isn't it?", RUN: '$(false)', TWO: 'a;b', QUOTE: "'", LESS: 'a<b', BACK: '`x`' };
    const text = platformText(`env: ${JSON.stringify(values)}`);
    const { out } = await slipway(['explain', 'api', '--env', '-f', described(text)]);
    expect(out).toContain(`MOTTO='it'\\''s $5, isn'\\''t it?'\n`);
    for (const [name, value] of Object.entries(values)) {
      const script = `${out.split('\n').find((line) => line.startsWith(`${name}=`))}\nprintf %s "$${name}"`;
      expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(value);
    }
  });

  it('says which values are not there yet', async () => {
    const { code, out, err } = await slipway(['explain', 'api', '--env', '--reveal', '-f', described()]);
    expect(code).toBe(0);
    expect(out).toContain("PGPASSWORD='<password of main-api>'\n");
    expect(err).toBe('no value yet: API_API_KEY, MAIN_API_PASSWORD; run `slipway secrets local`\n');
  });

  it('reveals on Kubernetes what the Secrets hold, plain or in base64', async () => {
    await slipway(['secrets', 'edge', '-f', file]);
    const path = vault(file, 'edge.yaml');
    const [secret] = parseAllDocuments(readFileSync(path, 'utf8')).map((each) => each.toJS() as SecretDocument);
    const key = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'api-api-key' }, data: { value: 'czNjcmV0' } };
    const others = readFileSync(path, 'utf8').split('---\n').slice(1);
    writeFileSync(path, [JSON.stringify(key), ...others].join('\n---\n'));
    expect(secret?.metadata.name).toBe('api-api-key');
    const { document } = await slipwayJson<Result>(['explain', 'api', '--env', '--reveal', '-e', 'edge', '-f', file]);
    const found = asMap(document.result.variables);
    expect(found['API_KEY']).toBe('s3cret');
    expect(found['PGPASSWORD']).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(found['MAILER_GRPC_ADDR']).toBe('mailer:9090');
  });

  it('leaves out a variable that is passed through and not set here', async () => {
    const path = described(platformText('passthrough: [HTTPS_PROXY]'));
    const without = await slipway(['explain', 'api', '--env', '-f', path]);
    expect(without.out).not.toContain('HTTPS_PROXY');
    const proxied = await slipway(['explain', 'api', '--env', '-f', path], {
      env: { HTTPS_PROXY: 'http://proxy:3128' },
    });
    expect(proxied.out).toContain('HTTPS_PROXY=http://proxy:3128\n');
  });

  it('reads values that were written by hand, in quotes or with a comment', async () => {
    const path = described();
    await slipway(['secrets', 'local', '-f', path]);
    writeFileSync(
      vault(path, 'local.env'),
      [
        "API_API_KEY='a b\"c' # mine",
        'MAIN_API_PASSWORD="x\\"y\\n" # mine',
        'MAIN_ADMIN_PASSWORD=plain # mine',
        '',
      ].join('\n'),
    );
    const { document } = await slipwayJson<Result>(['explain', 'api', '--env', '--reveal', '-f', path]);
    expect(asMap(document.result.variables)).toMatchObject({ API_KEY: 'a b"c', PGPASSWORD: 'x"y\n' });
  });

  it.each([
    ["'-----BEGIN KEY-----\nabc'", 'has a quote that does not end on its line'],
    ['"open', 'has a quote that does not end on its line'],
    ['cost$5', 'has a $, which Compose replaces with a variable'],
    ['"un$HOME"', 'has a $, which Compose replaces with a variable'],
  ])('refuses to read %j, which Compose reads as something else', async (written, rule) => {
    const path = described();
    await slipway(['secrets', 'local', '-f', path]);
    writeFileSync(vault(path, 'local.env'), `# mine\nAPI_API_KEY=${written}\n`);
    const { code, err } = await slipway(['explain', 'api', '--env', '--reveal', '-f', path]);
    expect([code, err]).toEqual([1, expect.stringContaining(`local.env:2: API_API_KEY ${rule}\n  fix: `)]);
    expect(err).not.toContain(written);
  });

  it('takes a name with a colon, a tab that is escaped, and a $ in single quotes', async () => {
    const path = described();
    await slipway(['secrets', 'local', '-f', path]);
    writeFileSync(vault(path, 'local.env'), 'API_API_KEY: "a\\tb"\nMAIN_API_PASSWORD=\'$5\'\n');
    const { document } = await slipwayJson<Result>(['explain', 'api', '--env', '--reveal', '-f', path]);
    expect(asMap(document.result.variables)).toMatchObject({ API_KEY: 'a\tb', PGPASSWORD: '$5' });
  });

  it.each([
    [['explain', '--env'], '--env needs a service or a job'],
    [['explain', 'mail', '--env'], 'local has no service or job "mail"'],
    [['explain', 'main', '--env'], 'local has no service or job "main"'],
    [['explain', 'api', '--reveal'], '--reveal shows secret values of variables'],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await slipway([...argv, '-f', file]);
    expect([code, err.split('\n')[0]]).toEqual([2, `error: ${message}`]);
  });

  it('refuses to guess between several environments on compose', async () => {
    const { code, err } = await slipway([
      'explain',
      'api',
      '--env',
      '-f',
      described(
        'platform: two\nservices: { api: { build: api } }\nenvironments: { a: { runtime: compose }, b: { runtime: compose } }\n',
      ),
    ]);
    expect(code).toBe(2);
    expect(err).toContain('name one with --environment: a, b');
  });
});

interface SecretDocument {
  readonly metadata: { readonly name: string };
}

function platformText(fields: string): string {
  return `platform: small\nservices:\n  api:\n    image: ghcr.io/acme/api:1\n    ${fields}\nenvironments:\n  local: { runtime: compose }\n`;
}
