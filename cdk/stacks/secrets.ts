import type { App } from 'aws-cdk-lib';
import { names, type Platform } from '../../platform/index';
import { customerKey } from '../constructs/keys';
import { type SecretProps, secret } from '../constructs/secret';
import type { Keeping } from '../constructs/stateful';
import { EnvironmentStack } from '../environment-stack';
import { byShard, published, secretName, secretPart } from '../names';

type Entry = Pick<SecretProps, 'content' | 'description'> & { readonly name: string };

/** Every secret of the platform but those that the provisioner composes. Nothing comes before it. */
export class SecretsStack extends EnvironmentStack {
  constructor(app: App, platform: Platform, part: string, entries: readonly Entry[], first: boolean) {
    super(app, platform, part, { description: 'Logins and secrets.' });
    const { posture } = platform.environment;
    const keeping: Keeping = posture.retain ? 'retain' : 'delete';
    const key = posture.customerKeys
      ? customerKey(this, 'SecretsKey', {
          purpose: 'secrets',
          description: `Secrets of ${platform.name} in ${platform.environment.name}`,
          keeping,
        }).attrArn
      : undefined;
    // Secrets that the workloads' own stacks make take it too.
    if (key !== undefined && first) this.publish(published.secretsKey, key);
    for (const { name, content, description } of entries) {
      secret(this, `${names.constructId(name)}Secret`, {
        name: secretName(platform, name),
        description,
        content,
        keeping,
        ...(key !== undefined && { key }),
      });
    }
  }
}

/** One stack, several of a large platform, or none. */
export function secretsStacks(app: App, platform: Platform): SecretsStack[] {
  const parts = byShard(entriesOf(platform), ({ name }) => secretPart(platform, name));
  return parts.map(([part, mine], at) => new SecretsStack(app, platform, part, mine, at === 0));
}

function entriesOf(platform: Platform): Entry[] {
  const logins = platform.credentials.map(
    ({ name, resource, workload, user, source }): Entry => ({
      name,
      description:
        source === 'given'
          ? `Login of ${workload} at ${resource}: put JSON with username and password`
          : `Login of ${workload === '' ? 'the administrator' : workload} at ${resource}`,
      content: source === 'given' ? { kind: 'empty' } : { kind: 'login', user },
    }),
  );
  const own = platform.secrets.map(
    ({ name, source, keys, readers }): Entry => ({
      name,
      description: `Read by ${readers.join(', ')}${source === 'given' ? `: put ${what(keys)}` : ''}`,
      content: { kind: source === 'given' ? 'empty' : 'generated' },
    }),
  );
  return [...logins, ...own].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function what(keys: readonly string[]): string {
  return keys.includes('value') ? 'its value' : `JSON with ${keys.join(' and ')}`;
}
