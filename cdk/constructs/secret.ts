import type { Stack } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type Keeping, stateful } from './stateful';

export interface SecretProps {
  /** Name in Secrets Manager. Must not end with a hyphen and six characters, which would be read as the end of an ARN. */
  readonly name: string;
  readonly description: string;
  /**
   * `login`: JSON with `username` and a generated `password`; `generated`: a generated text; `empty`: made without a
   * value, which the team or the provisioner writes.
   */
  readonly content: { readonly kind: 'login'; readonly user: string } | { readonly kind: 'generated' | 'empty' };
  readonly keeping: Keeping;
  /** ARN of its key. @default the account's key of Secrets Manager. */
  readonly key?: string;
}

/** Letters and digits alone, so that no address or file needs escaping. 32 of them are 190 bits. */
const generated = { excludePunctuation: true, passwordLength: 32 };

/** A secret whose value no template holds. */
export function secret(scope: Construct, logicalId: string, props: SecretProps): CfnSecret {
  const { name, description, content, key, keeping } = props;
  const made = new CfnSecret(scope, logicalId, {
    name,
    description,
    ...(key !== undefined && { kmsKeyId: key }),
    ...(content.kind === 'generated' && { generateSecretString: generated }),
    ...(content.kind === 'login' && {
      generateSecretString: {
        ...generated,
        secretStringTemplate: JSON.stringify({ username: content.user }),
        generateStringKey: 'password',
      },
    }),
  });
  return stateful(made, logicalId, keeping);
}

/** ARN by name, without the random end that Secrets Manager adds: calls and tasks take it as it is. */
export function secretArn(stack: Stack, name: string): string {
  return `arn:${stack.partition}:secretsmanager:${stack.region}:${stack.account}:secret:${name}`;
}

/** The same for a policy, which compares the whole ARN. */
export function secretPattern(stack: Stack, name: string): string {
  return `${secretArn(stack, name)}-??????`;
}

/** A value that CloudFormation reads from a secret at deploy. */
export function fromSecret(name: string, key: string): string {
  return `{{resolve:secretsmanager:${name}:SecretString:${key}}}`;
}
