import { pieces } from '../description/references';
import { addressOf, type StoreEdge } from '../kinds/address';
import { adminSecret } from '../kinds/catalogue/expand';
import type { CatalogueServer } from '../kinds/catalogue/server';
import { kindOf } from '../kinds/registry';
import type { ContainerResource, Part, Store, Text, Use } from '../model/platform';
import { replicaNames } from '../model/replica-names';
import { text } from '../model/text';
import { urlOf } from './peer-attributes';
import type { World } from './world';

/** Attributes of a store that `${...}` may name. */
export function storeAttributes(world: World, edge: StoreEdge): Readonly<Record<string, Text>> {
  const { resource } = edge;
  if (resource.kind !== 'container') return kindAttributes({ ...edge, resource });
  const own = portAttributes(resource, edge);
  const { host, port, addr } = own;
  const server = world.scope.merged.catalogue.get(resource.name);
  const all = { ...own, addrs: addrsOf(world, resource, addr, port) };
  return server === undefined ? all : { ...all, ...catalogueAttributes(server, resource, host) };
}

/** Those of a kind, and whether clients speak TLS, which every store has. */
export function kindAttributes<S extends Store>(edge: StoreEdge<S>): Readonly<Record<string, Text>> {
  return { ...kindOf<S>(edge.resource).attributes(edge), tls: text(String(edge.resource.tls)) };
}

/** Those of a port of a container: the one that is named, else the first. */
export function portAttributes(resource: ContainerResource, edge: StoreEdge) {
  const { host } = addressOf(edge);
  const [first] = resource.ports;
  const named = resource.ports.find((each) => each.name === edge.part) ?? first;
  const port = text(String(named?.as ?? resource.port));
  const addr = text(host, ':', port);
  return { ...(named !== undefined && urlOf(named.protocol, addr)), host, port, addr };
}

/** Every server by its own name, where there are several; tasks of ECS have the name of all alone. */
function addrsOf({ environment }: World, resource: ContainerResource, addr: Text, port: Text): Text {
  const names = environment.runtime === 'ecs' ? [] : replicaNames(resource);
  return names.length === 0 ? addr : text(...names.flatMap((name, at) => [at === 0 ? '' : ',', name, ':', ...port]));
}

/** What the catalogue says of a server, with its address and the login of its administrator. */
function catalogueAttributes(
  { attributes, admin }: CatalogueServer,
  { name, port, ports }: ContainerResource,
  host: Text,
): Record<string, Text> {
  const known: Readonly<Record<string, Text>> = {
    host,
    port: text(String(port)),
    ...Object.fromEntries(ports.map((each) => [`port.${each.name}`, text(String(each.as))])),
    ...(admin !== null && {
      user: text(admin.user),
      password: text({ kind: 'secret', secret: adminSecret(name), key: 'value' }),
    }),
  };
  const filled = (template: string): Text =>
    pieces(template).pieces.flatMap((piece) =>
      'literal' in piece ? [piece.literal] : (known[piece.expression] ?? []),
    );
  const own = Object.entries(attributes).map(([key, template]): [string, Text] => [key, text(...filled(template))]);
  const login = Object.entries(known).filter(
    ([key, value]) => (key === 'user' || key === 'password') && value[0] !== '',
  );
  return Object.fromEntries([...login, ...own]);
}

export function isUse(edge: Use | Part): edge is Use {
  return 'access' in edge;
}
