import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres, type TestPostgres } from '../support/postgres';

const folder = join(__dirname, '../../examples/shop/services');
const script = join(folder, 'check.sh');

/** `[step, module]`, in the order of the script; some steps are of all modules. */
const steps = execFileSync(script, ['list'], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .map((line): [string, string] => {
    const [step = '', module = ''] = line.split(' ');
    return [step, module];
  });

let postgres: TestPostgres;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  postgres = await startPostgres();
  const { user, password, host, port } = postgres;
  const url = `postgres://${user}:${password}@${host}:${port}/postgres?sslmode=disable`;
  environment = { ...process.env, DATABASE_URL: url };
});

afterAll(() => postgres.stop());

function check(...words: string[]) {
  return spawnSync(script, words, { env: environment, encoding: 'utf8', maxBuffer: 64 << 20 });
}

it('every module is checked by every step', () => {
  const modules = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'go.mod')));
  expect(modules.length).toBeGreaterThan(0);
  const perModule = new Set(steps.filter(([, module]) => module !== '').map(([step]) => step));
  for (const step of [...perModule, 'vet', 'staticcheck', 'golangci-lint', 'gofumpt', 'test', 'fuzz', 'bench'])
    expect(
      steps
        .filter(([name]) => name === step)
        .map(([, module]) => module)
        .sort(),
    ).toEqual(modules);
});

it.each(steps)('%s %s is clean', (step, module) => {
  const { status, stdout, stderr } = check(...[step, module].filter((word) => word !== ''));
  if (status !== 0) throw new Error(`check.sh ${step} ${module} ended with ${status}\n${stdout}${stderr}`);
  expect(stdout).not.toBe('');
  // With a database nothing has a reason to be skipped.
  if (step === 'test') expect(stdout).toMatch(/^[1-9]\d* tests passed, 0 skipped$/m);
  process.stderr.write(`${step} ${module}\n${stdout.replace(/^/gm, '  ')}`);
});

it('the tests leave nothing behind in the database', async () => {
  const client = await postgres.connect();
  const { rows } = await client.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'test%'");
  expect(rows).toEqual([]);
  const tables = await client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  expect(tables.rows).toEqual([]);
});

it('refuses a step that does not exist', () => {
  expect(check('fuzz', 'billing')).toMatchObject({ status: 2, stderr: expect.stringContaining('"fuzz billing"') });
});
