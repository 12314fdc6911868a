import { names, type Redis } from '../../platform/index';
import { redisRights } from '../../provision/index';
import { ValkeyCache } from '../constructs/valkey';
import { secretName } from '../names';
import { accessOf, loginsOf } from '../stores';
import type { ManagedKind, StoreParts } from './kind';

export const redis: ManagedKind<Redis> = {
  add,
  takesKey: true,
  provisioned: false,
  statements: () => [],
};

function add(stack: StoreParts, redis: Redis): void {
  const { platform } = stack;
  const userId = (...parts: string[]) => names.elastiCacheUserId(platform.name, platform.environment.name, ...parts);
  const { cache, group } = new ValkeyCache(stack, stack.id, {
    ...redis,
    ...stack.common(redis),
    logicalId: `${stack.id}Cache`,
    users: loginsOf(platform, redis).map((credential) => ({
      id: userId(credential.name),
      name: credential.user,
      secret: stack.secret(credential.name),
      rights: redisRights[accessOf(platform, credential.name)],
    })),
    userGroupId: userId(redis.name),
    defaultUser: { id: userId(redis.name, 'default'), secret: secretName(platform, redis.name, 'default') },
  });
  stack.publishStore(redis, group, 'host', cache.attrPrimaryEndPointAddress);
}
