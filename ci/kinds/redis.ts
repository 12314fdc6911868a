import type { Redis } from '../../platform/index';
import { type TestStore, testPassword } from './kind';

export const redis: TestStore<Redis> = {
  port: 6379,
  health: 'redis-cli ping',
  env: {},
  prefix: 'REDIS_',
  // Commands of redis-cli.
  setup: (stores, { logins }) => ({
    redis: stores.flatMap((store) =>
      logins(store).map((login) => `ACL SETUSER ${login.user} on >${testPassword} ~* &* +@all`),
    ),
  }),
  script: `if [ -n "$REDIS" ]; then
  lines redis | docker exec -i "$REDIS" redis-cli -e
fi`,
};
