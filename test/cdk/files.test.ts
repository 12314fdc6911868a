import { limits } from '../../cdk/limits';
import { type Assembly, assemble, dig, type Json, list, platformFrom } from './assembly';

const text = `services:
  web:
    image: ghcr.io/acme/web:1
    user: "1001:1002"
    ports: { http: 8080 }
    calls: [api]
    secrets: { TOKEN: {}, MASTER: { name: master-key, generate: true } }
    writable: [/etc/web/cache]
    files:
      /etc/web/web.conf: { content: "peer \${api.host}\\nprice 5$ 'x'\\n" }
      /etc/web/conf.d/key.conf: { content: "a \${env.TOKEN} b \${env.MASTER}\\n" }
      /opt/web/empty: { content: "" }
    sidecars:
      proxy: { image: "ghcr.io/acme/proxy:1", user: 0, files: { /etc/proxy/p.conf: { content: "p\\n" } } }
    init:
      first: { image: "ghcr.io/acme/first:1", files: { /etc/first/f.conf: { content: "f\\n" } } }
    uses: [main.web]
    migrate: [/app, up]
  api: { image: "ghcr.io/acme/api:1", ports: { http: 8080 }, health: { command: [/probe] } }
jobs:
  sync: { image: "ghcr.io/acme/web:1", files: { /etc/sync/s.conf: { content: "s\\n" } } }
resources:
  main: { kind: postgres, databases: [web] }
  search: { kind: container, image: "ghcr.io/acme/search:1", ports: { tcp: 7700 }, files: { /etc/search/s.conf: { content: "s\\n" } } }
`;

let assembly: Assembly;
beforeAll(() => {
  assembly = assemble(platformFrom(text));
});

const definitions = (part: string): Json[] =>
  list(assembly.one(part, 'AWS::ECS::TaskDefinition'), 'ContainerDefinitions');
const named = (part: string, name: string): Json => {
  const found = definitions(part).find((each) => each['Name'] === name);
  if (found === undefined) throw new Error(`no container ${name}`);
  return found;
};
const awaited = (definition: Json): unknown[] => list(definition, 'DependsOn').map((each) => each['ContainerName']);

describe('config files on Fargate', () => {
  it('are a volume over each of their folders, which the program may not change', () => {
    expect(named('web', 'web')['MountPoints']).toEqual([
      { ContainerPath: '/etc/web', SourceVolume: 'web_files_0', ReadOnly: true },
      { ContainerPath: '/etc/web/cache', SourceVolume: 'web-0' },
      { ContainerPath: '/opt/web', SourceVolume: 'web_files_1', ReadOnly: true },
    ]);
    expect(named('web', 'web')['ReadonlyRootFilesystem']).toBe(true);
  });

  it('are written before the container starts, from its own image, as its user, on a read-only root', () => {
    const { Command, ...writer } = named('web', 'web_files');
    expect(writer).toMatchObject({
      Image: 'ghcr.io/acme/web:1',
      Essential: false,
      EntryPoint: ['/slipway/tools/busybox', 'sh'],
      User: '1001:1002',
      ReadonlyRootFilesystem: true,
      LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
      DependsOn: [{ ContainerName: 'web-owner', Condition: 'SUCCESS' }],
    });
    expect(dig(Command, 0)).toBe('-c');
    expect(list(named('web', 'web'), 'DependsOn')).toContainEqual({ ContainerName: 'web_files', Condition: 'SUCCESS' });
    expect(awaited(named('web', 'web'))).toEqual(['first', 'web-owner', 'web_files']);
  });

  it('get their secrets from Secrets Manager, which no variable and no command holds', () => {
    const writer = named('web', 'web_files');
    const store = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:small/dev';
    expect(list(writer, 'Secrets').map(({ ValueFrom }) => ValueFrom)).toEqual([
      `${store}/web-token`,
      `${store}/master-key`,
    ]);
    expect(list(writer, 'Environment').map(({ Value }) => Value)).toEqual([
      'a ',
      ' b ',
      '\n',
      "peer api\nprice 5$ 'x'\n",
    ]);
    const roles = JSON.stringify(assembly.all('web', 'AWS::IAM::Role').map(({ Properties }) => Properties));
    expect(roles).toContain(`${store}/web-token-??????`);
    expect(roles).toContain(`${store}/master-key-??????`);
  });

  it('are written for init containers, sidecars, jobs, migrations and servers too', () => {
    expect(awaited(named('web', 'first'))).toEqual(['first-owner', 'first_files']);
    expect(awaited(named('web', 'proxy'))).toEqual(['first', 'proxy-owner', 'proxy_files']);
    expect(awaited(named('web-migrate', 'web-migrate'))).toEqual(['web-migrate-owner', 'web-migrate_files']);
    expect(awaited(named('sync', 'sync'))).toContain('sync_files');
    expect(awaited(named('search', 'search'))).toContain('search_files');
  });

  it('need no capability where the container is root', () => {
    const owner = named('web', 'proxy-owner');
    expect(owner['LinuxParameters']).toEqual({ Capabilities: { Drop: ['ALL'] } });
    expect(JSON.stringify(owner['Command'])).not.toContain('chown');
  });

  it('use volumes that the task has, and memory that it has room for', () => {
    for (const part of ['web', 'web-migrate', 'sync', 'search']) {
      const task = assembly.one(part, 'AWS::ECS::TaskDefinition');
      const volumes = list(task, 'Volumes').map(({ Name }) => Name);
      const mounted = definitions(part).flatMap((each) =>
        list(each, 'MountPoints').map((mount) => mount['SourceVolume']),
      );
      expect([...new Set(mounted)].sort()).toEqual([...volumes].sort());
      const memory = definitions(part).reduce((sum, each) => sum + Number(each['Memory']), 0);
      expect(memory).toBeLessThanOrEqual(Number(task['Memory']));
    }
  });
});

const found = (description: string, code: string): string[] => {
  const platform = platformFrom(description);
  return limits
    .filter((limit) => limit.code === code)
    .flatMap((limit) => limit.find(platform).map((path) => path.join('.')));
};
const web = (fields: string): string => `services: { web: { image: "ghcr.io/acme/web:1", ${fields} } }`;

describe('a file that Fargate cannot put where it belongs', () => {
  it.each(['/etc/app.conf', '/app.conf', '/work/app.conf'])('refuses %s', (path) => {
    const text = web(`writable: [/work], files: { ${path}: { content: "a" } }`);
    expect(found(text, 'unsupported-files')).toEqual([`services.web.files.${path}`]);
  });

  it('is left out where an environment accepts that', () => {
    const made = assemble(
      platformFrom(web('files: { /etc/app.conf: { content: "a" } }'), ', accept: [unsupported-files]'),
    );
    const [only, ...others] = list(made.one('web', 'AWS::ECS::TaskDefinition'), 'ContainerDefinitions');
    expect([only?.['MountPoints'], others]).toEqual([undefined, []]);
  });

  it('refuses a root that may be written, in which its folder may not', () => {
    const text = (root: boolean) => web(`readOnlyRoot: ${root}, files: { /etc/web/app.conf: { content: "a" } }`);
    expect(found(text(false), 'unsupported-file-folder')).toEqual(['services.web.readOnlyRoot']);
    expect(found(text(true), 'unsupported-file-folder')).toEqual([]);
  });

  it('refuses more than a task definition takes', () => {
    const text = (length: number) => web(`files: { /etc/web/app.conf: { content: "${'a'.repeat(length)}" } }`);
    expect(found(text(62_000), 'unsupported-task-definition')).toEqual(['services.web.files']);
    expect(found(text(50_000), 'unsupported-task-definition')).toEqual([]);
    const made = assemble(platformFrom(text(50_000)));
    const task = JSON.stringify(made.one('web', 'AWS::ECS::TaskDefinition'));
    expect(Buffer.byteLength(task)).toBeLessThan(64 * 1024);
  });

  it('refuses a migration whose variables are too many, where the service is not', () => {
    const env = `migrate: { command: [/app, up], env: { BIG: "${'a'.repeat(62_000)}" } }, uses: [main.web]`;
    const text = `${web(env)}\nresources: { main: { kind: postgres, databases: [web] } }`;
    expect(found(text, 'unsupported-task-definition')).toEqual(['services.web.env']);
  });
});
