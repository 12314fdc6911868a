import { hasOwners, kindOf } from '../kinds/registry';
import type { Part, Platform, Resource, Use } from '../model/platform';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { users } from './walk';

interface Login {
  /** Of the workload. */
  readonly path: Path;
  readonly workload: string;
  readonly resource: string;
  readonly credential: string;
  readonly migrates: boolean;
}

function* logins(scope: Scope, platform: Platform): Iterable<Login> {
  for (const { path, user: workload } of users(scope, platform)) {
    const own: readonly Part[] = [...workload.uses, ...workload.publishes, ...workload.consumes];
    const migration: readonly Use[] = workload.kind === 'service' ? (workload.migrate?.uses ?? []) : [];
    const seen = new Set<string>();
    for (const [edges, migrates] of [
      [own, false],
      [migration, true],
    ] as const) {
      for (const { resource, credential } of edges) {
        if (credential === '' || seen.has(credential)) continue;
        seen.add(credential);
        yield { path, workload: workload.name, resource, credential, migrates };
      }
    }
  }
}

/** Names of logins are made of a resource and a workload; `a-b` of `c` and `a` of `b-c` would be one. */
function* loginTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  const known = new Map<string, string>();
  for (const { admin, name } of platform.resources) if (admin !== '') known.set(admin, `the administrator of ${name}`);
  for (const { path, workload, resource, credential, migrates } of logins(scope, platform)) {
    const what = `${migrates ? 'the migration of ' : ''}${workload} at ${resource}`;
    const other = known.get(credential);
    if (other === undefined) known.set(credential, what);
    else if (other !== what) {
      const rule = `logs in at ${resource} as "${credential}", which is also the login of ${other}`;
      yield { path, key: true, rule, fix: 'rename one of them' };
    }
  }
}

/** A role of a database server, a user of a broker: each name once in a server. */
function* userTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  const resources = new Map(platform.resources.map((resource) => [resource.name, resource]));
  const names = new Map(platform.credentials.map((credential) => [credential.name, credential.user]));
  const known = new Map<string, string>();
  for (const resource of resources.values()) {
    for (const [user, what] of ownUsers(resource)) known.set(`${resource.name} ${user}`, what);
  }
  for (const { path, workload, resource, credential, migrates } of logins(scope, platform)) {
    const user = names.get(credential) ?? '';
    if (user === '') continue;
    const what = `${migrates ? 'the migration of ' : ''}${workload}`;
    const other = known.get(`${resource} ${user}`);
    known.set(`${resource} ${user}`, other ?? what);
    if (other === undefined || other === what) continue;
    const rule = `would be user "${user}" of ${resource}, which ${other} is already`;
    const store = resources.get(resource);
    const named = store !== undefined && store.kind !== 'container' && hasOwners(store);
    const choice = named ? `, or give it another role: user: under ${migrates ? 'migrate:' : 'uses:'}` : '';
    yield { path, key: true, rule, fix: `rename it${choice}` };
  }
}

/** Users that a server has, whoever uses it. */
function ownUsers(resource: Resource): readonly (readonly [string, string])[] {
  if (resource.kind === 'container') return [];
  const { asksLogin, admin, ownUsers: further } = kindOf(resource);
  return asksLogin(resource) ? [[admin, 'the administrator'], ...further(resource)] : [];
}

export const loginRules: readonly Rule[] = [
  {
    code: 'login-twice',
    summary:
      'Each workload has a login of its own in each store, named by the resource and the workload; two that come out the same would share their rights.',
    fix: 'rename one of them',
    find: loginTwice,
  },
  {
    code: 'user-twice',
    summary:
      'A server has each user once: its administrator, the owners of its databases and the workloads that use it have different names.',
    fix: 'rename the service or job, or give it another role by user:',
    find: userTwice,
  },
];
