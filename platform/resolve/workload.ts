import type { JobDescription, ServiceDescription } from '../description/description';
import { compareText, sortedEntries } from '../document/merge';
import { hasOwners } from '../kinds/registry';
import { label, legal } from '../model/names';
import type {
  After,
  Container,
  ContainerResource,
  Job,
  Migration,
  Port,
  Resource,
  Scale,
  Service,
  Use,
  Workload,
} from '../model/platform';
import { bareContainer } from './container';
import * as defaults from './defaults';
import { edgesOf } from './edges';
import { egressOf } from './egress';
import { filesOf, secretFiles } from './files';
import { withLowPorts } from './low-ports';
import { drainOf, healthOf } from './ports';
import type { Path } from './scope';
import { withTelemetry } from './telemetry';
import { givenOf, Texts } from './text';
import { type Edges, noEdges, type Self, type World } from './world';

type Fields = ServiceDescription | JobDescription;

/** Variable to name of the secret. Equal names are one secret, whoever reads it. */
export function secretsOf(
  given: Fields['secrets'],
  workload: string,
): Map<string, { name: string; generate: boolean }> {
  const map = Array.isArray(given)
    ? Object.fromEntries(given.map((name) => [name, {} as { name?: string; generate?: boolean }]))
    : (given ?? {});
  return new Map(
    sortedEntries(map).map(([variable, { name, generate }]) => [
      variable,
      { name: name ?? secretName(workload, variable), generate: generate ?? false },
    ]),
  );
}

/** A name that Kubernetes takes too (DNS subdomain name: 253), with a hash where the variable ends with an underscore. */
function secretName(workload: string, variable: string): string {
  return legal(`${workload}-${variable.toLowerCase().replaceAll('_', '-')}`, label, 253);
}

function secretNames(given: Fields['secrets'], workload: string): Map<string, string> {
  return new Map([...secretsOf(given, workload)].map(([variable, { name }]) => [variable, name]));
}

/** Names of all secrets that a container has, as variables or as files. */
function secretsRead(variables: ReadonlyMap<string, string>, given: Pick<Fields, 'files' | 'tls'>): string[] {
  return [...new Set([...variables.values(), ...secretFiles(given).map(({ secret }) => secret)])].sort();
}

interface Common {
  readonly workload: Workload;
  readonly self: Self;
}

/** Everything that services and jobs share. */
function workloadOf(
  world: World,
  kind: 'service' | 'job',
  name: string,
  given: Fields,
  ports: readonly Port[],
): Common {
  const path: Path = [kind === 'service' ? 'services' : 'jobs', name];
  const { scope, environment } = world;
  const bare = withLowPorts(bareContainer(scope, path, name, given, environment), ports);
  const edges = edgesOf(world, path, name, kind, given);
  const secrets = secretNames(given.secrets, name);
  const self: Self = { kind, name, path, edges, ports, memoryLimit: bare.memory.limit };
  const texts = new Texts(world, self, givenOf(given, path, secrets), isFull(given));
  const workload: Workload = {
    ...bare,
    command: texts.words(given.command, [...path, 'command']),
    args: texts.words(given.args, [...path, 'args']),
    env: texts.variables,
    files: filesOf(scope, texts, given, path),
    // What is not told where the receiver is has no use for the way to it.
    ...(isFull(given) ? withTelemetry(world, name, edges) : edges),
    secrets: secretsRead(secrets, given),
    egress: egressOf(given.egress),
    permissions: given.permissions ?? [],
    after: afterOf(world, path, given.after, edges),
    init: besides(world, self, [...path, 'init'], given.init),
    sidecars: besides(world, self, [...path, 'sidecars'], given.sidecars),
  };
  return { workload, self };
}

export function serviceOf(world: World, name: string, given: ServiceDescription): Omit<Service, 'routes'> {
  const path: Path = ['services', name];
  const ports = world.services.get(name)?.ports ?? [];
  const { workload, self } = workloadOf(world, 'service', name, given, ports);
  return {
    kind: 'service',
    ...workload,
    ports,
    aliases: [...new Set(given.aliases)].sort(compareText),
    health: healthOf(world.scope, [...path, 'health'], ports, given.health),
    scale: scaleOf(world, given),
    publicAddress: given.publicAddress ?? defaults.publicAddress,
    placement: given.placement ?? defaults.placement,
    update: given.update ?? defaults.update.strategy,
    drain: drainOf(world.scope, [...path, 'drain'], given.drain),
    migrate: migrationOf(world, self, given),
  };
}

export function jobOf(world: World, name: string, given: JobDescription): Job {
  const path: Path = ['jobs', name];
  const { workload } = workloadOf(world, 'job', name, given, []);
  const timezone = given.timezone ?? defaults.job.timezone;
  return {
    kind: 'job',
    ...workload,
    trigger:
      given.schedule === undefined ? { kind: 'deploy' } : { kind: 'schedule', schedule: given.schedule, timezone },
    timeout:
      given.timeout === undefined ? defaults.job.timeout : world.scope.seconds([...path, 'timeout'], given.timeout),
    retries: given.retries ?? defaults.job.retries,
    concurrency: given.concurrency ?? (given.schedule === undefined ? 'allow' : 'forbid'),
  };
}

/** Whether a workload gets the variables of the contract. */
function isFull({ contract }: Pick<Fields, 'contract'>): boolean {
  return (contract ?? defaults.contract) === 'full';
}

/** The same container and variables, but with the logins of the owner role. */
function migrationOf(world: World, service: Self, given: ServiceDescription): Migration | null {
  if (given.migrate === undefined) return null;
  const path = [...service.path, 'migrate'];
  const short = Array.isArray(given.migrate);
  const whole = Array.isArray(given.migrate) ? { command: given.migrate } : given.migrate;
  const uses = service.edges.uses.map(
    (use): Use => (isDatabase(world, use) ? { ...use, access: 'owner', credential: `${use.credential}-migrate` } : use),
  );
  const self: Self = { ...service, edges: { ...service.edges, uses }, ports: [] };
  const own = givenOf(given, service.path, secretNames(given.secrets, service.name));
  const more = givenOf(whole, path, new Map());
  const replaced = new Set(more.env.map((each) => each.name));
  const texts = new Texts(
    world,
    self,
    { ...own, env: [...own.env.filter((each) => !replaced.has(each.name)), ...more.env] },
    isFull(given),
  );
  return {
    command: texts.words(whole.command, short ? path : [...path, 'command']),
    args: texts.words(whole.args, [...path, 'args']),
    env: texts.variables,
    uses,
    timeout:
      whole.timeout === undefined ? defaults.migrate.timeout : world.scope.seconds([...path, 'timeout'], whole.timeout),
  };
}

function isDatabase(world: World, use: Use): boolean {
  const resource = world.resources.get(use.resource);
  return resource !== undefined && resource.kind !== 'container' && hasOwners(resource);
}

function besides(world: World, self: Self, path: Path, given: Fields['sidecars']): Container[] {
  return sortedEntries(given).map(([name, fields]) => {
    const here = [...path, name];
    const bare = bareContainer(world.scope, here, name, fields, world.environment);
    const texts = new Texts(
      world,
      { ...self, path: here, memoryLimit: bare.memory.limit },
      givenOf(fields, here, secretNames(fields.secrets, self.name)),
      false,
    );
    return {
      ...bare,
      command: texts.words(fields.command, [...here, 'command']),
      args: texts.words(fields.args, [...here, 'args']),
      env: texts.variables,
      files: filesOf(world.scope, texts, fields, here),
    };
  });
}

/** A resource of kind `container` with its edges and texts. What is elsewhere has neither. */
export function filledResource(world: World, resource: ContainerResource): Resource {
  const given = world.scope.merged.resources[resource.name];
  if (given?.kind !== 'container') return resource;
  const path: Path = ['resources', resource.name];
  const { name, ports, memory } = resource;
  const secrets = secretNames(given.secrets, name);
  const runs = resource.provider === 'container';
  const edges = runs ? edgesOf(world, path, name, 'resource', given) : noEdges;
  const self: Self = { kind: 'resource', name, path, edges, ports, memoryLimit: memory.limit };
  const texts = new Texts(world, self, givenOf(given, path, secrets), false);
  return {
    ...resource,
    container: {
      ...resource.container,
      command: texts.words(given.command, [...path, 'command']),
      args: texts.words(given.args, [...path, 'args']),
      env: texts.variables,
      files: filesOf(world.scope, texts, given, path),
    },
    ...edges,
    after: runs ? afterOf(world, path, given.after, storesOf(world, edges)) : [],
    init: runs ? besides(world, self, [...path, 'init'], given.init) : [],
    sidecars: runs ? besides(world, self, [...path, 'sidecars'], given.sidecars) : [],
    secrets: secretsRead(secrets, given),
  };
}

/** Two servers that use one another could not both wait, so that of what a server uses only stores come first by themselves. */
function storesOf({ resources }: World, edges: Edges): Edges {
  return { ...edges, uses: edges.uses.filter(({ resource }) => resources.get(resource)?.kind !== 'container') };
}

function scaleOf(world: World, { scale: given, placement, update }: ServiceDescription): Scale {
  // The nodes decide.
  if (placement === 'node') return { min: 1, max: 1, cpu: 0, memory: 0, requests: 0, lag: 0 };
  const usual = update === 'recreate' ? defaults.update.most : defaults.scale.min[world.environment.tier];
  if (typeof given === 'number') return { min: given, max: Math.max(given, 1), cpu: 0, memory: 0, requests: 0, lag: 0 };
  const min = given?.min ?? Math.min(usual, given?.max ?? usual);
  const max = given?.max ?? Math.max(min, 1);
  const { cpu = 0, memory = 0, requests = 0, lag = 0 } = given ?? {};
  const byNothing = cpu + memory + requests + lag === 0;
  return { min, max, cpu: max > min && byNothing ? defaults.scale.cpu : cpu, memory, requests, lag };
}

/** What is given, and the stores that it uses where they are containers and so start with it. */
function afterOf(world: World, path: Path, given: Fields['after'], edges: Edges): After[] {
  const { scope, services, resources } = world;
  const conditions: Record<string, After['condition'] | undefined> = Array.isArray(given)
    ? Object.fromEntries(given.map((name) => [name, undefined]))
    : (given ?? {});
  const list = new Map<string, After>();
  for (const { resource } of [...edges.uses, ...edges.publishes, ...edges.consumes]) {
    const used = resources.get(resource);
    if (used?.provider !== 'container') continue;
    // Compose never starts what waits for the health of a container that has no check.
    const silent = used.kind === 'container' && used.health.liveness === null && used.health.readiness === null;
    list.set(resource, { kind: 'resource', name: resource, condition: silent ? 'started' : 'healthy', given: false });
  }
  for (const [name, condition] of sortedEntries(conditions)) {
    const kind = services.has(name)
      ? 'service'
      : resources.has(name)
        ? 'resource'
        : Object.hasOwn(scope.merged.jobs, name)
          ? 'job'
          : undefined;
    const here = [...path, 'after', ...(Array.isArray(given) ? [given.indexOf(name)] : [name])];
    if (kind === undefined) {
      if (scope.absent(here, name)) continue;
      scope.unknown('unknown-after', here, 'a service, resource or job', name, [
        ...services.keys(),
        ...resources.keys(),
        ...Object.keys(scope.merged.jobs),
      ]);
      continue;
    }
    list.set(name, { kind, name, condition: condition ?? (kind === 'job' ? 'completed' : 'healthy'), given: true });
  }
  return [...list.values()].sort((a, b) => compareText(a.name, b.name));
}
