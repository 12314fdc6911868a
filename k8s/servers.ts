import type { Container } from '../platform/index';

/** Stores that are run from an image of the model's choice. */
export type ServerKind = 'postgres' | 'redis' | 'kafka' | 'rabbitmq';

const users: Readonly<Record<ServerKind, { readonly debian: Container['user']; readonly alpine: Container['user'] }>> =
  {
    postgres: { debian: { uid: 999, gid: 999 }, alpine: { uid: 70, gid: 70 } },
    redis: { debian: { uid: 999, gid: 999 }, alpine: { uid: 999, gid: 1000 } },
    rabbitmq: { debian: { uid: 999, gid: 999 }, alpine: { uid: 100, gid: 101 } },
    kafka: { debian: { uid: 1000, gid: 1000 }, alpine: { uid: 1000, gid: 1000 } },
  };

/**
 * The user that an image's server runs as and that owns its directories: from the Dockerfiles of the official images (of
 * apache/kafka for Kafka), which differ between Debian and Alpine and say so in the tag.
 */
export function serverUser(kind: ServerKind, image: string): Container['user'] {
  return users[kind][image.includes('alpine') ? 'alpine' : 'debian'];
}
