import { compareText } from '../document/merge';
import { adminSecret } from '../kinds/catalogue/expand';
import { kindOf } from '../kinds/registry';
import type {
  ContainerResource,
  Credential,
  Flow,
  Job,
  Part,
  Platform,
  Port,
  Resource,
  Secret,
  Service,
} from '../model/platform';
import { leads, routed } from '../model/routing';
import { userOf } from './bindings';
import { secretFiles } from './files';
import { meshFlows } from './meshes';
import { isRange } from './ports';
import type { Scope } from './scope';
import { transport } from './transport';
import { secretsOf } from './workload';
import type { World } from './world';

type User = Service | Job | ContainerResource;

/** Databases and the like, topics and queues. */
function edgesOf({ uses, publishes, consumes }: User): readonly Part[] {
  return [...uses, ...publishes, ...consumes];
}

/** Every login that a store must know: its administrator, and one for each workload and migration that uses it. */
export function credentialsOf(world: World, users: readonly User[]): Credential[] {
  const list = new Map<string, Credential>();
  for (const resource of world.resources.values()) {
    if (resource.admin === '') continue;
    const user = resource.kind === 'container' ? 'admin' : kindOf(resource).admin;
    list.set(resource.admin, {
      name: resource.admin,
      resource: resource.name,
      workload: '',
      role: 'admin',
      user,
      source: 'generated',
    });
  }
  for (const workload of users) {
    const edges = edgesOf(workload).map((edge) => ({ edge, role: 'use' as const }));
    const migrations = (workload.kind === 'service' ? (workload.migrate?.uses ?? []) : []).map((edge) => ({
      edge,
      role: 'migrate' as const,
    }));
    for (const { edge, role } of [...edges, ...migrations]) {
      if (edge.credential === '' || list.has(edge.credential)) continue;
      const external = world.resources.get(edge.resource)?.provider === 'external';
      const user = userOf(world, workload, edge);
      list.set(edge.credential, {
        name: edge.credential,
        resource: edge.resource,
        workload: workload.name,
        role,
        user,
        source: external ? 'given' : 'generated',
      });
    }
  }
  return [...list.values()].sort((a, b) => compareText(a.name, b.name));
}

/** Secrets of the description's own, by the name that readers share. */
export function ownSecrets(scope: Scope, users: readonly User[]): Secret[] {
  const list = new Map<string, { generate: boolean; readers: Set<string>; keys: Set<string> }>();
  const note = (name: string, key: string, generate: boolean, reader: string) => {
    const known = list.get(name) ?? { generate: false, readers: new Set<string>(), keys: new Set<string>() };
    known.generate ||= generate;
    known.readers.add(reader);
    known.keys.add(key);
    list.set(name, known);
  };
  const read = (
    reader: string,
    given: Parameters<typeof secretFiles>[0] & { secrets?: Parameters<typeof secretsOf>[0] },
  ) => {
    for (const { name, generate } of secretsOf(given.secrets, reader).values()) note(name, 'value', generate, reader);
    for (const { secret, key, generate } of secretFiles(given)) note(secret, key, generate, reader);
  };
  const { services, jobs, resources } = scope.merged;
  for (const [name, fields] of [...Object.entries(services), ...Object.entries(jobs)]) {
    read(name, fields);
    for (const beside of [...Object.values(fields.init ?? {}), ...Object.values(fields.sidecars ?? {})])
      read(name, beside);
  }
  for (const [name, fields] of Object.entries(resources)) {
    if (fields.kind !== 'container') continue;
    read(name, fields);
    if ((fields.provider ?? 'container') !== 'container') continue;
    for (const beside of [...Object.values(fields.init ?? {}), ...Object.values(fields.sidecars ?? {})])
      read(name, beside);
  }
  // Who uses a server of the catalogue logs in as its administrator: it has no other login.
  for (const [resource, { admin }] of scope.merged.catalogue) {
    const secret = list.get(adminSecret(resource));
    if (admin === null || secret === undefined) continue;
    for (const { name, uses } of users) if (uses.some((use) => use.resource === resource)) secret.readers.add(name);
  }
  return [...list]
    .map(
      ([name, { generate, readers, keys }]): Secret => ({
        name,
        source: generate ? 'generated' : 'given',
        keys: [...keys].sort(),
        readers: [...readers].sort(),
      }),
    )
    .sort((a, b) => compareText(a.name, b.name));
}

/** Databases know the service that owns them: the one that migrates it, else the first that may change it. */
export function withOwners(resources: readonly Resource[], services: readonly Service[]): Resource[] {
  const owners = new Map<string, string>();
  const migrating = services.filter((service) => service.migrate !== null);
  for (const service of [...migrating, ...services]) {
    for (const use of service.uses) {
      const database = `${use.resource}.${use.part}`;
      if (use.access !== 'read' && !owners.has(database)) owners.set(database, service.name);
    }
  }
  return resources.map((resource) => {
    const owned = resource.kind === 'container' ? undefined : kindOf(resource).parts?.owned;
    if (owned === undefined || owned === null || resource.kind === 'container') return resource;
    return owned(resource, (part) => owners.get(`${resource.name}.${part}`) ?? '');
  });
}

/** Who may open which port of whom, from the edges, the routes and the groups. */
export function flowsOf({
  services,
  jobs,
  resources,
  meshes,
}: Pick<Platform, 'services' | 'jobs' | 'resources' | 'meshes'>): Flow[] {
  const flows = new Map<string, Flow>();
  const add = (flow: Omit<Flow, 'mesh'>, mesh = '') => {
    const { from, to, protocol, port } = flow;
    const key = [from.kind, from.name, to.kind, to.name, protocol, String(port).padStart(5, '0')].join(' ');
    if (!flows.has(key)) flows.set(key, { ...flow, mesh });
  };
  const serviceByName = new Map(services.map((service) => [service.name, service]));
  const resourceByName = new Map(resources.map((resource) => [resource.name, resource]));
  const servers = resources.flatMap((each) => (each.kind === 'container' ? [each] : []));
  for (const workload of [...services, ...jobs, ...servers]) {
    const kind = workload.kind === 'container' ? 'resource' : workload.kind;
    const from = { kind, name: workload.name } as const;
    for (const call of workload.calls) {
      for (const port of serviceByName.get(call.service)?.ports ?? []) {
        if (call.ports.includes(port.name))
          add({
            from,
            to: { kind: 'service', name: call.service },
            port: port.number,
            protocol: transport(port.protocol),
          });
      }
    }
    for (const edge of edgesOf(workload)) {
      const resource = resourceByName.get(edge.resource);
      if (resource !== undefined)
        for (const port of resourcePorts(resource, edge.part))
          add({ from, to: { kind: 'resource', name: resource.name }, ...port });
    }
  }
  for (const { kind, name, routes } of routed({ services, resources })) {
    for (const route of routes.filter(leads)) {
      add({
        from: { kind: 'gateway', name: 'gateway' },
        to: { kind: kind === 'container' ? 'resource' : kind, name },
        port: route.number,
        protocol: transport(route.protocol),
      });
    }
  }
  const portsOf = (name: string): readonly Port[] => {
    const resource = resourceByName.get(name);
    return serviceByName.get(name)?.ports ?? (resource?.kind === 'container' ? resource.ports : []);
  };
  for (const { mesh, ...flow } of meshFlows(meshes, (member) => portsOf(member.name))) add(flow, mesh);
  return [...flows].sort(([a], [b]) => compareText(a, b)).map(([, flow]) => flow);
}

function resourcePorts(resource: Resource, part: string): { port: number; protocol: 'tcp' | 'udp' }[] {
  if (resource.kind !== 'container') return [{ port: resource.port, protocol: 'tcp' }];
  return resource.ports
    .filter((port) => !isRange(port) && (part === '' || port.name === part))
    .map((port) => ({ port: port.number, protocol: transport(port.protocol) }));
}
