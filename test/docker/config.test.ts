import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { render } from '../../compose/index';
import { images } from '../../platform/index';
import { cases } from '../conformance/cases';
import { variablesOf } from '../support/compose-env';
import { run } from './support/run';

const root = mkdtempSync(join(tmpdir(), 'slipway-compose-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const local = cases().filter(([, , platform]) => platform.environment.runtime === 'compose');

describe.each(local)('%s in %s', (name, environment, platform) => {
  const files = render(platform);
  const folder = join(root, name, environment);

  beforeAll(() => {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });

  it('is a file that Compose takes', async () => {
    const { required } = variablesOf(parse(files.get('compose.yaml') ?? ''));
    writeFileSync(join(folder, 'secrets.env'), [...required].map((variable) => `${variable}=x\n`).join(''));
    const words = ['docker', 'compose', '--env-file', 'secrets.env', '-f', 'compose.yaml', 'config', '--quiet'];
    expect(await run(words, { cwd: folder })).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('has configurations that the proxy takes', async () => {
    const configs = [...files].filter(([path]) => path.endsWith('haproxy.cfg'));
    expect(configs.length).toBeGreaterThan(0);
    for (const [path, input] of configs) {
      const words = ['docker', 'run', '--rm', '-i', images.haproxy, 'haproxy', '-c', '-f', '/dev/stdin'];
      const { code, stderr } = await run(words, { input });
      expect([path, code, stderr]).toEqual([path, 0, expect.not.stringMatching(/ALERT|WARNING/)]);
    }
  });
});

it('looks at every environment on Compose of every description', () => {
  expect(local.map(([name]) => name)).toEqual(expect.arrayContaining(['shop', 'everything']));
});

it('refuses a file that Compose would refuse', async () => {
  const input = 'services: { web: { imge: "web:1" } }\n';
  const { code, stderr } = await run(['docker', 'compose', '-f', '-', 'config', '--quiet'], { cwd: root, input });
  expect([code, stderr]).toEqual([expect.any(Number), expect.stringContaining('imge')]);
  expect(code).not.toBe(0);
});
