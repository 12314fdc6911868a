import { kindOf } from '../kinds/registry';
import type { Platform } from './platform';

/** One value that lives in the target's secret store and in no output. */
export interface SecretEntry {
  /** Name of the secret that holds it: a Kubernetes Secret, a Secrets Manager secret's last part. */
  readonly name: string;
  /** Key inside that secret: `username`, `password`, `value`, `host`, `addresses`, or as the team calls it: `tls.key`. */
  readonly key: string;
  /** The same as one environment variable, for targets without named secrets: `MAIN_ORDERS_PASSWORD`. */
  readonly variable: string;
  /** `generated` by Slipway or its target; `given` by the team. */
  readonly source: 'generated' | 'given';
}

/** Name of the secret that holds the address of an external store whose host the description does not give. */
export function addressSecret(resource: string): string {
  return `${resource}-address`;
}

/** The variable that stands for a key of a secret where secrets are plain variables. */
export function secretVariable(name: string, key: SecretEntry['key']): string {
  const stem = name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  return key === 'value' ? stem : `${stem}_${key.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`;
}

/** Every secret value of a platform in one environment, in a stable order. */
export function secretEntries(platform: Platform): SecretEntry[] {
  const entries: SecretEntry[] = [];
  const add = (name: string, key: SecretEntry['key'], source: SecretEntry['source']) =>
    entries.push({ name, key, variable: secretVariable(name, key), source });
  for (const credential of platform.credentials) {
    if (credential.user === '') add(credential.name, 'username', 'given');
    add(credential.name, 'password', credential.source);
  }
  for (const { name, keys, source } of platform.secrets) for (const key of keys) add(name, key, source);
  for (const resource of platform.resources) {
    if (resource.address.kind !== 'looked-up') continue;
    add(addressSecret(resource.name), resource.kind === 'container' ? 'host' : kindOf(resource).reachedBy, 'given');
  }
  return entries.sort((a, b) => (a.variable < b.variable ? -1 : 1));
}
