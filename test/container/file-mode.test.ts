import { limits as composeLimits } from '../../compose/limits';
import { limits } from '../../k8s/limits';
import { dig, list } from '../cdk/assembly';
import { platformIn, problemsIn, Targets } from './targets';

/** Files with a mode, beside one without, on every runtime. */
const text = `services:
  app:
    image: "app:1"
    user: "1001:1002"
    readOnlyRoot: false
    files:
      /etc/app/key: { content: "5$ secret-ish\\n", mode: "0600" }
      /etc/app/run.sh: { content: "#!/bin/sh\\n", mode: "0755" }
      /etc/app/empty: { content: "", mode: "0400" }
      /etc/app/plain: { content: "plain\\n" }
`;

let targets: Targets;
beforeAll(() => {
  targets = new Targets(text, { ecs: 'services: { app: { readOnlyRoot: true } }' });
});

it('is copied with its mode on Compose where all may read it, and mounted otherwise', () => {
  const configs = targets.compose('app').configs ?? [];
  const at = (target: string) => configs.find((each) => each.target === target);
  expect(at('/etc/app/run.sh')).toEqual({ source: expect.any(String), target: '/etc/app/run.sh', mode: '0755' });
  for (const name of ['plain', 'key'])
    expect(at(`/etc/app/${name}`)).toEqual({ source: expect.any(String), target: `/etc/app/${name}` });
});

it('is refused on Compose where its user could not read the copy, and not to root', () => {
  const found = (fields: string) =>
    composeLimits
      .filter(({ code }) => code === 'unsupported-file-mode')
      .flatMap((limit) => limit.find(platformIn('local', `services: { a: { image: "a:1", ${fields} } }`)));
  const file = (mode: string) => `files: { /etc/a/x: { content: x, mode: "${mode}" } }`;
  const place = [['services', 'a', 'files', '/etc/a/x']];
  expect(found(`readOnlyRoot: false, ${file('0600')}`)).toEqual(place);
  expect(found(`readOnlyRoot: true, ${file('0755')}`)).toEqual(place);
  expect(found(`readOnlyRoot: false, ${file('0755')}`)).toEqual([]);
  expect(found(`readOnlyRoot: false, user: 0, ${file('0600')}`)).toEqual([]);
});

it('is mounted for all to read where the root is read-only and that is accepted', () => {
  const only = 'services: { app: { image: "app:1", files: { /etc/app/key: { content: x, mode: "0600" } } } }';
  const { services } = platformIn('local', only, { compose: 'accept: [unsupported-file-mode]' });
  expect(services[0]?.files).toEqual([{ path: '/etc/app/key', content: ['x'], secret: false, mode: '0600' }]);
  expect(new Targets(only).compose('app').configs).toEqual([{ source: expect.any(String), target: '/etc/app/key' }]);
});

it('is written by its user before the pod starts, since a ConfigMap gives its group more', () => {
  const { initContainers = [], containers } = targets.pod('Deployment/app').spec;
  const writer = initContainers.find(({ name }) => name === 'write-files') as unknown as { command: string[] };
  const script = writer.command[2]?.split('\n') ?? [];
  expect(script.filter((line) => line.startsWith('chmod'))).toEqual([
    'chmod 0400 /slipway/files/app.etc.app.empty',
    'chmod 0600 /slipway/files/app.etc.app.key',
    'chmod 0755 /slipway/files/app.etc.app.run.sh',
  ]);
  // An empty file has no part to write.
  expect(script).toContain('{ :; } > /slipway/files/app.etc.app.empty');
  expect(initContainers.find(({ name }) => name === 'write-files')?.securityContext).toMatchObject({ runAsUser: 1001 });
  const { data } = targets.object('ConfigMap/app-files');
  expect(Object.keys(data ?? {})).toContain('app.etc.app.plain');
  expect(Object.keys(data ?? {})).not.toContain('app.etc.app.key');
  expect(containers).toHaveLength(1);
});

it('is given by the writer of a Fargate task', () => {
  const [writer] = list(targets.task('app'), 'ContainerDefinitions').filter(({ Name }) => Name === 'app_files');
  const script = String(dig(writer, 'Command', 1));
  expect(script.split('\n').filter((line) => line.includes(' chmod '))).toEqual([
    ...[
      ['0400', 'empty'],
      ['0600', 'key'],
      ['0444', 'plain'],
      ['0755', 'run.sh'],
    ].map(([mode, name]) => `/slipway/tools/busybox chmod ${mode} '/slipway/files/0/${name}'`),
  ]);
});

it('may be put on a short form by an environment, and taken away', () => {
  const modeIn = (over: string) =>
    platformIn('cluster', text, { kubernetes: `services: { app: { files: { ${over} } } }` }).services[0]?.files.map(
      ({ path, mode }) => [path, mode].join(' '),
    );
  expect(modeIn('/etc/app/plain: { mode: "0640" }')).toContain('/etc/app/plain 0640');
  expect(modeIn('/etc/app/key: { mode: null }')).toContain('/etc/app/key ');
});

it.each(['0200', '600', '0o600', '0999', '00600'])('refuses %s', (mode) => {
  const wrong = `services: { a: { image: "a:1", files: { /etc/a/key: { content: x, mode: "${mode}" } } } }`;
  expect(problemsIn('local', wrong).join()).toMatch(/services\.a\.files/);
});

it('refuses a number, which YAML does not read as octal', () => {
  const wrong = 'services: { a: { image: "a:1", files: { /etc/a/key: { content: x, mode: 0600 } } } }';
  expect(problemsIn('local', wrong).join()).toMatch(/services\.a\.files/);
});

it('refuses a private file of an image’s own user, and takes one that everyone may read', () => {
  const own = (mode: string) =>
    problemsIn(
      'local',
      `services: { a: { image: "a:1", user: image, files: { /etc/a/x: { content: x, mode: "${mode}" } } } }`,
    );
  expect(own('0640')).toEqual(['file-mode-user services.a.files./etc/a/x.mode']);
  expect(own('0755')).toEqual([]);
});

it('keeps a sidecar’s own user out of nothing that it has: Kubernetes refuses what would', () => {
  const found = (fields: string) =>
    limits
      .filter(({ code }) => code === 'unsupported-file-mode')
      .flatMap((limit) =>
        limit.find(
          platformIn('cluster', `services: { a: { image: "a:1", sidecars: { b: { image: "b:1", ${fields} } } } }`),
        ),
      );
  const file = (mode: string) => `files: { /etc/b/x: { content: x, mode: "${mode}" } }`;
  expect(found(`user: 1001, ${file('0600')}`)).toEqual([['services', 'a', 'sidecars', 'b', 'files', '/etc/b/x']]);
  expect(found(`user: 1001, ${file('0640')}`)).toEqual([]);
  expect(found(file('0600'))).toEqual([]);
});
