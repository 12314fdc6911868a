import { join } from 'node:path';
import { platformOf } from '../support/platforms';
import { holdsState } from '../support/stateful';
import {
  type Assembly,
  assemble,
  dig,
  ecsEnvironments,
  inTemporaryFolder,
  list,
  type Resource,
  readJson,
} from './assembly';

/** Types whose replacement or deletion loses data, images or the way to them. */
const statefulTypes = [
  'AWS::AmazonMQ::Broker',
  'AWS::ECR::Repository',
  'AWS::EFS::FileSystem',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::KMS::Key',
  'AWS::MSK::Cluster',
  'AWS::MSK::Topic',
  'AWS::RDS::DBInstance',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
];

/** What everything else stands in: a new one is a new everything. */
const groundTypes = ['AWS::EC2::Subnet', 'AWS::EC2::VPC'];

/** Actions that AWS knows no resource for, or that search among all. */
const allowedOnAll = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
  'ecr:GetAuthorizationToken',
  'route53:ListHostedZonesByName',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];

const assemblies = new Map<string, Assembly>();

beforeAll(() => {
  for (const [example, environment] of ecsEnvironments) {
    assemblies.set(`${example} ${environment}`, assemble(platformOf(example, environment)));
  }
});

it('covers every environment of the examples on ECS', () => {
  expect(ecsEnvironments).toHaveLength(7);
});

it('gives the same bytes from another folder', () => {
  const before = process.cwd();
  const again = inTemporaryFolder((folder) => {
    process.chdir(folder);
    try {
      return assemble(platformOf('shop', 'prod'));
    } finally {
      process.chdir(before);
    }
  });
  const files = assemblies.get('shop prod')!.files;
  expect([...again.files.keys()]).toEqual([...files.keys()]);
  for (const [path, text] of again.files) expect([path, text === files.get(path)]).toEqual([path, true]);
});

describe.each(ecsEnvironments)('%s in %s', (example, environment) => {
  let assembly: Assembly;
  beforeAll(() => {
    assembly = assemblies.get(`${example} ${environment}`)!;
  });

  it('asks no account anything while it is synthesised', () => {
    expect(assembly.manifest.missing).toBeUndefined();
  });

  it('holds no path and no trace of the machine', () => {
    for (const [path, text] of assembly.files) {
      if (path.startsWith('asset.')) continue;
      expect([path, text.includes(process.cwd()) || text.includes('/tmp/') || text.includes('node_modules')]).toEqual([
        path,
        false,
      ]);
    }
    expect([...assembly.files.keys()]).not.toContain('tree.json');
  });

  it('deploys whom a service calls before it', () => {
    const { name, environment, flows, services } = assembly.platform;
    const { artifacts } = assembly.manifest;
    const stacks = Object.keys(artifacts).filter((each) => artifacts[each]!.type === 'aws:cloudformation:stack');
    expect(stacks).toHaveLength(assembly.parts.length);
    for (const { from, to } of flows.filter((flow) => flow.from.kind === 'service' && flow.to.kind === 'service')) {
      expect(services.map((each) => each.name)).toContain(to.name);
      expect(artifacts[`${name}-${environment.name}-${from.name}`]!.dependencies).toContain(
        `${name}-${environment.name}-${to.name}`,
      );
    }
  });

  it('lets stacks talk by agreed names alone', () => {
    for (const part of assembly.parts) {
      const text = JSON.stringify(assembly.template(part));
      expect([part, /Fn::ImportValue|Fn::GetStackOutput|"Export"/.test(text), assembly.template(part).Outputs]).toEqual(
        [part, false, undefined],
      );
    }
  });

  it('looks up only what another stack, the pipeline or the team publishes, and is deployed after that stack', () => {
    const {
      name,
      environment: { name: at },
    } = assembly.platform;
    const publishers = new Map(
      assembly
        .everything()
        .filter(([, , { Type }]) => Type === 'AWS::SSM::Parameter')
        .map(([part, , { Properties }]) => [Properties['Name'], part]),
    );
    const images = new Set(
      [...assembly.platform.services, ...assembly.platform.jobs].map(({ image }) =>
        image.kind === 'build' ? image.name : '',
      ),
    );
    for (const part of assembly.parts) {
      for (const lookup of assembly.lookups(part)) {
        const publisher = publishers.get(lookup);
        if (publisher === undefined) {
          expect(lookup).toMatch(new RegExp(`^/${name}/${at}/(${[...images].join('|')})/(image|version)$`));
          continue;
        }
        const { dependencies } = assembly.manifest.artifacts[`${name}-${at}-${part}`]!;
        expect(dependencies).toContain(`${name}-${at}-${publisher}`);
      }
    }
  });

  it('stays well below the limits of CloudFormation', () => {
    for (const part of assembly.parts) {
      const { Resources, Parameters = {} } = assembly.template(part);
      expect([part, Object.keys(Resources).length < 400, Object.keys(Parameters).length < 100]).toEqual([
        part,
        true,
        true,
      ]);
      expect(assembly.files.get(`${assembly.platform.name}-${environment}-${part}.template.json`)!.length).toBeLessThan(
        700_000,
      );
    }
  });

  it('gives every stateful resource both policies, and keeps it where the posture says so', () => {
    const { retain } = assembly.platform.environment.posture;
    const found = assembly.everything().filter(([, , { Type }]) => statefulTypes.includes(Type));
    expect(found.length > 0).toBe(holdsState(assembly.platform));
    for (const [part, id, { DeletionPolicy, UpdateReplacePolicy }] of found) {
      // A resource that was only just created, and holds nothing, goes when that creation fails.
      const replaced = DeletionPolicy === 'RetainExceptOnCreate' ? 'Retain' : DeletionPolicy;
      expect([part, id, UpdateReplacePolicy]).toEqual([part, id, replaced]);
      // What can be made again from other secrets, or is read by nobody.
      const disposable = id === 'ComposedSecret' || id.endsWith('DefaultSecret');
      expect([part, id, DeletionPolicy]).toEqual([
        part,
        id,
        retain && !disposable ? 'RetainExceptOnCreate' : expect.stringMatching(/^(Delete|Snapshot)$/),
      ]);
    }
  });

  it('keeps the logical id of every stateful resource', () => {
    const golden = readJson(join(__dirname, 'stateful-ids.json')) as Record<string, Record<string, string>>;
    const ids = Object.fromEntries(
      assembly
        .everything()
        .filter(([, , { Type }]) => [...statefulTypes, ...groundTypes].includes(Type))
        .map(([part, id, { Type }]): [string, string] => [`${part}/${id}`, Type])
        .sort(),
    );
    const key = `${example} ${environment}`;
    const lost = Object.keys(golden[key] ?? {}).filter((id) => !(id in ids));
    // A stateful resource with another logical id or in another stack is a new, empty one, and the old one is deleted or
    // left alone: whoever deploys this loses the data in it. Do not change the golden file to make this pass.
    expect({ 'data would be lost of': lost }).toEqual({ 'data would be lost of': [] });
    // New ones are added to stateful-ids.json, sorted.
    expect(ids).toEqual(golden[key]);
  });

  it('gives rights on everything only to actions that know no resource', () => {
    for (const [part, id, resource] of assembly.everything()) {
      for (const { Action, Resource: on } of statementsOf(resource)) {
        if (![on].flat().includes('*')) continue;
        expect({ part, id, actions: [Action].flat().filter((action) => !allowedOnAll.includes(action)) }).toEqual({
          part,
          id,
          actions: [],
        });
      }
    }
  });

  it('grants no action with a star', () => {
    for (const [part, id, resource] of assembly.everything()) {
      const actions = statementsOf(resource).flatMap(({ Action }) => [Action].flat());
      expect([part, id, actions.filter((action) => action.includes('*'))]).toEqual([part, id, []]);
    }
  });

  it('holds no secret: each comes from Secrets Manager when it is needed', () => {
    for (const [part, id, { Type, Properties }] of assembly.everything()) {
      if (Type === 'AWS::SecretsManager::Secret')
        expect([part, id, Properties['SecretString']]).toEqual([part, id, undefined]);
      const text = JSON.stringify(Properties);
      for (const [, key, value] of text.matchAll(/"([A-Za-z]*[Pp]assword)":("[^"]*")/g)) {
        expect([part, id, key, value]).toEqual([part, id, key, expect.stringContaining('{{resolve:secretsmanager:')]);
      }
    }
  });

  it('opens to everybody the ports of the gateway alone', () => {
    for (const [part, id, { Type, Properties }] of assembly.everything()) {
      const inline = Type === 'AWS::EC2::SecurityGroup' ? list(Properties, 'SecurityGroupIngress') : [];
      const rules = Type === 'AWS::EC2::SecurityGroupIngress' ? [Properties] : inline;
      for (const rule of rules) {
        if (rule['CidrIp'] !== '0.0.0.0/0') continue;
        expect([part, id, [80, 443].includes(rule['FromPort'] as number), rule['FromPort']]).toEqual([
          'edge',
          id,
          true,
          rule['ToPort'],
        ]);
      }
    }
  });

  it('leaves no security group with the egress that AWS adds to one without rules', () => {
    for (const [part, id, { Type, Properties }] of assembly.everything()) {
      if (Type !== 'AWS::EC2::SecurityGroup') continue;
      expect([part, id, list(Properties, 'SecurityGroupEgress').length > 0]).toEqual([part, id, true]);
    }
  });

  it('keeps every log for the days of the posture', () => {
    const { logRetention } = assembly.platform.environment.posture;
    for (const [part, id, { Type, Properties }] of assembly.everything()) {
      if (Type === 'AWS::Logs::LogGroup')
        expect([part, id, Properties['RetentionInDays']]).toEqual([part, id, logRetention]);
    }
  });

  it('tags every stack with platform, environment and owner, and protects it where the posture says so', () => {
    const { name, owner, environment: env } = assembly.platform;
    for (const part of assembly.parts) {
      const { tags, terminationProtection } = assembly.manifest.artifacts[`${name}-${env.name}-${part}`]!.properties;
      expect(tags).toMatchObject({ platform: name, environment: env.name, owner });
      expect(terminationProtection).toBe(env.posture.deletionProtection);
    }
  });
});

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** What roles may do. Policies of keys and buckets speak of themselves. */
function statementsOf({ Type, Properties }: Resource): Statement[] {
  const inline = list(Properties, 'Policies').map((policy) => dig(policy, 'PolicyDocument'));
  const documents =
    Type === 'AWS::IAM::Role' ? inline : Type === 'AWS::IAM::Policy' ? [Properties['PolicyDocument']] : [];
  return documents
    .flatMap((document) => list(document, 'Statement') as unknown as Statement[])
    .filter(({ Effect }) => Effect === 'Allow');
}
