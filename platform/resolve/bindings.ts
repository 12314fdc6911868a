import type { StoreEdge } from '../kinds/address';
import { kindOf } from '../kinds/registry';
import { environmentVariable } from '../model/names';
import type { Part, Resource, Text, Use, Variable } from '../model/platform';
import { isSecret, sameText, text } from '../model/text';
import * as defaults from './defaults';
import { givenUser } from './given-user';
import { storeAttributes } from './store-attributes';
import { telemetryVariables } from './telemetry';
import type { Self, World } from './world';

/** A variable that Slipway gives, and which edge or rule gives it. */
export interface Binding {
  readonly name: string;
  readonly value: Text;
  /** For the message when two want the same name. */
  readonly because: string;
}

/** Every variable of the contract for one workload. The names are the same on every runtime. */
export function bindings(world: World, self: Self): Binding[] {
  const list: Binding[] = [];
  const give = (because: string, variables: Readonly<Record<string, Text | string>>) => {
    for (const [name, value] of Object.entries(variables))
      list.push({ name, value: typeof value === 'string' ? text(value) : value, because });
  };
  give('every workload', common(world, self));
  for (const port of self.ports)
    give(`port ${port.name}`, { [`${environmentVariable(port.name)}_PORT`]: String(port.number) });
  const [main] = self.ports;
  if (main !== undefined) give('the main port', { PORT: String(main.number) });
  for (const call of self.edges.calls) give(`calls ${call.service}`, peer(world, call));
  stores(world, self, give);
  return list;
}

type Give = (because: string, variables: Readonly<Record<string, Text | string>>) => void;

function common(world: World, self: Self): Record<string, Text | string> {
  const { environment, platform } = world;
  const version: Text = [{ kind: 'version', workload: self.name }];
  return {
    APP_ENV: environment.name,
    SERVICE_NAME: self.name,
    SERVICE_VERSION: version,
    LOG_LEVEL: defaults.environment.logLevel[environment.tier],
    LOG_FORMAT: 'json',
    ...(self.memoryLimit > 0 && { GOMEMLIMIT: `${Math.floor(self.memoryLimit * defaults.memoryLimitShare)}MiB` }),
    OTEL_SERVICE_NAME: self.name,
    OTEL_RESOURCE_ATTRIBUTES: text(
      `service.namespace=${platform},deployment.environment.name=${environment.name},service.version=`,
      version,
    ),
    ...telemetryVariables(world, self.name),
  };
}

/** `<PEER>_URL` for the first http port, `<PEER>_GRPC_ADDR` for the first grpc port; further ports by their names. */
function peer(world: World, call: Self['edges']['calls'][number]): Record<string, Text> {
  const stem = environmentVariable(call.service);
  const variables: Record<string, Text> = {};
  for (const port of world.services.get(call.service)?.ports ?? []) {
    if (!call.ports.includes(port.name)) continue;
    const at = (attribute: 'host' | 'port') =>
      ({ kind: 'service', service: call.service, port: port.name, attribute }) as const;
    const addr = text(at('host'), ':', at('port'));
    const own = environmentVariable(port.name);
    const web = port.protocol === 'http' || port.protocol === 'ws';
    const usual = web ? `${stem}_URL` : port.protocol === 'grpc' ? `${stem}_GRPC_ADDR` : `${stem}_ADDR`;
    const name = usual in variables ? `${stem}_${own}_${web ? 'URL' : 'ADDR'}` : usual;
    variables[name] = web ? text(`${port.protocol}://`, addr) : addr;
  }
  return variables;
}

/** The first store of a kind gets the plain names; where there are several, each has a URL of its own name. */
function stores(world: World, self: Self, give: Give): void {
  const { uses, publishes, consumes } = self.edges;
  const distinct = new Map<string, { resource: Resource; edge: Use | Part }>();
  const counts = new Map<string, number>();
  for (const edge of [...uses, ...publishes, ...consumes]) {
    const resource = world.resources.get(edge.resource);
    if (resource === undefined) continue;
    const identity = `${resource.kind} ${key(resource, edge)}`;
    if (distinct.has(identity)) continue;
    distinct.set(identity, { resource, edge });
    counts.set(resource.kind, (counts.get(resource.kind) ?? 0) + 1);
  }
  const seen = new Set<string>();
  for (const { resource, edge } of distinct.values()) {
    const store: StoreEdge = {
      resource,
      part: edge.part,
      credential: edge.credential,
      user: userOf(world, self, edge),
    };
    const because = `uses ${edge.part === '' ? edge.resource : `${edge.resource}.${edge.part}`}`;
    const several = (counts.get(resource.kind) ?? 0) > 1;
    if (!seen.has(resource.kind) || resource.kind === 'container') give(because, plain(world, self, store));
    if (several && resource.kind !== 'container') give(because, ownName(world, store));
    seen.add(resource.kind);
  }
}

/** What makes two edges the same store for a client: a database of a server, the whole server where parts are streams. */
function key(resource: Resource, edge: { resource: string; part: string }): string {
  return byPart(resource) ? `${edge.resource}.${edge.part}` : edge.resource;
}

function byPart(resource: Resource): boolean {
  return resource.kind === 'container' || kindOf(resource).parts?.edge === 'uses';
}

function plain(world: World, self: Self, store: StoreEdge): Readonly<Record<string, Text | string>> {
  const { resource } = store;
  if (resource.kind !== 'container') return kindOf(resource).variables(world, self, { ...store, resource });
  const { host = [], port = [], addr = [] } = storeAttributes(world, store);
  const stem = environmentVariable(resource.name);
  return {
    [`${stem}_HOST`]: host,
    [`${stem}_PORT`]: port,
    [`${stem}_ADDR`]: addr,
    ...catalogueVariables(world, self, store),
  };
}

/** Those of its kind, for the first server of the kind that the workload uses. */
function catalogueVariables(world: World, self: Self, store: StoreEdge): Readonly<Record<string, Text>> {
  const { catalogue } = world.scope.merged;
  const server = catalogue.get(store.resource.name);
  // Two of one kind may run in ways of their own.
  const first = self.edges.uses.find(({ resource }) => catalogue.get(resource)?.title === server?.title);
  if (server === undefined || first?.resource !== store.resource.name) return {};
  const attributes = storeAttributes(world, store);
  return Object.fromEntries(Object.entries(server.variables).map(([name, key]) => [name, attributes[key] ?? []]));
}

function ownName(world: World, store: StoreEdge): Record<string, Text> {
  const { resource } = store;
  if (resource.kind === 'container') return {};
  const { address } = kindOf(resource);
  const stem = environmentVariable(byPart(resource) ? store.part.replaceAll('_', '-') : resource.name);
  const value = storeAttributes(world, store)[address];
  return value === undefined ? {} : { [`${stem}_${address.toUpperCase()}`]: value };
}

/** Login name of a workload in a store: what it says, else its own name. */
export function userOf(world: World, self: Pick<Self, 'name'>, edge: { resource: string; credential: string }): string {
  const resource = world.resources.get(edge.resource);
  if (resource === undefined || edge.credential === '') return '';
  const migrates = edge.credential.endsWith('-migrate') && edge.credential !== `${edge.resource}-${self.name}`;
  const given = givenUser(world.scope.merged, self.name, edge.resource, migrates);
  if (given !== undefined || resource.provider === 'external') return given ?? '';
  const name = migrates ? `${self.name}-migrate` : self.name;
  return resource.kind === 'container' ? name : kindOf(resource).userName(name);
}

/** Bindings as variables; `given` names win. Two bindings that want one name with different values are `clashes`. */
export function contract(
  list: readonly Binding[],
  given: ReadonlySet<string>,
): { variables: Variable[]; clashes: [Binding, Binding][] } {
  const byName = new Map<string, Binding>();
  const clashes: [Binding, Binding][] = [];
  for (const binding of list) {
    if (given.has(binding.name)) continue;
    const other = byName.get(binding.name);
    if (other === undefined) byName.set(binding.name, binding);
    else if (!sameText(other.value, binding.value)) clashes.push([other, binding]);
  }
  const variables = [...byName.values()].map(
    ({ name, value }): Variable => ({ name, value, secret: isSecret(value), from: 'contract' }),
  );
  return { variables, clashes };
}
