import type { Container, Platform, Resource } from '../platform/index';
import { kafkaServer, kafkaSetup } from './kafka-server';
import { postgresServer, postgresSetup } from './postgres-server';
import { rabbitmqServer } from './rabbitmq-server';
import { redisServer } from './redis-server';
import { grace, type Server, type ServerOf, type Setup, type Store } from './server';

/** One file for each kind: the compiler asks for the one that is missing. */
const servers: { readonly [K in Store['kind']]: ServerOf<Extract<Store, { kind: K }>> } = {
  postgres: postgresServer,
  redis: redisServer,
  kafka: kafkaServer,
  rabbitmq: rabbitmqServer,
};

/** Null: the way that the server starts sets it up. */
const setups: { readonly [K in Store['kind']]: Setup<Extract<Store, { kind: K }>> | null } = {
  postgres: postgresSetup,
  redis: null,
  kafka: kafkaSetup,
  rabbitmq: null,
};

/** Renderers ask for the same server many times. */
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
  return { container, ports, aliases, health, grace, ownsData: false, imageVolumes: [] };
}

/** Whether a container of its own sets a server up that runs here. */
export function isSetUp(resource: Resource): boolean {
  return setupOf(resource) !== null;
}

/** The container that sets a server up; null where none does. */
export function setupContainerOf(platform: Platform, resource: Resource): Container | null {
  const setup = setupOf(resource);
  return setup === null || resource.kind === 'container' ? null : setup.container(platform, resource);
}

function setupOf(resource: Resource): Setup<Store> | null {
  if (resource.provider !== 'container' || resource.kind === 'container') return null;
  const setup = setups[resource.kind] as Setup<Store> | null;
  return setup?.needed(resource) === true ? setup : null;
}
