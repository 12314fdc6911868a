import { Stack } from 'aws-cdk-lib';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FargateSize } from '../../platform/index';
import { policy, type Statement, trust } from '../iam';
import { secretPattern } from './secret';

export interface TaskLogs {
  readonly group: string;
  readonly region: string;
}

export interface TaskProps {
  readonly family: string;
  readonly size: FargateSize;
  readonly architecture: 'ARM64' | 'X86_64';
  /** Containers, given where their logs go. */
  readonly containers: (logs: TaskLogs) => CfnTaskDefinition.ContainerDefinitionProperty[];
  /** Empty ones by their names alone, and those that are kept elsewhere. */
  readonly volumes: readonly CfnTaskDefinition.VolumeProperty[];
  /** GiB for all of them together; Fargate gives 20 at least and 200 at most. */
  readonly storage: number;
  readonly logGroupName: string;
  /** Days. */
  readonly logRetention: number;
  /** ARN of the key of the logs. @default CloudWatch encrypts them with a key of its own. */
  readonly logsKey?: string;
  /** Names in Secrets Manager that containers read when they start. */
  readonly secrets: readonly string[];
  /** ARNs of the ECR repositories that images come from. */
  readonly repositories: readonly string[];
  /** What the code in the task may do. */
  readonly permissions: readonly Statement[];
  /** Whether `aws ecs execute-command` may open a shell. */
  readonly exec: boolean;
}

/** Storage that every Fargate task has: GiB. */
const freeStorage = 20;

/** A Fargate task: its definition, its log group, the role of its code and the role of ECS itself, which starts it. */
export class Task extends Construct {
  readonly definition: CfnTaskDefinition;
  readonly logs: CfnLogGroup;
  readonly taskRole: CfnRole;
  readonly executionRole: CfnRole;

  constructor(scope: Construct, id: string, props: TaskProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    this.logs = new CfnLogGroup(this, 'Logs', {
      logGroupName: props.logGroupName,
      retentionInDays: props.logRetention,
      ...(props.logsKey !== undefined && { kmsKeyId: props.logsKey }),
    });
    this.taskRole = this.role('TaskRole', [...props.permissions, ...(props.exec ? [execStatement] : [])]);
    this.executionRole = this.role('ExecutionRole', this.executionStatements(props));
    this.definition = new CfnTaskDefinition(this, 'Definition', {
      family: props.family,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: String(props.size.cpu),
      memory: String(props.size.memory),
      runtimePlatform: { cpuArchitecture: props.architecture, operatingSystemFamily: 'LINUX' },
      taskRoleArn: this.taskRole.attrArn,
      executionRoleArn: this.executionRole.attrArn,
      ...(props.volumes.length > 0 && { volumes: [...props.volumes] }),
      ...(props.storage > freeStorage && { ephemeralStorage: { sizeInGiB: props.storage } }),
      containerDefinitions: props.containers({ group: this.logs.ref, region }),
    });
  }

  private role(id: string, statements: readonly Statement[]): CfnRole {
    return new CfnRole(this, id, {
      assumeRolePolicyDocument: trust('ecs-tasks.amazonaws.com', Stack.of(this).account),
      ...(statements.length > 0 && { policies: [{ policyName: 'task', policyDocument: policy(statements) }] }),
    });
  }

  private executionStatements({ secrets, repositories }: TaskProps): Statement[] {
    const stack = Stack.of(this);
    const allow = (Action: string | string[], Resource: string | string[]): Statement => ({
      Effect: 'Allow',
      Action,
      Resource,
    });
    return [
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], this.logs.attrArn),
      ...(secrets.length > 0
        ? [
            allow(
              'secretsmanager:GetSecretValue',
              secrets.map((name) => secretPattern(stack, name)),
            ),
          ]
        : []),
      ...(repositories.length > 0
        ? [
            allow('ecr:GetAuthorizationToken', '*'),
            allow(
              ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
              [...repositories],
            ),
          ]
        : []),
    ];
  }
}

/** Channels of Session Manager have no ARN. */
const execStatement: Statement = {
  Effect: 'Allow',
  Action: [
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ],
  Resource: '*',
};
