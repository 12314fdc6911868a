import type { Platform, Resource } from '../platform/index';
import { kafkaServer } from './kafka-server';
import { postgresServer } from './postgres-server';
import { rabbitmqServer } from './rabbitmq-server';
import { redisServer } from './redis-server';
import { grace, type Server, type ServerOf, type Store } from './server';

/** One file for each kind: the compiler asks for the one that is missing. */
const servers: { readonly [K in Store['kind']]: ServerOf<Extract<Store, { kind: K }>> } = {
  postgres: postgresServer,
  redis: redisServer,
  kafka: kafkaServer,
  rabbitmq: rabbitmqServer,
};

/** Renderers ask for the same server many times, and its set-up is long. */
const made = new WeakMap<Platform, Map<Resource, Server>>();

/** How a resource runs here; null where it runs elsewhere, as a managed, an operator's or an external server. */
export function serverOf(platform: Platform, resource: Resource): Server | null {
  if (resource.provider !== 'container') return null;
  const known = made.get(platform) ?? new Map<Resource, Server>();
  made.set(platform, known);
  const server = known.get(resource) ?? lowered(platform, resource);
  known.set(resource, server);
  return server;
}

function lowered(platform: Platform, resource: Resource): Server {
  if (resource.kind !== 'container') return (servers[resource.kind] as ServerOf<typeof resource>)(platform, resource);
  const { container, ports, aliases, health } = resource;
  return { container, ports, aliases, health, grace, setup: null, ownsData: false, imageVolumes: [] };
}
