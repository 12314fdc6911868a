import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import { run, succeed } from './support/run';

const root = join(__dirname, '../..');

/** `slipway dev` on a copy of examples/hello, as a newcomer types it. */
describe('slipway dev', () => {
  let folder: string;
  let url: string;
  const slipway = (...words: string[]) =>
    run([join(root, 'node_modules/.bin/tsx'), join(root, 'bin/slipway.ts'), ...words], { cwd: folder });
  const compose = (...words: string[]) =>
    succeed(
      ['docker', 'compose', '--env-file', 'secrets/local.env', '-f', 'dist/local/compose/compose.yaml', ...words],
      {
        cwd: folder,
      },
    );

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-dev-'));
    cpSync(join(root, 'examples/hello'), folder, { recursive: true });
    const port = await freePort();
    url = `http://localhost:${port}/v1/greetings`;
    const file = join(folder, 'platform.yaml');
    // Under a name of its own: a hello that somebody has running stays what it is.
    const text = readFileSync(file, 'utf8').replace('platform: hello', 'platform: slipway-test-hello');
    const local = '  local: { runtime: compose }';
    expect(text).toContain(local);
    writeFileSync(file, text.replace(local, `  local: { runtime: compose, gateway: { port: ${port} } }`));
  });

  afterAll(async () => {
    await compose('down', '--volumes').catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  const greet = async () => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ name: 'Ada' }) });
    return response.json();
  };

  it('starts the platform, and says where it answers', async () => {
    const { code, stdout, stderr } = await slipway('dev');
    if (code !== 0) throw new Error(`it ended with ${code}\n${stdout}\n${stderr}`);
    expect(stdout).toContain(`${url.replace('/v1/greetings', '/')}  greeter\n`);
    expect(stdout).toContain('passwords: secrets/local.env\n');
    expect(await greet()).toEqual({ name: 'Ada', text: 'Hello, Ada!', count: 1 });
  });

  it('changes nothing when it is started again', async () => {
    const before = await compose('ps', '--quiet');
    expect((await slipway('dev')).code).toBe(0);
    expect(await compose('ps', '--quiet')).toBe(before);
    expect(await greet()).toMatchObject({ count: 2 });
  });

  it('says which container is not healthy', async () => {
    writeFileSync(
      join(folder, 'services/greeter/internal/repositories/migrations/00002_wrong.sql'),
      '-- +goose Up\nSELECT nothing FROM nowhere;\n',
    );
    const { code, stderr } = await slipway('dev');
    expect(code).toBe(5);
    expect(stderr).toContain('greeter-migrate');
  });
});
