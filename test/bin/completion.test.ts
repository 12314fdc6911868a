import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { commands } from '../../bin/commands';
import { folder, slipway, small } from './support';

const script = async (shell: string) => (await slipway(['completion', shell])).out;

/** What bash offers for a command line, in a folder with a description. */
async function offers(...words: string[]): Promise<string[]> {
  const cwd = folder({ 'platform.yaml': small, 'other.yaml': '' });
  const asked = `${await script('bash')}
COMP_WORDS=(slipway ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
_slipway; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', asked], { cwd, encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

describe('completion for bash', () => {
  it.each([
    [['sy'], ['synth']],
    [
      ['synth', 'c'],
      ['cdk', 'compose', 'ci'],
    ],
    [['check', '--en'], ['--environment']],
    [
      ['check', '-e', ''],
      ['edge', 'local'],
    ],
    [['secrets', 'l'], ['local']],
    [['completion', ''], expect.arrayContaining(['bash', 'zsh', 'fish'])],
    [
      ['graph', '--format', ''],
      ['text', 'mermaid'],
    ],
    [['-q', 'explain', '--js'], ['--json']],
    [['check', '-f', 'o'], ['other.yaml']],
    [['help', 'expl'], ['explain']],
  ])('offers for %j', async (words, expected) => {
    expect(await offers(...words)).toEqual(expected);
  });
});

describe.each([
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
  ['bash', ['-n']],
])('the script for %s', (shell, argv) => {
  it('names every command and every option', async () => {
    const text = await script(shell);
    for (const { name, options } of commands) {
      expect(text).toContain(name);
      for (const { flags } of options) expect(text).toContain((/--([a-z]+)/.exec(flags) as RegExpExecArray)[1]);
    }
  });

  it('is read by the shell where that is installed', async () => {
    const input = await script(shell);
    const { error, status, stderr } = spawnSync(shell, argv, { input, encoding: 'utf8' });
    const missing = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
    expect([missing ? 0 : status, stderr ?? '']).toEqual([0, missing ? expect.anything() : '']);
  });
});

it('has its help and completion without a description', async () => {
  const { code, err } = await slipway(['completion', 'bash', '-v'], { env: { PATH: join('/nowhere') } });
  expect(err).toMatch(/exit code 0/);
  expect(code).toBe(0);
});
