/** One statement of a policy. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

/** A policy of statements, as IAM takes it. */
export function policy(statements: readonly Statement[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

/** Lets a service of AWS take a role; only for resources of `account`, where the service says whose they are. */
export function trust(service: string, account?: string): object {
  const condition = account === undefined ? {} : { Condition: { StringEquals: { 'aws:SourceAccount': account } } };
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service }, ...condition }],
  };
}
