import { busybox as b, projectOf, until } from './support/project';
import { docker, run } from './support/run';

/** What a user other than root may do in a container of the rendered file: write a directory on disk, open port 80. */
const describeWith = (image: string) => `services:
  writer:
    image: "${image}"
    command: [/app/busybox, sleep, infinity]
    user: 10001
    memory: 32Mi
    writable: [/data/db, /etc/there, { path: /fast, medium: memory, size: 8Mi }]
    drain: 1s
  web:
    image: "${image}"
    command: [/app/busybox, httpd, -f, -p, "80", -h, /www]
    user: 10001
    ports: { http: 80 }
    health: /
    drain: 1s
  own:
    image: "${image}"
    command: [/app/busybox, sleep, infinity]
    user: image
    writable: [/data]
    drain: 1s
  keeps:
    image: "${image}"
    command: [/app/busybox, sleep, infinity]
    user: "10001:10002"
    writable: keep
    files:
      /etc/keeps/key: { content: "5$ key\\n", mode: "0444" }
      /etc/keeps/run.sh: { content: "#!/app/busybox sh\\necho ran\\n", mode: "0755" }
    drain: 1s
`;

const project = projectOf('slipway-test-running', describeWith, {
  tools: [
    'RUN mkdir -p /files/etc/there /files/www && echo image > /files/etc/there/image && echo hello > /files/www/index.html',
  ],
  image: ['COPY --from=tools /files /', 'COPY --chown=10001 --from=tools /files/www /kept', 'USER 4242:4243'],
});
const { compose, inside, idOf } = project;

beforeAll(() => project.up());
afterAll(() => project.down());

describe('a directory on disk', () => {
  it('is written by its user where the image has no such folder, and holds more than the memory of the container', async () => {
    const script = [
      `${b} id -u`,
      `${b} dd if=/dev/zero of=/data/db/large bs=1M count=96 2>/dev/null`,
      `${b} sync`,
      `${b} stat -c %s /data/db/large`,
      `${b} stat -c '%u:%g' /data/db /data/db/large`,
    ].join('; ');
    expect((await inside('writer', script)).split('\n')).toEqual([
      '10001',
      String(96 * 1024 * 1024),
      ...['10001:10001', '10001:10001'],
    ]);
    const state = await docker('inspect', '--format', '{{.RestartCount}} {{.State.OOMKilled}}', await idOf('writer'));
    expect(state).toBe('0 false');
  });

  it('is no memory, unlike one that asks for memory', async () => {
    const types = await inside('writer', `${b} awk '$2 ~ "^/(data/db|fast)$" { print $2, $3 }' /proc/mounts`);
    const found = Object.fromEntries(types.split('\n').map((line) => line.split(' ')));
    expect(found).toEqual({ '/data/db': expect.not.stringMatching(/^tmpfs$/), '/fast': 'tmpfs' });
  });

  it('starts empty whatever the image has there, and nothing around it can be written', async () => {
    expect(await inside('writer', `${b} ls -A /etc/there`)).toBe('');
    expect(await inside('writer', `{ echo x > /etc/x; } 2>&1 || :`)).toMatch(/Read-only file system/);
  });

  it('outlives a crash and another start of the project, and goes with the volumes of the project', async () => {
    await inside('writer', 'echo kept > /data/db/kept');
    await compose('kill', 'writer');
    await compose('up', '--detach');
    expect(await inside('writer', `${b} cat /data/db/kept`)).toBe('kept');
    await compose('down', '--volumes');
    expect(
      await docker('volume', 'ls', '--quiet', '--filter', `label=com.docker.compose.project=${project.name}`),
    ).toBe('');
    await compose('up', '--detach');
    expect(await inside('writer', `${b} ls -A /data/db`)).toBe('');
  });
});

describe('port 80', () => {
  it('is opened by uid 10001, and its health check is answered', async () => {
    expect(await inside('web', `${b} id -u; ${b} wget -q -O - http://127.0.0.1:80/index.html`)).toBe('10001\nhello');
    const id = await idOf('web');
    expect(await docker('inspect', '--format', '{{.Config.User}} {{.HostConfig.CapAdd}}', id)).toBe('10001:10001 []');
    await until(async () => (await docker('inspect', '--format', '{{.State.Health.Status}}', id)) === 'healthy');
  });

  it('is refused to the same user without the setting that the file has: it is that which opens it', async () => {
    expect(await docker('inspect', '--format', '{{json .HostConfig.Sysctls}}', await idOf('web'))).toBe(
      JSON.stringify({ 'net.ipv4.ip_unprivileged_port_start': '0' }),
    );
    const as = ['--user', '10001', '--cap-drop', 'ALL', '--sysctl', 'net.ipv4.ip_unprivileged_port_start=1024'];
    const { stderr } = await run([
      'docker',
      'run',
      '--rm',
      ...as,
      'localhost/slipway-test-running:1',
      b,
      'httpd',
      '-f',
      '-p',
      '80',
    ]);
    expect(stderr).toMatch(/Permission denied/);
  });
});

describe("an image's own user", () => {
  it('runs, and writes a directory on disk that the image does not have', async () => {
    const script = `${b} id -u; ${b} id -g; echo fine > /data/x; ${b} cat /data/x; ${b} stat -c %u:%g /data/x`;
    expect((await inside('own', script)).split('\n')).toEqual(['4242', '4243', 'fine', '4242:4243']);
  });

  it('may write nothing else, since the root is read-only', async () => {
    expect(await inside('own', '{ echo x > /app/x; } 2>&1 || :')).toMatch(/Read-only file system/);
  });
});

describe('a file system that is kept', () => {
  it('is as writable as the image has it: what is its user’s, and not what is root’s', async () => {
    const script = `echo more >> /kept/index.html; ${b} cat /kept/index.html; { echo x > /www/x; } 2>&1 || :`;
    expect((await inside('keeps', script)).split('\n')).toEqual([
      ...['hello', 'more', expect.stringMatching(/Permission denied/)],
    ]);
  });

  it('takes files with their mode', async () => {
    const script = `cd /etc/keeps; ${b} stat -c '%n %a %u:%g' key run.sh; ${b} cat key; ./run.sh`;
    expect((await inside('keeps', script)).split('\n')).toEqual([
      ...['key 444 0:0', 'run.sh 755 0:0', '5$ key', 'ran'],
    ]);
  });
});
