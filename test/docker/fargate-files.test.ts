import { images } from '../../platform/index';
import { type Assembly, assemble, dig, type Json, list, platformFrom } from '../cdk/assembly';
import { docker, run, succeed } from './support/run';

/**
 * The containers of a rendered Fargate task, run one after the other as their dependsOn says, with what ECS makes of
 * them: volumes that are root's with mode 0755 and empty, the user, the read-only root, the capabilities that are left.
 */
const image = 'localhost/slipway-test-files:1';
const text = `services:
  web:
    image: "${image}"
    user: "1001:1002"
    calls: [api]
    secrets: [TOKEN]
    writable: [/etc/web/cache]
    files:
      /etc/web/web.conf: { content: "peer \${api.host} 5$ 'x'\\n" }
      /etc/web/conf.d/key.conf: { content: "a \${env.TOKEN} b\\n" }
      /etc/web/linked.conf: { content: "ours\\n" }
      /opt/new/empty: { content: "" }
  root: { image: "${image}", user: 0, files: { /etc/web/web.conf: { content: "root's\\n" } } }
  api: { image: "ghcr.io/acme/api:1", ports: { http: 8080 }, health: { command: [/probe] } }
`;

let assembly: Assembly;
const prefix = 'slipway-test-files';

beforeAll(async () => {
  assembly = assemble(platformFrom(text));
  const input = [
    `FROM ${images.busybox} AS tools`,
    'RUN mkdir -p /files/etc/web/conf.d && cd /files/etc/web && echo image > image.conf && echo theirs > conf.d/target.conf \\',
    '  && ln -s conf.d/target.conf linked.conf && echo hidden > hidden.conf && chmod 600 hidden.conf',
    'FROM scratch',
    'COPY --from=tools /files /',
    'COPY --from=tools /bin/busybox /app/busybox',
  ].join('\n');
  await succeed(['docker', 'build', '--quiet', '--tag', image, '-'], { input });
});

const definitions = (part: string): Json[] =>
  list(assembly.one(part, 'AWS::ECS::TaskDefinition'), 'ContainerDefinitions');
const volumes = (part: string): string[] =>
  list(assembly.one(part, 'AWS::ECS::TaskDefinition'), 'Volumes').map(({ Name }) => `${prefix}-${part}-${Name}`);

afterAll(async () => {
  for (const part of ['web', 'root']) await run(['docker', 'volume', 'rm', '--force', ...volumes(part)]);
  await run(['docker', 'image', 'rm', '--force', image]);
});

/** As ECS starts it; `instead` is what the main container runs. */
function start(part: string, definition: Json, instead?: string): Promise<string> {
  const words = (key: string) => (dig(definition, key) ?? []) as string[];
  const capabilities = (key: string) => list(definition, 'LinuxParameters', 'Capabilities', key) as unknown as string[];
  const mounts = list(definition, 'MountPoints').map(
    ({ SourceVolume, ContainerPath, ReadOnly }) =>
      `type=volume,source=${prefix}-${part}-${SourceVolume},target=${ContainerPath},volume-nocopy${ReadOnly === true ? ',readonly' : ''}`,
  );
  const secrets = list(definition, 'Secrets').map(
    ({ Name, ValueFrom }) => `${Name}=value of ${String(ValueFrom).split('/').at(-1)}`,
  );
  const env = list(definition, 'Environment').map(({ Name, Value }) => `${Name}=${Value}`);
  const [entry, ...rest] = instead === undefined ? words('EntryPoint') : ['/app/busybox'];
  const command = instead === undefined ? [...rest, ...words('Command')] : ['sh', '-c', instead];
  return docker(
    ...[
      'run',
      '--rm',
      '--network',
      'none',
      '--user',
      String(definition['User']),
      '--memory',
      `${definition['Memory']}m`,
    ],
    ...(definition['ReadonlyRootFilesystem'] === true ? ['--read-only'] : []),
    ...['--security-opt', 'no-new-privileges'],
    ...capabilities('Drop').flatMap((each) => ['--cap-drop', each]),
    ...mounts.flatMap((each) => ['--mount', each]),
    ...[...env, ...secrets].flatMap((each) => ['--env', each]),
    ...(entry === undefined ? [] : ['--entrypoint', entry]),
    String(definition['Image']),
    ...command,
  );
}

/** Starts what the main container waits for, and then a script in its place. */
async function inTask(part: string, script: string): Promise<string[]> {
  const all = definitions(part);
  const done = new Set<string>();
  const before = async (definition: Json): Promise<void> => {
    for (const { ContainerName, Condition } of list(definition, 'DependsOn')) {
      const other = all.find(({ Name }) => Name === ContainerName);
      if (other === undefined || Condition !== 'SUCCESS') throw new Error(`nothing to wait for: ${ContainerName}`);
      if (done.has(String(ContainerName))) continue;
      await before(other);
      await start(part, other);
      done.add(String(ContainerName));
    }
  };
  const main = all.find(({ Name }) => Name === part);
  if (main === undefined) throw new Error(`no container ${part}`);
  await before(main);
  return (await start(part, main, script)).split('\n');
}

const b = '/app/busybox';

it('finds each file at its path with its text, beside what the image has there', async () => {
  const script = [
    `cd /etc/web; ${b} cat web.conf conf.d/key.conf linked.conf image.conf conf.d/target.conf`,
    `${b} wc -c < /opt/new/empty`,
    `${b} stat -c '%n %a %u:%g' web.conf conf.d/key.conf linked.conf . conf.d cache`,
    `${b} test ! -e hidden.conf && echo not hidden.conf`,
  ].join('; ');
  expect(await inTask('web', script)).toEqual([
    "peer api 5$ 'x'",
    'a value of web-token b',
    'ours',
    'image',
    'theirs',
    '0',
    'web.conf 444 1001:1002',
    'conf.d/key.conf 440 1001:1002',
    'linked.conf 444 1001:1002',
    '. 755 1001:1002',
    'conf.d 755 1001:1002',
    'cache 755 1001:1002',
    'not hidden.conf',
  ]);
});

it('refuses to let the program change a file, and lets it write its writable directory', async () => {
  const write = (path: string) => `{ echo x > ${path}; } 2>&1 || :`;
  const script = [
    write('/etc/web/web.conf'),
    write('/etc/web/new'),
    `${b} rm -f /etc/web/web.conf 2>&1 || :`,
    'echo fine > /etc/web/cache/x',
    `${b} cat /etc/web/cache/x`,
  ].join('; ');
  const answers = await inTask('web', script);
  expect(answers.map((each) => /Read-only file system|fine/.exec(each)?.[0])).toEqual([
    ...Array(3).fill('Read-only file system'),
    'fine',
  ]);
});

it('does the same for root, which has no capability', async () => {
  const script = `${b} cat /etc/web/web.conf /etc/web/image.conf /etc/web/hidden.conf`;
  expect(await inTask('root', script)).toEqual(["root's", 'image', 'hidden']);
});
