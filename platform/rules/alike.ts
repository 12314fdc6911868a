import { sharedStacks } from '../model/names';
import type { Platform } from '../model/platform';
import { secretEntries, secretVariable } from '../model/secrets';
import { isLocal } from '../resolve/environment';
import { secretFiles } from '../resolve/files';
import type { Path, Scope } from '../resolve/scope';
import { secretsOf } from '../resolve/workload';
import { routes } from './route-places';
import type { Broken, Rule } from './rule';
import { containers, namesIn } from './walk';

// Names that are two for whoever writes them and one for what reads them.

interface Kept {
  readonly path: Path;
  readonly name: string;
  readonly key: string;
}

/** Secrets of the description's own, each time that one is named. */
function* kept(scope: Scope, platform: Platform): Iterable<Kept> {
  for (const { path, fields } of containers(scope, platform)) {
    const secrets = secretsOf(fields.secrets, String(path[1]));
    for (const { path: here, name } of namesIn([...path, 'secrets'], fields.secrets)) {
      const secret = secrets.get(name);
      if (secret !== undefined) yield { path: here, name: secret.name, key: 'value' };
    }
    for (const { path: inner, secret, key } of secretFiles(fields))
      yield { path: [...path, ...inner], name: secret, key };
  }
}

/** In the file of variables of a laptop `a-b` and `a--b` are both A_B, as is the key `b` of `a`. */
function* secretVariables(scope: Scope, platform: Platform): Iterable<Broken> {
  if (!isLocal(platform.environment.runtime)) return;
  const known = new Map<string, Kept>();
  for (const each of kept(scope, platform)) {
    const variable = secretVariable(each.name, each.key);
    const other = known.get(variable) ?? each;
    known.set(variable, other);
    if (other.name === each.name && other.key === each.key) continue;
    const rule = `is kept in the variable ${variable}, and so is ${other.path.join('.')}, which is another secret`;
    yield { path: each.path, key: true, value: '', rule, fix: 'give one of them another name: or key:' };
  }
  yield* handedOn(scope, platform);
}

/** Where no name is written it is made of the workload and the variable: `Y_A` of `x` and `A` of `x-y` would be one secret. */
function* secretTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  const known = new Map<string, { what: string; field: string }>();
  for (const { path, fields } of containers(scope, platform)) {
    const { secrets } = fields;
    const named = Array.isArray(secrets) ? {} : (secrets ?? {});
    const made = secretsOf(secrets, String(path[1]));
    for (const { path: here, name: variable, key } of namesIn([...path, 'secrets'], secrets)) {
      const secret = made.get(variable)?.name;
      if (secret === undefined || named[variable]?.name !== undefined) continue;
      const what = `${path[1]} ${variable}`;
      const other = known.get(secret) ?? { what, field: here.join('.') };
      known.set(secret, other);
      if (other.what === what) continue;
      const rule = `would be the secret "${secret}", which ${other.field} is already`;
      yield { path: here, key, value: '', rule, fix: 'give it a name: of its own, or both the same' };
    }
  }
}

/** A variable that is handed on is read from the file that holds the secrets. */
function* handedOn(scope: Scope, platform: Platform): Iterable<Broken> {
  const held = new Map(secretEntries(platform).map(({ variable, name }) => [variable, name]));
  for (const { path, fields } of containers(scope, platform)) {
    for (const { path: here, name } of namesIn([...path, 'passthrough'], fields.passthrough)) {
      const secret = held.get(name);
      if (secret === undefined) continue;
      const rule = `but that variable holds the secret "${secret}", which would be handed on`;
      yield { path: here, rule, fix: 'rename the variable, or name the secret under secrets:' };
    }
  }
}

/** RFC 9110, 5.1: names of fields do not tell capitals from small letters. */
function* headerTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  yield* repeated(['gateway', 'headers'], scope.merged.gateway.headers);
  for (const { path, given } of routes(scope, platform)) yield* repeated([...path, 'headers'], given.headers);
  const checked = [
    ...Object.entries(scope.merged.services).map(([name, { health }]) => ({ path: ['services', name], health })),
    ...Object.entries(scope.merged.resources).flatMap(([name, given]) =>
      given.kind === 'container' ? [{ path: ['resources', name], health: given.health }] : [],
    ),
  ];
  for (const { path, health } of checked) {
    if (typeof health !== 'object') continue;
    yield* repeated([...path, 'health', 'headers'], health.headers);
    for (const which of ['liveness', 'readiness'] as const) {
      const probe = health[which];
      if (typeof probe === 'object') yield* repeated([...path, 'health', which, 'headers'], probe.headers);
    }
  }
}

function* repeated(path: Path, headers: Readonly<Record<string, string>> | undefined): Iterable<Broken> {
  const known = new Map<string, string>();
  for (const name of Object.keys(headers ?? {})) {
    const other = known.get(name.toLowerCase());
    known.set(name.toLowerCase(), name);
    if (other === undefined) continue;
    const rule = `is the header "${other}" again: capitals make no difference, and one of the two would be lost`;
    yield { path: [...path, name], key: true, value: '', rule, fix: 'keep one of them' };
  }
}

/** Stacks are `<platform>-<environment>-<part>`: part `eu-api` of `dev` and part `api` of `dev-eu` are one. */
function* stackTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  const { aws } = platform.environment;
  if (aws === null) return;
  for (const [other, given] of Object.entries(scope.description.environments)) {
    const suffix = other.slice(scope.name.length + 1);
    const apart = given.runtime !== 'ecs' || given.account !== aws.account || given.region !== aws.region;
    if (apart || suffix === '' || other !== `${scope.name}-${suffix}`) continue;
    const parts = new Set([...sharedStacks, ...namesOf(scope, other)].map((part) => `${suffix}-${part}`));
    for (const section of ['services', 'jobs', 'resources'] as const) {
      for (const name of Object.keys(scope.merged[section])) {
        const mine = [name, `${name}-migrate`].find((part) => parts.has(part));
        if (mine === undefined) continue;
        const rule = `has the stack ${platform.name}-${scope.name}-${mine}, as ${mine.slice(suffix.length + 1)} of environment ${other} has in the same account and region`;
        yield { path: [section, name], key: true, value: '', rule, fix: 'rename it, or the environment' };
      }
    }
  }
}

/** What has a stack of its own in another environment. */
function namesOf({ description }: Scope, environment: string): string[] {
  return (['services', 'jobs', 'resources'] as const).flatMap((section) =>
    Object.entries(description[section] ?? {})
      .filter(([name, { only }]) => {
        const own = description.environments[environment]?.[section] ?? {};
        return (only === undefined || only.includes(environment)) && own[name] !== null;
      })
      .flatMap(([name]) => (section === 'services' ? [name, `${name}-migrate`] : [name])),
  );
}

export const alikeRules: readonly Rule[] = [
  {
    code: 'secret-variable',
    summary:
      'On a laptop each secret is a variable, made of its name and key in capitals and underscores: two secrets have two, and none is handed on by passthrough.',
    fix: 'give one of them another name: or key:',
    find: secretVariables,
  },
  {
    code: 'secret-twice',
    summary:
      'The name of a secret that is not written is made of the workload and the variable, in lower case: two secrets that come out the same would share a value that nobody meant to share.',
    fix: 'give one of them a name: of its own',
    find: secretTwice,
  },
  {
    code: 'header-twice',
    summary: 'A header is there once: its name does not tell capitals from small letters.',
    fix: 'keep one of them',
    find: headerTwice,
  },
  {
    code: 'stack-twice',
    summary:
      'Environments in one account and region have stacks of their own: the name of an environment and that of a service may not come out as those of two others.',
    fix: 'rename the service, or the environment',
    find: stackTwice,
  },
];
