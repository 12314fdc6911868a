import type { Environment } from '../../model/platform';
import { text } from '../../model/text';
import type { Scope } from '../../resolve/scope';
import { addressOf } from '../address';
import { taggedVersion } from '../image-tag';
import { detail, type Given, type Kind, yesNo } from '../kind';
import { storeBase } from '../store-base';
import { image, images, redis as settings, usual, version as usualVersion } from './defaults';
import type { Redis } from './model';
import { redisRules } from './rules';

/** None is in common use that is ready for production. */
const operator = '';

export const redis: Kind<Redis> = {
  title: 'Redis',
  usual,
  operator,
  images,
  serverFields: ['version', 'eviction', 'persistence'],
  resolve,
  parts: null,
  whole: true,
  reachedBy: 'host',
  asksLogin: ({ auth }) => auth === 'password',
  admin: 'admin',
  userName: (workload) => workload,
  ownUsers: () => [['default', 'the user of clients without a name']],
  attributes: (edge) => {
    const { host, port, addr, login } = addressOf(edge);
    const scheme = edge.resource.tls ? 'rediss://' : 'redis://';
    return { url: text(scheme, login.at, addr), addr, host, port, ...login.attributes };
  },
  variables: (_world, _self, edge) => {
    const { url = [], addr = [], user, password } = redis.attributes(edge);
    return {
      REDIS_URL: url,
      REDIS_ADDR: addr,
      ...(user !== undefined && { REDIS_USERNAME: user }),
      ...(password !== undefined && { REDIS_PASSWORD: password }),
      REDIS_TLS: String(edge.resource.tls),
    };
  },
  address: 'url',
  managed: {
    service: 'Amazon ElastiCache (Valkey)',
    instances: { pattern: /^cache\.[a-z0-9]+\.[a-z0-9]+$/, example: 'cache.t4g.micro' },
    instanceFault: () => undefined,
    // ElastiCache, engine versions of Valkey; a major alone is its newest minor.
    versions: ['7', '7.2', '8', '8.0', '8.1', '8.2', '9', '9.0', '9.1'],
    storage: null,
    storageOfInstance: ({ persistence }) => persistence,
    losesData: ({ persistence, replicas, backup }) => persistence && replicas === 1 && backup === 0,
    backups: true,
    replicas: () => ({ counts: [1, 2, 3, 4, 5, 6], why: 'ElastiCache has one primary and at most five replicas' }),
  },
  rules: redisRules,
  details: ({ version, auth, eviction, persistence }) => [
    detail('version', version),
    detail('auth', auth),
    detail('eviction', eviction),
    detail('persistence', yesNo(persistence)),
  ],
};

function resolve(scope: Scope, environment: Environment, name: string, given: Given<'redis'>): Redis {
  const version = String(given.version ?? taggedVersion(given.image ?? '', images) ?? usualVersion);
  const common = storeBase(scope, environment, name, given, { usual, operator }, image(version));
  const auth = given.auth ?? settings.auth;
  const persistence = given.persistence ?? settings.persistence;
  return {
    kind: 'redis',
    ...common,
    // A snapshot keeps what need not outlive a restart.
    backup: persistence || given.backup !== undefined ? common.backup : 0,
    storage: persistence ? common.storage : 0,
    admin: auth === 'password' && common.provider === 'container' ? `${name}-admin` : '',
    version,
    auth,
    eviction: given.eviction ?? settings.eviction,
    persistence,
  };
}
