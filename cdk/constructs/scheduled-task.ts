import { Stack } from 'aws-cdk-lib';
import type { CfnService } from 'aws-cdk-lib/aws-ecs';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { policy, type Statement, trust } from '../iam';
import type { Task } from './task';

export interface ScheduledTaskProps {
  /** Name of the state machine and the schedule. */
  readonly name: string;
  readonly task: Task;
  /** Name of the ECS cluster. */
  readonly cluster: string;
  readonly capacity: readonly { readonly capacityProvider: string; readonly weight: number }[];
  readonly network: CfnService.NetworkConfigurationProperty;
  /** As EventBridge Scheduler takes it: `cron(0 3 * * ? *)`. */
  readonly expression: string;
  /** IANA name. */
  readonly timezone: string;
  /** Seconds after which a run is stopped, with all its tries. */
  readonly timeout: number;
  /** Tries after the first. */
  readonly retries: number;
  /** Whether a run may start while the one before still goes. */
  readonly concurrency: 'allow' | 'forbid';
}

/**
 * A task by the clock. EventBridge Scheduler starts a state machine, which runs the task and waits for it: the scheduler
 * alone knows neither how a task ended, nor a time-out, nor the run before.
 */
export class ScheduledTask extends Construct {
  readonly stateMachine: CfnStateMachine;
  readonly schedule: CfnSchedule;

  constructor(scope: Construct, id: string, props: ScheduledTaskProps) {
    super(scope, id);
    const stack = Stack.of(this);
    // By name: the role names the machine and the machine names the role.
    const machine = `arn:${stack.partition}:states:${stack.region}:${stack.account}:stateMachine:${props.name}`;
    const role = this.role('Role', 'states.amazonaws.com', machineStatements(stack, props, machine));
    this.stateMachine = new CfnStateMachine(this, 'StateMachine', {
      stateMachineName: props.name,
      stateMachineType: 'STANDARD',
      roleArn: role.attrArn,
      definition: definitionOf(props, stack.partition),
    });
    const starter = this.role('ScheduleRole', 'scheduler.amazonaws.com', [
      { Effect: 'Allow', Action: 'states:StartExecution', Resource: this.stateMachine.ref },
    ]);
    this.schedule = new CfnSchedule(this, 'Schedule', {
      name: props.name,
      scheduleExpression: props.expression,
      scheduleExpressionTimezone: props.timezone,
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: this.stateMachine.ref,
        roleArn: starter.attrArn,
        // Of the start alone: a run that did not start within ten minutes is left out.
        retryPolicy: { maximumEventAgeInSeconds: 600, maximumRetryAttempts: 5 },
      },
    });
  }

  private role(id: string, service: string, statements: readonly Statement[]): CfnRole {
    return new CfnRole(this, id, {
      assumeRolePolicyDocument: trust(service, Stack.of(this).account),
      policies: [{ policyName: 'run', policyDocument: policy(statements) }],
    });
  }
}

function machineStatements(
  stack: Stack,
  { task, cluster, concurrency }: ScheduledTaskProps,
  machine: string,
): Statement[] {
  const { partition, region, account } = stack;
  const allow = (Action: string | string[], Resource: string | string[]): Statement => ({
    Effect: 'Allow',
    Action,
    Resource,
  });
  return [
    allow('ecs:RunTask', task.definition.ref),
    // A task is tagged as its definition is, which ECS takes for a call of its own.
    allow(
      ['ecs:DescribeTasks', 'ecs:StopTask', 'ecs:TagResource'],
      `arn:${partition}:ecs:${region}:${account}:task/${cluster}/*`,
    ),
    {
      ...allow('iam:PassRole', [task.taskRole.attrArn, task.executionRole.attrArn]),
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    // How Step Functions learns that a task has ended.
    allow(
      ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'],
      `arn:${partition}:events:${region}:${account}:rule/StepFunctionsGetEventsForECSTaskRule`,
    ),
    ...(concurrency === 'forbid' ? [allow('states:ListExecutions', machine)] : []),
  ];
}

function definitionOf(props: ScheduledTaskProps, partition: string): object {
  const forbid = props.concurrency === 'forbid';
  return {
    QueryLanguage: 'JSONata',
    StartAt: forbid ? 'CountRuns' : 'Run',
    TimeoutSeconds: props.timeout,
    States: { ...(forbid && aloneStates(partition)), Run: runState(props, partition) },
  };
}

const aloneStates = (partition: string) => ({
  CountRuns: {
    Type: 'Task',
    Resource: `arn:${partition}:states:::aws-sdk:sfn:listExecutions`,
    Arguments: { StateMachineArn: '{% $states.context.StateMachine.Id %}', StatusFilter: 'RUNNING', MaxResults: 2 },
    Output: { Runs: '{% $count($states.result.Executions) %}' },
    Next: 'IsAlone',
  },
  IsAlone: {
    Type: 'Choice',
    Choices: [{ Condition: '{% $states.input.Runs > 1 %}', Next: 'Skipped' }],
    Default: 'Run',
  },
  Skipped: { Type: 'Succeed' },
});

function runState({ task, cluster, capacity, network, retries }: ScheduledTaskProps, partition: string): object {
  const { awsvpcConfiguration: vpc } = network as { awsvpcConfiguration: CfnService.AwsVpcConfigurationProperty };
  return {
    Type: 'Task',
    Resource: `arn:${partition}:states:::ecs:runTask.sync`,
    Arguments: {
      Cluster: cluster,
      TaskDefinition: task.definition.ref,
      CapacityProviderStrategy: capacity.map(({ capacityProvider, weight }) => ({
        CapacityProvider: capacityProvider,
        Weight: weight,
      })),
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          AssignPublicIp: 'DISABLED',
          SecurityGroups: vpc.securityGroups,
          Subnets: vpc.subnets,
        },
      },
      PropagateTags: 'TASK_DEFINITION',
    },
    ...(retries > 0 && {
      Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: retries, IntervalSeconds: 10, BackoffRate: 2 }],
    }),
    End: true,
  };
}
