import type { Platform, Redis } from '../platform/index';
import { redisStart } from './redis';
import { asked, byCommand, grace, portOf, type Server, scratch, serverContainer, stepPart, userIn } from './server';

/** Dockerfiles of the official image. */
const users = { debian: { uid: 999, gid: 999 }, alpine: { uid: 999, gid: 1000 } };

/** The start of the server makes its users, from the same variables that the check logs in with. */
export function redisServer(platform: Platform, redis: Redis): Server {
  const start = redisStart(platform, redis);
  const container = serverContainer(redis, userIn(users, redis.image), '/data');
  const admin = platform.credentials.find(({ name }) => name === redis.admin);
  const login = start.secrets.find(({ credential }) => credential === redis.admin);
  const [prefix, option] =
    admin === undefined || login === undefined
      ? ['', '']
      : [`REDISCLI_AUTH="$${login.variable}" `, ` --user ${admin.user}`];
  const ask = `${prefix}redis-cli -p ${redis.port}${option} ping | grep -q PONG`;
  return {
    container: { ...container, ...stepPart(start), writable: [...container.writable, scratch] },
    ports: [portOf(redis)],
    aliases: redis.aliases,
    health: asked(byCommand(['/bin/sh', '-c', ask]), 300),
    grace,
    ownsData: true,
    imageVolumes: ['/data'],
  };
}
