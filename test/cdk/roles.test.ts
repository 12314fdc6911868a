import { type Assembly, assemble, dig, type Json, list, platformFrom } from './assembly';

// Whole roles, since one statement too many is what no test of a single right finds.

const text = `services:
  web:
    image: ghcr.io/acme/web:1
    ports: { http: 8080 }
    routes: /
    uses: [main.web, cache, queue]
    publishes: [bus.made]
    secrets: [TOKEN]
    migrate: [/up]
  reader: { image: "ghcr.io/acme/reader:1", consumes: [bus.made], uses: [cache] }
  plain: { image: "ghcr.io/acme/plain:1" }
jobs:
  report: { image: "ghcr.io/acme/web:1", schedule: "0 3 * * *", uses: [main.web] }
resources:
  main: { kind: postgres, databases: [web] }
  cache: { kind: redis }
  queue: { kind: rabbitmq, queues: [mails] }
  bus: { kind: kafka, topics: [made, other] }`;

let development: Assembly;
let production: Assembly;
beforeAll(() => {
  development = assemble(platformFrom(text));
  production = assemble(
    platformFrom('services: { plain: { image: "ghcr.io/acme/plain:1.2.3" } }', ', tier: production'),
  );
});

type Role = Readonly<{ principal: unknown; condition: unknown; may: readonly string[] }>;

/** A role of a stack as lines `action on resource`, by the part of its logical id. */
function role(assembly: Assembly, part: string, id: string): Role {
  const found = assembly.everything().filter(([of, name, { Type }]) => {
    return of === part && Type === 'AWS::IAM::Role' && name.includes(id);
  });
  if (found.length !== 1) throw new Error(`${part} has ${found.length} roles ${id}`);
  const { Properties } = found[0]![2];
  expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  const [trust, ...others] = list(Properties, 'AssumeRolePolicyDocument', 'Statement');
  expect(others).toEqual([]);
  const statements = list(Properties, 'Policies').flatMap((policy) => list(policy, 'PolicyDocument', 'Statement'));
  for (const { Effect } of statements) expect(Effect).toBe('Allow');
  return { principal: dig(trust, 'Principal'), condition: dig(trust, 'Condition'), may: statements.flatMap(lines) };
}

function lines({ Action, Resource }: Json): string[] {
  return [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} on ${placeOf(resource)}`));
}

/** An ARN without region and account, or the logical id that it is of. */
function placeOf(resource: unknown): string {
  if (typeof resource === 'string') return resource.replace(/^arn:aws:([a-z-]+):eu-west-1:111111111111:/, '$1 ');
  return String(dig(resource, 'Ref') ?? dig(resource, 'Fn::GetAtt', 0)).replace(/[0-9A-F]{8}$/, '');
}

const ours = { StringEquals: { 'aws:SourceAccount': '111111111111' } };
const logs = ['logs:CreateLogStream on TaskLogs', 'logs:PutLogEvents on TaskLogs'];
const reads = (...names: string[]) =>
  names.map((name) => `secretsmanager:GetSecretValue on secretsmanager secret:small/dev/${name}-??????`);
/** What `aws ecs execute-command` needs, in development alone. */
const exec = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
  (action) => `ssmmessages:${action} on *`,
);

describe('the role by which a task is started', () => {
  it.each([
    ['plain', []],
    ['reader', ['cache-reader-17d013ab', 'reader/env']],
    ['report', ['main-report-3c3eb4ff', 'report/env']],
    ['web', ['cache-web', 'main-web', 'web-token', 'web/env']],
    ['web-migrate', ['cache-web', 'main-web-migrate', 'web-migrate/env', 'web-token']],
  ])('of %s writes its logs and reads its secrets: %j', (part, secrets) => {
    expect(role(development, part, 'ExecutionRole')).toEqual({
      principal: { Service: 'ecs-tasks.amazonaws.com' },
      condition: ours,
      may: [...logs, ...reads(...secrets)],
    });
  });
});

describe('the role of the program', () => {
  const bus = (rest: string) => `kafka ${rest}`;

  it('may nothing where it uses nothing, but open a session in development', () => {
    for (const part of ['plain', 'report', 'web-migrate']) {
      expect(role(development, part, 'TaskRole')).toEqual({
        principal: { Service: 'ecs-tasks.amazonaws.com' },
        condition: ours,
        may: exec,
      });
    }
  });

  it('may nothing at all in production', () => {
    expect(production.all('plain', 'AWS::IAM::Role')).toHaveLength(2);
    expect(role(production, 'plain', 'TaskRole').may).toEqual([]);
    expect(dig(production.one('plain', 'AWS::ECS::Service'), 'EnableExecuteCommand')).toBeFalsy();
  });

  it('may write the topics that it publishes and no other', () => {
    expect(role(development, 'web', 'TaskRole').may).toEqual([
      `kafka-cluster:Connect on ${bus('cluster/small-dev-bus/*')}`,
      `kafka-cluster:WriteDataIdempotently on ${bus('cluster/small-dev-bus/*')}`,
      `kafka-cluster:DescribeTopic on ${bus('topic/small-dev-bus/*/made')}`,
      `kafka-cluster:WriteData on ${bus('topic/small-dev-bus/*/made')}`,
      ...exec,
    ]);
  });

  it('may read the topics that it consumes, in its own group', () => {
    expect(role(development, 'reader', 'TaskRole').may).toEqual([
      `kafka-cluster:Connect on ${bus('cluster/small-dev-bus/*')}`,
      `kafka-cluster:DescribeTopic on ${bus('topic/small-dev-bus/*/made')}`,
      `kafka-cluster:ReadData on ${bus('topic/small-dev-bus/*/made')}`,
      `kafka-cluster:AlterGroup on ${bus('group/small-dev-bus/*/small.reader')}`,
      `kafka-cluster:DescribeGroup on ${bus('group/small-dev-bus/*/small.reader')}`,
      ...exec,
    ]);
  });
});

describe('the roles of a schedule', () => {
  it('may start one state machine', () => {
    expect(role(development, 'report', 'ScheduleRole')).toEqual({
      principal: { Service: 'scheduler.amazonaws.com' },
      condition: ours,
      may: ['states:StartExecution on ScheduledStateMachine'],
    });
  });

  it('may run the one task, hand on its two roles to ECS alone, and look after what it started', () => {
    const found = role(development, 'report', 'ScheduledRole');
    expect(found).toMatchObject({ principal: { Service: 'states.amazonaws.com' }, condition: ours });
    expect(found.may).toEqual([
      'ecs:RunTask on TaskDefinition',
      ...['DescribeTasks', 'StopTask', 'TagResource'].map((action) => `ecs:${action} on ecs task/small-dev/*`),
      'iam:PassRole on TaskTaskRole',
      'iam:PassRole on TaskExecutionRole',
      ...['DescribeRule', 'PutRule', 'PutTargets'].map(
        (action) => `events:${action} on events rule/StepFunctionsGetEventsForECSTaskRule`,
      ),
      'states:ListExecutions on states stateMachine:small-dev-report',
    ]);
    const passing = development
      .all('report', 'AWS::IAM::Role')
      .flatMap(({ Properties }) => list(Properties, 'Policies'))
      .flatMap((policy) => list(policy, 'PolicyDocument', 'Statement'))
      .filter(({ Action }) => Action === 'iam:PassRole');
    expect(passing.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    ]);
  });
});

describe('the role of the provisioner', () => {
  it('reads the secrets of this environment and writes those that it composes', () => {
    const network = ['AssignPrivateIpAddresses', 'CreateNetworkInterface', 'DeleteNetworkInterface'];
    const looking = ['DescribeNetworkInterfaces', 'DescribeSubnets', 'UnassignPrivateIpAddresses'];
    expect(role(development, 'network', 'ProvisionerRole')).toEqual({
      principal: { Service: 'lambda.amazonaws.com' },
      condition: ours,
      may: [
        'logs:CreateLogStream on ProvisionerLogs',
        'logs:PutLogEvents on ProvisionerLogs',
        'secretsmanager:GetSecretValue on secretsmanager secret:small/dev/*',
        'secretsmanager:PutSecretValue on secretsmanager secret:small/dev/*/env-*',
        // A function in a VPC makes its network interfaces, which have no name before they are there.
        ...[...network, ...looking].map((action) => `ec2:${action} on *`),
      ],
    });
  });
});

describe('any role', () => {
  it('may do no more than is listed here', () => {
    const parts = development.everything().filter(([, , { Type }]) => Type === 'AWS::IAM::Role');
    const counts = new Map<string, number>();
    for (const [part] of parts) counts.set(part, (counts.get(part) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      // Asks MSK for its addresses.
      bus: 1,
      // Of the function that empties the default group of the VPC, and of the provisioner.
      network: 2,
      plain: 2,
      reader: 2,
      report: 4,
      web: 2,
      'web-migrate': 2,
    });
  });

  it('is trusted to a service of AWS alone, never to an account or to everybody', () => {
    const trusts = development
      .everything()
      .filter(([, , { Type }]) => Type === 'AWS::IAM::Role')
      .flatMap(([, , { Properties }]) => list(Properties, 'AssumeRolePolicyDocument', 'Statement'));
    for (const { Action, Effect, Principal } of trusts)
      expect([Action, Effect, Object.keys(Principal as Json)]).toEqual(['sts:AssumeRole', 'Allow', ['Service']]);
  });
});
