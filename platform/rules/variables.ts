import type { Platform } from '../model/platform';
import { addressSecret, loginKeys, secretVariable } from '../model/secrets';
import { secretFiles } from '../resolve/files';
import type { Path, Scope } from '../resolve/scope';
import { secretsOf } from '../resolve/workload';
import type { Broken, Rule } from './rule';
import { containers, type Named, namesIn, services } from './walk';

function* variableGivenTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, fields } of containers(scope, platform)) {
    if (fields.secrets === undefined && fields.passthrough === undefined) continue;
    const known = new Map(Object.keys(fields.env ?? {}).map((name) => [name, 'env']));
    yield* again(known, 'secrets', namesIn([...path, 'secrets'], fields.secrets));
    yield* again(known, 'passthrough', namesIn([...path, 'passthrough'], [...new Set(fields.passthrough)]));
  }
  for (const { path, fields } of services(scope, platform)) {
    if (typeof fields.migrate !== 'object' || Array.isArray(fields.migrate)) continue;
    const known = new Map<string, string>();
    for (const { name } of namesIn(path, fields.secrets)) known.set(name, 'secrets of the service');
    for (const name of fields.passthrough ?? []) known.set(name, 'passthrough of the service');
    yield* again(known, '', namesIn([...path, 'migrate', 'env'], fields.migrate.env));
  }
}

function* again(known: Map<string, string>, where: string, names: Iterable<Named>): Iterable<Broken> {
  const before = new Map(known);
  for (const { path, name, key } of names) {
    const other = before.get(name);
    known.set(name, where);
    if (other === undefined) continue;
    yield { path, key, value: '', rule: `gives ${name}, which ${other} gives too`, fix: 'keep one of them' };
  }
}

/** Names that a target or Slipway sets by itself: a value of another's would break what reads them. */
const reserved: readonly { readonly pattern: RegExp; readonly whose: string }[] = [
  { pattern: /^SLIPWAY_/, whose: 'Slipway makes helpers with such names' },
  {
    pattern: /^AWS_CONTAINER_(CREDENTIALS_(RELATIVE|FULL)_URI|AUTHORIZATION_TOKEN(_FILE)?)$/,
    whose: 'AWS gives the role of a task by it',
  },
  { pattern: /^ECS_(CONTAINER_METADATA_URI(_V4)?|AGENT_URI)$/, whose: 'ECS sets it' },
  { pattern: /^KUBERNETES_(SERVICE_(HOST|PORT)|PORT)$/, whose: 'Kubernetes sets it' },
];

function* reservedVariable(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, fields } of containers(scope, platform)) {
    for (const section of ['env', 'secrets', 'passthrough'] as const) {
      for (const each of namesIn([...path, section], fields[section])) {
        const found = reserved.find(({ pattern }) => pattern.test(each.name));
        if (found === undefined) continue;
        const rule = `gives ${each.name}, but ${found.whose}`;
        yield { path: each.path, key: each.key, value: '', rule, fix: 'choose another name' };
      }
    }
  }
}

interface Owned {
  readonly path: Path;
  readonly name: string;
  /** `value`: the whole. */
  readonly key: string;
  readonly generate: boolean;
}

/** Secrets of the description's own, each time that one is named. */
function* ownSecrets(scope: Scope, platform: Platform): Iterable<Owned> {
  for (const { path, fields } of containers(scope, platform)) {
    const workload = String(path[1]);
    const secrets = secretsOf(fields.secrets, workload);
    for (const each of namesIn([...path, 'secrets'], fields.secrets)) {
      const secret = secrets.get(each.name);
      if (secret !== undefined) yield { path: each.path, key: 'value', ...secret };
    }
    for (const { path: inner, secret, key, generate } of secretFiles(fields))
      yield { path: [...path, ...inner], name: secret, key, generate };
  }
}

/** Whoever names a secret must agree on who makes its value, or one of them waits for a value that nobody sets. */
function* secretSource(scope: Scope, platform: Platform): Iterable<Broken> {
  const known = new Map<string, { generate: boolean; field: string }>();
  for (const { path, name, generate } of ownSecrets(scope, platform)) {
    const other = known.get(name);
    if (other === undefined) known.set(name, { generate, field: path.join('.') });
    else if (other.generate !== generate) {
      const word = (made: boolean) => (made ? 'generated' : 'set by the team');
      const rule = `makes the secret "${name}" ${word(generate)}, but ${other.field} makes it ${word(other.generate)}`;
      yield { path, key: true, rule, fix: 'write generate: true at both, or at none' };
    }
  }
}

/** A secret is one value, or several by keys: targets keep them in different forms. Random ones have one. */
function* secretForm(scope: Scope, platform: Platform): Iterable<Broken> {
  const known = new Map<string, { whole: boolean; field: string }>();
  for (const { path, name, key, generate } of ownSecrets(scope, platform)) {
    const whole = key === 'value';
    const other = known.get(name);
    if (other === undefined) known.set(name, { whole, field: path.join('.') });
    if (other !== undefined && other.whole !== whole) {
      const rule = `reads ${whole ? 'all' : `the key "${key}"`} of the secret "${name}", but ${other.field} reads ${whole ? 'a key' : 'all'} of it`;
      yield { path, key: true, value: '', rule, fix: 'give one of the two another name, or both a key' };
    } else if (!whole && generate) {
      const rule = `reads the key "${key}" of a secret, and no random text has keys`;
      yield { path, key: true, value: '', rule, fix: 'remove generate:' };
    }
  }
}

/** Secrets of logins and addresses have names of their own; a secret of the description may not take one of them. */
function* secretTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  const names = new Map<string, string>();
  const variables = new Map<string, string>();
  const take = (name: string, what: string, keys: readonly Parameters<typeof secretVariable>[1][]) => {
    names.set(name, what);
    for (const key of keys) variables.set(secretVariable(name, key), what);
  };
  for (const { name, resource } of platform.credentials) take(name, `a login of ${resource}`, loginKeys);
  for (const { name, address } of platform.resources) {
    if (address.kind === 'looked-up') take(addressSecret(name), `the address of ${name}`, ['host', 'addresses']);
  }
  for (const { path, name, key } of ownSecrets(scope, platform)) {
    const other = names.get(name) ?? variables.get(secretVariable(name, key));
    if (other === undefined) continue;
    const rule = `is kept as "${name}", but that is the secret of ${other}`;
    yield { path, key: true, rule, fix: 'give the secret another name:' };
  }
}

export const variableRules: readonly Rule[] = [
  {
    code: 'variable-given-twice',
    summary: 'A variable has one value: it stands in env, in secrets or in passthrough.',
    fix: 'keep one of them',
    find: variableGivenTwice,
  },
  {
    code: 'reserved-variable',
    summary:
      'Some variables are set by the target or by Slipway itself, and what reads them would break with another value.',
    fix: 'choose another name',
    find: reservedVariable,
  },
  {
    code: 'secret-source',
    summary: 'A secret that several name is generated for all of them or set by the team for all of them.',
    fix: 'write generate: true everywhere, or nowhere',
    find: secretSource,
  },
  {
    code: 'secret-form',
    summary:
      'A secret is read as one value or by its keys, never both: Secrets Manager keeps a text or JSON. A random value has no keys.',
    fix: 'give one of the two another name',
    find: secretForm,
  },
  {
    code: 'secret-name',
    summary:
      'A secret of the description has another name than those of logins and addresses, which are kept in the same store.',
    fix: 'give the secret another name:',
    find: secretTwice,
  },
];
