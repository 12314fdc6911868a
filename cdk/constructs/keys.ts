import { Stack } from 'aws-cdk-lib';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { partitionOf } from '../../platform/index';
import { type Keeping, stateful } from './stateful';

export interface KeyProps {
  /** What it encrypts: `data` of stores, `secrets` or `logs`. Decides who may use it beside the account's own roles. */
  readonly purpose: 'data' | 'secrets' | 'logs';
  readonly description: string;
  readonly keeping: Keeping;
}

/** A customer-managed key that rotates every year. */
export function customerKey(scope: Construct, logicalId: string, props: KeyProps): CfnKey {
  const stack = Stack.of(scope);
  const key = new CfnKey(scope, logicalId, {
    description: props.description,
    enableKeyRotation: true,
    pendingWindowInDays: 30,
    keyPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Account',
          Effect: 'Allow',
          Principal: { AWS: `arn:${stack.partition}:iam::${stack.account}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
        ...users(stack, props.purpose),
      ],
    },
  });
  return stateful(key, logicalId, props.keeping);
}

function users(stack: Stack, purpose: KeyProps['purpose']): object[] {
  const { suffix } = partitionOf(stack.region);
  if (purpose === 'logs') {
    const logGroups = `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:*`;
    return [
      {
        Sid: 'Logs',
        Effect: 'Allow',
        Principal: { Service: `logs.${stack.region}.${suffix}` },
        Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
        Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
      },
    ];
  }
  if (purpose === 'secrets') {
    // As the policy of the key that AWS manages: whoever may read a secret may decrypt it, through Secrets Manager alone.
    return [
      {
        Sid: 'ReadersOfSecrets',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:CreateGrant',
          'kms:DescribeKey',
        ],
        Resource: '*',
        Condition: {
          StringEquals: {
            'kms:CallerAccount': stack.account,
            'kms:ViaService': `secretsmanager.${stack.region}.${suffix}`,
          },
        },
      },
    ];
  }
  return [];
}
