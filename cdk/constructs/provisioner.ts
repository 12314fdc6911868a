import { CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { handlerFolder, type ProvisionRequest } from '../../provision/index';
import { policy, type Statement, trust } from '../iam';
import { secretArn } from './secret';
import { closedGroup } from './security-group';

export interface ProvisionerProps {
  readonly description: string;
  readonly vpcId: string;
  /** Subnets with a way to Secrets Manager. */
  readonly subnetIds: string[];
  /** Start of the names of the secrets that it reads: `shop/dev/`. It writes those whose names end with `/env`. */
  readonly secrets: string;
  readonly logGroupName: string;
  /** Days. */
  readonly logRetention: number;
  /** ARN of the key of the logs. @default CloudWatch encrypts them with a key of its own. */
  readonly logsKey?: string;
}

/** The function that makes databases, roles, broker users and composed secrets when CloudFormation asks. */
export class Provisioner extends Construct {
  readonly function: CfnFunction;
  /** Opens HTTPS alone until connected to stores. */
  readonly group: CfnSecurityGroup;

  constructor(scope: Construct, id: string, props: ProvisionerProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    this.group = closedGroup(this, 'Group', {
      vpcId: props.vpcId,
      description: props.description,
      egress: [
        {
          ipProtocol: 'tcp',
          fromPort: 443,
          toPort: 443,
          cidrIp: '0.0.0.0/0',
          description: 'HTTPS: Secrets Manager, answers to CloudFormation',
        },
      ],
    });
    const logs = new CfnLogGroup(this, 'Logs', {
      logGroupName: props.logGroupName,
      retentionInDays: props.logRetention,
      ...(props.logsKey !== undefined && { kmsKeyId: props.logsKey }),
    });
    const role = new CfnRole(this, 'Role', {
      assumeRolePolicyDocument: trust('lambda.amazonaws.com', account),
      policies: [{ policyName: 'provision', policyDocument: policy(this.statements(props, logs)) }],
    });
    const code = new Asset(this, 'Code', { path: handlerFolder });
    this.function = new CfnFunction(this, 'Function', {
      description: props.description,
      code: { s3Bucket: code.s3BucketName, s3Key: code.s3ObjectKey },
      handler: 'provision.handler',
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      memorySize: 256,
      timeout: 900,
      role: role.attrArn,
      loggingConfig: { logGroup: logs.ref, logFormat: 'JSON' },
      vpcConfig: { subnetIds: props.subnetIds, securityGroupIds: [this.group.attrGroupId] },
    });
  }

  private statements(props: ProvisionerProps, logs: CfnLogGroup): Statement[] {
    const stack = Stack.of(this);
    return [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: logs.attrArn,
      },
      {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: secretArn(stack, `${props.secrets}*`),
      },
      {
        Effect: 'Allow',
        Action: 'secretsmanager:PutSecretValue',
        Resource: secretArn(stack, `${props.secrets}*/env-*`),
      },
      {
        // Of the service itself, which has no resource for them: AWSLambdaVPCAccessExecutionRole.
        Effect: 'Allow',
        Action: [
          'ec2:AssignPrivateIpAddresses',
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:UnassignPrivateIpAddresses',
        ],
        Resource: '*',
      },
    ];
  }
}

/** Asks the provisioner at deploy. `after`: what must stand before it is asked. */
export function provision(
  scope: Construct,
  id: string,
  serviceToken: string,
  request: ProvisionRequest,
  after: readonly CfnResource[],
): CfnResource {
  const resource = new CfnResource(scope, id, {
    type: 'Custom::SlipwayProvision',
    properties: { ServiceToken: serviceToken, ServiceTimeout: '900', ...request },
  });
  for (const each of after) resource.addResourceDependency(each);
  return resource;
}
