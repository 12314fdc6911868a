import type { Platform, Redis } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import { words } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { CdkOutput } from '../outputs/cdk';
import { composeServer, podServer, type ReadServer } from '../outputs/servers';

export const caches: Fact = {
  title: 'every cache lets its users in and nobody else, and keeps and forgets as its description says',
  expected: (platform) => Object.fromEntries(own(platform).map((each) => [each.name, expectedOf(platform, each)])),
  compose: (output) => byScript(output.platform, (name) => composeServer(output, name)),
  k8s: (output) => byScript(output.platform, (name) => podServer(output, name)),
  cdk: (output) => Object.fromEntries(own(output.platform).map(({ name }) => [name, groupOf(output, name)])),
};

/** Servers that are ours to set up. */
function own({ resources }: Platform): Redis[] {
  return resources.flatMap((each) => (each.kind === 'redis' && each.provider !== 'external' ? [each] : []));
}

function expectedOf(
  platform: Platform,
  { name, admin, auth, eviction, persistence, memory, replicas, backup }: Redis,
): Plain {
  const logins = auth === 'none' ? [] : platform.credentials.filter(({ resource }) => resource === name);
  return {
    users: Object.fromEntries(
      logins.map(({ name: credential, user }) => [
        user,
        `${credential === admin ? 'administrator' : 'client'} with ${words.passwordOf(credential)}`,
      ]),
    ),
    others: auth === 'none' ? 'anyone' : 'nobody',
    eviction,
    ...(runsOn(platform, 'ecs')
      ? // ElastiCache keeps what it holds by a second server or by backups, and has the memory of its instance.
        {
          keeps: replicas > 1 || backup > 0,
          loses: persistence && replicas === 1 && backup === 0 && !accepts(platform, 'ecs', 'unsupported-persistence'),
        }
      : // A quarter is for what the server needs beside the data.
        { keeps: persistence, memory: `${Math.floor(memory.limit * 0.75)}mb` }),
  };
}

/** What access rules let a login do; in their own words where that is nothing known. */
function rightsWord(rules: string): string {
  const words = rules.split(' ');
  if (rules === '~* &* +@all') return 'administrator';
  const client = ['~*', '+@all', '-@admin', '-@dangerous'].every((each) => words.includes(each));
  return client && !words.includes('+@admin') && !words.includes('+@dangerous') ? 'client' : rules;
}

function byScript(platform: Platform, server: (name: string) => ReadServer): Plain {
  return Object.fromEntries(
    own(platform).map(({ name }): [string, Plain] => {
      const { file, values } = server(name);
      const script = file('/provision/redis.sh');
      const users = [...script.matchAll(/^ {2}user '([^']+)' '([^']+)' '([^']+)'$/gm)];
      const option = (key: string) => new RegExp(`--${key} (\\S+)`).exec(script)?.[1] ?? '';
      const closed = script.includes("echo 'user default off'") && option('aclfile') !== '';
      return [
        name,
        {
          users: Object.fromEntries(
            users.map(([, user = '', variable = '', rules = '']) => [
              user,
              `${rightsWord(rules)} with ${values[variable]}`,
            ]),
          ),
          others: closed ? 'nobody' : 'anyone',
          eviction: option('maxmemory-policy'),
          keeps: option('appendonly') === 'yes' && option('dir') === '/data',
          memory: option('maxmemory'),
        },
      ];
    }),
  );
}

function groupOf(output: CdkOutput, name: string): Plain {
  const { template, resource } = output.store(name);
  const { Properties: cache } = resource;
  const group = template.Resources[cache.UserGroupIds?.[0].Ref ?? '']?.Properties.UserIds ?? [];
  const users: { UserName: string; AccessString: string; AuthenticationMode: { Passwords: unknown[] } }[] = group.map(
    ({ Ref }: { Ref: string }) => template.Resources[Ref]?.Properties,
  );
  const nobody = users.find(({ UserName }) => UserName === 'default');
  return {
    users: Object.fromEntries(
      users
        .filter((user) => user !== nobody)
        .map(({ UserName, AccessString, AuthenticationMode }) => [
          UserName,
          `${rightsWord(AccessString.replace(/^on /, ''))} with ${output.resolved(AuthenticationMode.Passwords[0])}`,
        ]),
    ),
    others: nobody?.AccessString === 'off -@all' ? 'nobody' : 'anyone',
    eviction: template.Resources[cache.CacheParameterGroupName.Ref]?.Properties.Properties['maxmemory-policy'],
    keeps: cache.ReplicasPerNodeGroup > 0 || cache.SnapshotRetentionLimit > 0,
    loses: false,
  };
}
