import { type Platform, secretEntries } from '../../platform/index';
import { exit, Failure } from '../exit';
import type { Run } from '../outcome';
import { vaultOf } from '../vault/place';
import { readPrivate } from '../vault/private-file';
import type { Place } from './answers';

/**
 * What is known here of where an environment runs. In containers everything answers to its own name; on AWS names are made
 * at the deploy. `description`: path of the description, beside which secret values are kept.
 */
export function placeOf(run: Run, platform: Platform, description: string, reveal: boolean): Place {
  const { aws, runtime } = platform.environment;
  const laptop = runtime === 'compose';
  return {
    host: aws === null ? (name) => name : null,
    version: laptop ? 'dev' : null,
    namedInstances: laptop,
    secret: reveal ? secretsOf(run, platform, description) : () => undefined,
    machine: laptop ? run.io.env : {},
  };
}

/** The values in the file that git ignores. */
export function secretsOf(run: Run, platform: Platform, description: string): Place['secret'] {
  const { name, aws } = platform.environment;
  if (aws !== null) {
    const fix = 'read one with `aws secretsmanager get-secret-value`, or leave out --reveal';
    throw new Failure(exit.usage, 'values-on-aws', `the secret values of ${name} are kept by AWS, not in a file`, fix);
  }
  const vault = vaultOf(platform, description);
  const values = vault.read(readPrivate(vault.file, run.report.note), secretEntries(platform));
  return (variable) => values.get(variable);
}
