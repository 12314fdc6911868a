import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { composeSecrets } from '../../provision/handlers/compose';
import { described, slipway, slipwayJson } from './support';

const text = `platform: shop
repository: acme/shop
services:
  api: { image: "ghcr.io/acme/api:1", ports: { http: 8080 }, uses: [main.app, cache], consumes: [q.m] }
resources:
  main: { kind: postgres, databases: [app], provider: external, external: { host: db.example.com } }
  cache: { kind: redis, provider: external, external: { host: r.example.com } }
  q: { kind: rabbitmq, queues: [m], provider: external, external: { host: mq.example.com } }
environments:
  local: { runtime: compose, accept: [unsupported-egress-ports] }
  stg: { runtime: kubernetes }
  prod: { runtime: ecs, account: "123456789012", region: eu-west-1, accept: [unsupported-health] }
`;
const password = 'p@ss/w?d#1 %2F:$x';
const encoded = 'p%40ss%2Fw%3Fd%231%20%252F%3A%24x';
const urls = ['DATABASE_URL', 'REDIS_URL', 'AMQP_URL'];

const set = (file: string, environment: string, name: string, stdin: string) =>
  slipway(['secrets', environment, '-f', file, '--set', name], { stdin });

describe('a password that the team gives', () => {
  const file = described(text);
  const vault = join(dirname(file), 'secrets', 'local.env');
  const lines = () =>
    Object.fromEntries(
      readFileSync(vault, 'utf8')
        .split('\n')
        .map((line) => line.split(/=(.*)/s)),
    );
  const explained = async () => {
    const { out } = await slipway(['explain', 'api', '-e', 'local', '-f', file, '--env', '--reveal']);
    return Object.fromEntries(out.split('\n').map((line) => line.split(/=(.*)/s)));
  };

  beforeAll(async () => {
    for (const login of ['MAIN_API', 'CACHE_API', 'Q_API']) {
      await set(file, 'local', `${login}_USERNAME`, `${login.toLowerCase()}@team`);
      await set(file, 'local', `${login}_PASSWORD`, password);
    }
  });

  it('is kept as it is, and percent-encoded for URLs', () => {
    expect(lines()).toMatchObject({
      MAIN_API_PASSWORD: `'${password}'`,
      MAIN_API_PASSWORD_IN_URL: encoded,
      MAIN_API_USERNAME_IN_URL: 'main_api%40team',
    });
  });

  it('stands encoded in each URL of a container, and plain in its own variable', () => {
    return slipway(['synth', 'compose', '-q', '-e', 'local', '-f', file, '--out', join(dirname(file), 'dist')]).then(
      () => {
        const compose = readFileSync(join(dirname(file), 'dist/local/compose/compose.yaml'), 'utf8');
        for (const name of urls) {
          const line = compose.split('\n').find((each) => each.includes(` ${name}: `)) ?? '';
          expect(line).toMatch(/\$\{[A-Z_]+_USERNAME_IN_URL:\?[^}]*\}:\$\{[A-Z_]+_PASSWORD_IN_URL:\?[^}]*\}@/);
        }
        expect(compose).toMatch(/PGPASSWORD: "\$\{MAIN_API_PASSWORD:\?/);
      },
    );
  });

  it('is found again by whoever reads the URL', async () => {
    const env = await explained();
    expect(env['PGPASSWORD']).toContain(password);
    for (const name of urls) {
      const url = new URL(String(env[name]).replace(/^'(.*)'$/, '$1'));
      expect([name, decodeURIComponent(url.password), url.hostname]).toEqual([
        name,
        password,
        expect.stringMatching(/^(db|r|mq)\.example\.com$/),
      ]);
    }
  });

  it('is encoded anew once somebody has changed it by hand', async () => {
    writeFileSync(
      vault,
      readFileSync(vault, 'utf8').replace(`MAIN_API_PASSWORD='${password}'`, 'MAIN_API_PASSWORD=a+b'),
    );
    const { document } = await slipwayJson<{ made: string[]; toSet: string[] }>(['secrets', 'local', '-f', file]);
    expect(document.result).toMatchObject({ made: ['MAIN_API_PASSWORD_IN_URL'], toSet: [] });
    expect(lines()).toMatchObject({ MAIN_API_PASSWORD: 'a+b', MAIN_API_PASSWORD_IN_URL: 'a%2Bb' });
  });

  it('refuses to take the encoded form from anybody', async () => {
    const { code, err } = await set(file, 'local', 'MAIN_API_PASSWORD_IN_URL', 'x');
    expect(code).toBe(2);
    expect(err).toContain('there is no secret value "MAIN_API_PASSWORD_IN_URL"');
  });

  it('is asked of the team once: the open ones are passwords, not their forms', async () => {
    const fresh = described(text);
    const { document } = await slipwayJson<{ toSet: string[] }>(['secrets', 'local', '-f', fresh]);
    expect(document.result.toSet.filter((name) => name.endsWith('_IN_URL'))).toEqual([]);
    expect(document.result.toSet).toContain('Q_API_PASSWORD');
  });

  it('has both forms in a Secret of Kubernetes', async () => {
    await set(file, 'stg', 'MAIN_API_PASSWORD', password);
    const [secret] = parseAllDocuments(readFileSync(join(dirname(file), 'secrets', 'stg.yaml'), 'utf8'))
      .map((each) => each.toJS())
      .filter((each) => each.metadata.name === 'main-api');
    expect(secret.stringData).toMatchObject({ password, 'password-in-url': encoded });
  });

  it('is asked of the team on AWS alone, since the provisioner encodes it there', async () => {
    const { out, err } = await slipway(['secrets', 'prod', '-f', file]);
    expect(out + err).toContain('"username": "...", "password": "..."');
    expect(out + err).not.toContain('in-url');
  });
});

describe('what the provisioner writes', () => {
  const written = async (value: string): Promise<string> => {
    let result = '';
    await composeSecrets(
      {
        read: async (id: string) => (id === 'login' ? JSON.stringify({ password: value }) : ''),
        write: async (_id: string, text: string) => {
          result = text;
        },
      } as Parameters<typeof composeSecrets>[0],
      {
        kind: 'secrets',
        target: 'target',
        variables: [
          {
            name: 'URL',
            parts: [
              { text: 'amqps://me:' },
              { secret: 'login', key: 'password', inUrl: true },
              { text: '@mq.example.com/' },
            ],
          },
          { name: 'PLAIN', parts: [{ secret: 'login', key: 'password' }] },
        ],
      } as Parameters<typeof composeSecrets>[1],
    );
    return result;
  };

  it('is a URL that gives back any password', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, unit: 'grapheme' }), async (value) => {
        const { URL: url, PLAIN: plain } = JSON.parse(await written(value));
        expect(plain).toBe(value);
        expect(decodeURIComponent(new URL(url).password)).toBe(value);
        expect(new URL(url).hostname).toBe('mq.example.com');
      }),
    );
  });
});
