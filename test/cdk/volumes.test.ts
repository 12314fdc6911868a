import { type Assembly, assemble, dig, list, platformFrom, type Resource } from './assembly';

const text = `services:
  api: { image: "api:1", user: "1001:1010", scale: { min: 2, max: 4, cpu: 60 }, writable: [/tmp],
    volumes: { uploads: { path: /out, size: 300Gi } }, mounts: { /log: web.log },
    uses: [main.api], migrate: [/api, migrate], files: { /out/etc/api.conf: { content: x } } }
  web: { image: "web:1", user: 0, scale: 1, volumes: { log: { path: /log } }, mounts: { /in: api.uploads } }
  odd: { image: "odd:1", mounts: { /in: api.uploads, /log: web.log } }
jobs:
  pack: { image: "pack:1", volumes: { state: { path: /state } }, mounts: { /in: api.uploads } }
resources:
  main: { kind: postgres, databases: [api] }
`;

let dev: Assembly;
let prod: Assembly;
beforeAll(() => {
  dev = assemble(platformFrom(text));
  prod = assemble(platformFrom(text, ', tier: production'));
});

const [mount, write, root] = ['Mount', 'Write', 'RootAccess'].map((each) => `elasticfilesystem:Client${each}`);

/** Actions that the role of a task may do in file systems, by the parameter that the file system comes from. */
function rights(part: string): Record<string, unknown> {
  const statements = dev
    .all(part, 'AWS::IAM::Role')
    .flatMap(({ Properties }) => list(Properties, 'Policies'))
    .flatMap((each) => list(each, 'PolicyDocument', 'Statement'))
    .filter(({ Action }) => String([Action].flat()[0]).startsWith('elasticfilesystem:'));
  return Object.fromEntries(
    statements.map(({ Action, Resource, Condition }) => {
      const [system = ''] = /\w+FileSystemParameter/.exec(JSON.stringify(Resource)) ?? [];
      // Through its access point and no other way.
      expect(JSON.stringify(Condition)).toContain(system.replace('FileSystemParameter', 'AccessPointParameter'));
      return [system.replace('FileSystemParameter', ''), Action];
    }),
  );
}

describe('a volume of a service', () => {
  it('is a file system, encrypted, backed up, that takes in whom its policy knows and over TLS alone', () => {
    expect(dev.one('api-volumes', 'AWS::EFS::FileSystem')).toMatchObject({
      Encrypted: true,
      ThroughputMode: 'elastic',
      PerformanceMode: 'generalPurpose',
      BackupPolicy: { Status: 'ENABLED' },
      LifecyclePolicies: [{ TransitionToIA: 'AFTER_30_DAYS' }, { TransitionToPrimaryStorageClass: 'AFTER_1_ACCESS' }],
    });
    const policy = list(dev.one('api-volumes', 'AWS::EFS::FileSystem'), 'FileSystemPolicy', 'Statement');
    expect(policy.map(({ Effect, Condition }) => [Effect, Condition])).toEqual([
      ['Allow', { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } }],
      ['Deny', { Bool: { 'aws:SecureTransport': 'false' } }],
      ['Deny', { Null: { 'elasticfilesystem:AccessPointArn': 'true' } }],
    ]);
    // The account, whose roles say more: nobody without one.
    expect(dig(policy[0], 'Principal', 'AWS')).not.toBe('*');
  });

  it('has a way in from each zone, without a way out, and the user of the container whoever comes', () => {
    const targets = prod.all('api-volumes', 'AWS::EFS::MountTarget');
    expect(targets.map(({ Properties }) => dig(Properties, 'SubnetId', 'Fn::Select', 0))).toEqual([0, 1, 2]);
    expect(dig(targets[0]?.Properties, 'SubnetId', 'Fn::Select', 1)).toEqual({ Ref: 'NetworkDataSubnetsParameter' });
    expect(dev.one('api-volumes', 'AWS::EFS::AccessPoint')).toMatchObject({
      PosixUser: { Uid: '1001', Gid: '1010' },
      RootDirectory: { Path: '/data', CreationInfo: { OwnerUid: '1001', OwnerGid: '1010', Permissions: '0750' } },
    });
  });

  it('is kept where the posture says so, with a key of its own; its logical id never changes', () => {
    const of = (assembly: Assembly, part: string): Record<string, string | undefined> =>
      Object.fromEntries(
        Object.entries(assembly.template(part).Resources)
          .filter(([, { Type }]) => ['AWS::EFS::FileSystem', 'AWS::KMS::Key'].includes(Type))
          .map(([id, { DeletionPolicy }]: [string, Resource]) => [id, DeletionPolicy]),
      );
    // Another id is another, empty file system: whoever changes one here loses the data of those who deploy it.
    expect(of(dev, 'api-volumes')).toEqual({ UploadsFileSystem: 'Delete' });
    expect(of(prod, 'api-volumes')).toEqual({
      UploadsFileSystem: 'RetainExceptOnCreate',
      VolumesKey: 'RetainExceptOnCreate',
    });
    expect(of(prod, 'pack-volumes')).toEqual({
      StateFileSystem: 'RetainExceptOnCreate',
      VolumesKey: 'RetainExceptOnCreate',
    });
    expect(prod.one('api-volumes', 'AWS::EFS::FileSystem')).toHaveProperty('KmsKeyId');
    expect(prod.manifest.artifacts['small-dev-api-volumes']?.properties.terminationProtection).toBe(true);
  });

  it('is written by the role of its owner, read by those of its readers, and by nobody else’s', () => {
    expect(rights('api')).toEqual({ ApiVolumesUploads: [mount, write], WebVolumesLog: [mount, root] });
    expect(rights('odd')).toEqual({ ApiVolumesUploads: [mount], WebVolumesLog: [mount, root] });
    expect(rights('web')).toEqual({ ApiVolumesUploads: [mount], WebVolumesLog: [mount, write, root] });
    expect(rights('pack')).toEqual({ ApiVolumesUploads: [mount], PackVolumesState: [mount, write] });
    expect(rights('api-migrate')).toEqual({});
  });

  it('is opened on its port to owner and readers, from both sides', () => {
    const rules = (side: 'Ingress' | 'Egress') =>
      dev
        .everything()
        .filter(
          ([, , { Type, Properties }]) => Type === `AWS::EC2::SecurityGroup${side}` && Properties['FromPort'] === 2049,
        )
        .map(([, , { Properties }]) => Properties['Description'])
        .sort();
    const all = ['api', 'odd', 'pack', 'web'].map((name) => `${name} to volume api.uploads`);
    const others = ['pack to volume pack.state', ...['api', 'odd', 'web'].map((name) => `${name} to volume web.log`)];
    expect(rules('Ingress')).toEqual([...all, ...others].sort());
    expect(rules('Egress')).toEqual(rules('Ingress'));
  });

  it('is mounted over TLS with the role, and read-only by readers', () => {
    const task = dev.one('web', 'AWS::ECS::TaskDefinition');
    expect(list(task, 'Volumes')).toContainEqual({
      Name: 'volume_api_uploads',
      EFSVolumeConfiguration: {
        FilesystemId: { Ref: 'ApiVolumesUploadsFileSystemParameter' },
        TransitEncryption: 'ENABLED',
        AuthorizationConfig: { AccessPointId: { Ref: 'ApiVolumesUploadsAccessPointParameter' }, IAM: 'ENABLED' },
      },
    });
    expect(list(task, 'ContainerDefinitions')[0]).toMatchObject({
      MountPoints: [
        { ContainerPath: '/in', SourceVolume: 'volume_api_uploads', ReadOnly: true },
        { ContainerPath: '/log', SourceVolume: 'volume_web_log' },
      ],
    });
  });

  it('takes nothing of the disk of the task, and nobody gives it away: the access point has', () => {
    const task = dev.one('api', 'AWS::ECS::TaskDefinition');
    expect(task).not.toHaveProperty('EphemeralStorage');
    const owner = list(task, 'ContainerDefinitions').find(({ Name }) => Name === 'api-owner');
    expect(list(owner, 'MountPoints').map(({ SourceVolume }) => SourceVolume)).toEqual([
      'api-0',
      'api_files_0',
      'api_tools',
    ]);
    expect(list(dev.one('web', 'AWS::ECS::TaskDefinition'), 'ContainerDefinitions')).toHaveLength(1);
  });

  it('is an empty directory in a migration, which has nothing of what it holds', () => {
    const task = dev.one('api-migrate', 'AWS::ECS::TaskDefinition');
    expect(JSON.stringify(task)).not.toContain('EFSVolumeConfiguration');
    expect(list(task, 'ContainerDefinitions')[0]).toMatchObject({
      MountPoints: expect.arrayContaining([{ ContainerPath: '/out', SourceVolume: 'api-migrate-0' }]),
    });
  });

  it('stands before owner and readers, though two read each other’s', () => {
    const needs = (part: string) => dev.manifest.artifacts[`small-dev-${part}`]?.dependencies ?? [];
    for (const part of ['api', 'web', 'odd']) {
      expect(needs(part)).toEqual(expect.arrayContaining(['small-dev-api-volumes', 'small-dev-web-volumes']));
    }
    expect(needs('pack')).toEqual(expect.arrayContaining(['small-dev-api-volumes', 'small-dev-pack-volumes']));
    expect(needs('api-volumes')).not.toContain('small-dev-api');
  });

  it('is closed by the old task before the new one opens it, where one alone has it', () => {
    const deployment = (part: string) => dig(dev.one(part, 'AWS::ECS::Service'), 'DeploymentConfiguration');
    expect(deployment('web')).toMatchObject({ MinimumHealthyPercent: 0, MaximumPercent: 100 });
    expect(deployment('api')).toMatchObject({ MinimumHealthyPercent: 100, MaximumPercent: 200 });
  });
});
