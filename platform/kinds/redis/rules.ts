import type { Platform } from '../../model/platform';
import type { Scope } from '../../resolve/scope';
import type { Broken, Rule } from '../../rules/rule';

/** ElastiCache: users with passwords (RBAC) need encryption in transit. A container of Redis here has no certificate. */
function* redisTls(_scope: Scope, platform: Platform): Iterable<Broken> {
  for (const resource of platform.resources) {
    if (resource.kind !== 'redis') continue;
    const { name, provider, tls, auth } = resource;
    const path = ['resources', name, 'tls'];
    if (provider === 'container' && tls) {
      yield {
        path,
        rule: 'but as a container it has no certificate',
        fix: 'remove it, or write it under the environments where it is managed',
      };
    } else if (provider === 'managed' && !tls && auth === 'password') {
      yield { path, rule: 'but ElastiCache takes passwords over TLS only', fix: 'remove it, or write auth: none' };
    }
  }
}

export const redisRules: readonly Rule[] = [
  {
    code: 'redis-tls',
    summary:
      'ElastiCache takes passwords over TLS only, and Redis as a container has no certificate to speak TLS with.',
    fix: 'remove tls:',
    find: redisTls,
  },
];
