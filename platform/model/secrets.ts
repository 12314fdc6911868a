import { kindOf } from '../kinds/registry';
import { perPlatform } from './per-platform';
import type { CredentialRef, Platform } from './platform';
import { referencesIn, textsOf } from './tasks';
import { refsOf } from './text';

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
  /** The key of the same secret whose percent-encoded form it is, for URLs; '' for a value of its own. */
  readonly encodes: string;
}

/** The key of a login's secret that a reference to it reads. */
export function credentialKey({ attribute, inUrl }: CredentialRef): string {
  const key = attribute === 'user' ? 'username' : 'password';
  return inUrl ? inUrlKey(key) : key;
}

function inUrlKey(key: string): string {
  return `${key}-in-url`;
}

/** Every key that the secret of a login may have. */
export const loginKeys: readonly string[] = ['username', 'password'].flatMap((key) => [key, inUrlKey(key)]);

/** Parts of logins that stand in URLs, where the team gives them: no target encodes them itself. */
const inUrls = perPlatform((platform): ReadonlySet<string> => {
  const migrations = platform.services.flatMap(({ migrate }) => (migrate === null ? [] : textsOf(migrate)));
  const refs = [...referencesIn(platform).flatMap((each) => each.refs), ...migrations.flatMap(refsOf)];
  return new Set(
    refs.flatMap((ref) => (ref.kind === 'credential' && ref.inUrl ? [`${ref.credential} ${credentialKey(ref)}`] : [])),
  );
});

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
  const add = (name: string, key: SecretEntry['key'], source: SecretEntry['source'], encodes = '') =>
    entries.push({ name, key, variable: secretVariable(name, key), source, encodes });
  for (const { name, user, source } of platform.credentials) {
    const login = user === '' ? ['username', 'password'] : ['password'];
    for (const key of login) {
      add(name, key, key === 'username' ? 'given' : source);
      if (inUrls(platform).has(`${name} ${inUrlKey(key)}`)) add(name, inUrlKey(key), 'given', key);
    }
  }
  for (const { name, keys, source } of platform.secrets) for (const key of keys) add(name, key, source);
  for (const resource of platform.resources) {
    if (resource.address.kind !== 'looked-up') continue;
    add(addressSecret(resource.name), resource.kind === 'container' ? 'host' : kindOf(resource).reachedBy, 'given');
  }
  return entries.sort((a, b) => (a.variable < b.variable ? -1 : 1));
}
