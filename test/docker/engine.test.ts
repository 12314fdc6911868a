import { join } from 'node:path';
import { run } from './support/run';

const script = join(__dirname, '../../.ci/docker.sh');

describe('what the suite needs', () => {
  it('refuses to go on without an engine, in one line and with a code of its own', async () => {
    const env = { ...process.env, DOCKER_HOST: `unix://${join(__dirname, 'no-such-socket')}` };
    expect(await run(['bash', script, '--check'], { env })).toEqual({
      code: 4,
      stdout: '',
      stderr: 'docker: no engine answers; bash .ci/docker.sh installs one\n',
    });
  });

  it('is there', async () => {
    expect(await run(['bash', script, '--check'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
