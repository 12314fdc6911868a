import type {
  Container,
  ContainerResource,
  Image,
  Job,
  Migration,
  Platform,
  Ref,
  Route,
  Service,
  Text,
  Workload,
} from '../../platform/index';
import { accepts, runsOn } from './accepts';

/**
 * A value as every output must give it: peers and stores that run as containers by their names, what only the target
 * knows in angle brackets. Readers turn their target's own references into the same words. `owner` is whose container it is.
 */
export function canonical(platform: Platform, value: Text, owner: string): string {
  return value.map((segment) => (typeof segment === 'string' ? segment : wordFor(platform, segment, owner))).join('');
}

export const words = {
  inDns: ({ name, environment }: Platform, service: string) => `${service}.${name}-${environment.name}.internal`,
  hostOf: (resource: string) => `<host of ${resource}>`,
  addressesOf: (resource: string) => `<addresses of ${resource}>`,
  passwordOf: (credential: string) => `<password of ${credential}>`,
  userOf: (credential: string) => `<user of ${credential}>`,
  /** A key of a login's secret; undefined for one that no login has. */
  login: (credential: string, key: string): string | undefined =>
    ({
      password: `<password of ${credential}>`,
      username: `<user of ${credential}>`,
      'password-in-url': `<password of ${credential}, encoded>`,
      'username-in-url': `<user of ${credential}, encoded>`,
    })[key],
  secret: (name: string, key = 'value') => `<secret ${name}${key === 'value' ? '' : ` ${key}`}>`,
  version: '<version>',
  instance: (attribute: string) => `<instance ${attribute}>`,
  passthrough: (name: string) => `<${name} where it is set>`,
};

function wordFor(platform: Platform, ref: Ref, owner: string): string {
  switch (ref.kind) {
    case 'service': {
      const port = platform.services
        .find((each) => each.name === ref.service)
        ?.ports.find((each) => each.name === ref.port);
      // On ECS jobs, and who speaks UDP, are outside Service Connect: they find tasks themselves, by a name in DNS.
      if (runsOn(platform, 'ecs') && (port?.protocol === 'udp' || platform.jobs.some(({ name }) => name === owner)))
        return ref.attribute === 'host' ? words.inDns(platform, ref.service) : String(port?.number);
      return ref.attribute === 'host' ? ref.service : String(port?.as);
    }
    case 'resource':
      return addressOf(platform, ref, owner);
    case 'credential':
      return `<${ref.attribute} of ${ref.credential}${ref.inUrl ? ', encoded' : ''}>`;
    case 'secret':
      return words.secret(ref.secret, ref.key);
    case 'gateway':
      return ref.attribute === 'url' ? platform.gateway.url : platform.gateway.host;
    case 'instance':
      if (runsOn(platform, 'kubernetes')) return words.instance(ref.attribute);
      // Compose names no instance; where there is one alone, it is known by its service.
      return ref.instead !== null &&
        (['ecs', 'compose'] as const).some((target) => accepts(platform, target, 'unsupported-instance'))
        ? ref.instead
        : owner;
    case 'version':
      return versionOf(imageOf(platform, ref.workload));
    case 'passthrough':
      return accepts(platform, 'ecs', 'unsupported-passthrough') ? '' : words.passthrough(ref.name);
  }
}

/** A server has the name of its resource where it runs here, and its own where the description gives that. */
function addressOf(
  platform: Platform,
  { resource: name, attribute }: Extract<Ref, { kind: 'resource' }>,
  owner: string,
): string {
  const resource = platform.resources.find((each) => each.name === name);
  if (resource === undefined) throw new Error(`no resource ${name}`);
  if (attribute === 'port') return String(resource.port);
  const { address, port } = resource;
  const own = foundInDns(platform, owner, name) ? words.inDns(platform, name) : name;
  const host = address.kind === 'given' ? address.host : resource.provider === 'container' ? own : undefined;
  if (host === undefined) return attribute === 'host' ? words.hostOf(name) : words.addressesOf(name);
  return attribute === 'host' ? host : `${host}:${port}`;
}

/** On ECS a server has one name for all of its ports: the one in DNS, for jobs and for who opens one of them by UDP. */
function foundInDns(platform: Platform, owner: string, server: string): boolean {
  // What a group alone opens is found by address.
  const opens = platform.flows.filter(({ from, to, mesh }) => from.name === owner && to.name === server && mesh === '');
  return (
    runsOn(platform, 'ecs') &&
    opens.some(({ protocol }) => protocol === 'udp' || platform.jobs.some(({ name }) => name === owner))
  );
}

/** What is built gets its version from the deploy; another image says it in its tag. */
function versionOf(image: Image): string {
  return image.kind === 'build' ? words.version : (/:([^:/@]+)(@.*)?$/.exec(image.reference)?.[1] ?? 'latest');
}

function imageOf(platform: Platform, workload: string): Image {
  const servers = platform.resources.flatMap((each) => (each.kind === 'container' ? [each.container] : []));
  const found = [...platform.services, ...platform.jobs, ...servers].find((each) => each.name === workload);
  if (found === undefined) throw new Error(`no workload ${workload}`);
  return found.image;
}

/** What a container is to the workload or resource that it belongs to. */
export type Role = 'main' | 'migrate' | 'init' | 'sidecar';

/** The name that all facts use for a container: `orders`, `orders migrate`, `gate init first`, `gate sidecar proxy`. */
export function roleOf(key: string): { readonly owner: string; readonly role: Role; readonly name: string } {
  const [owner = '', role = 'main', name = owner] = key.split(' ');
  return { owner, role: role as Role, name };
}

/** Every container of the description. Those of stores that Slipway itself runs have facts of their own. */
export function containersOf(platform: Platform): Record<string, Container> {
  const list: [string, Container][] = [];
  for (const workload of [...platform.services, ...platform.jobs]) {
    list.push([workload.name, workload]);
    if (workload.kind === 'service' && workload.migrate !== null)
      list.push([`${workload.name} migrate`, migrationOf(workload, workload.migrate)]);
    for (const each of workload.init) list.push([`${workload.name} init ${each.name}`, each]);
    for (const each of workload.sidecars) list.push([`${workload.name} sidecar ${each.name}`, each]);
  }
  for (const resource of platform.resources) {
    if (resource.kind !== 'container' || resource.provider !== 'container') continue;
    list.push([resource.name, resource.container]);
    for (const each of resource.init) list.push([`${resource.name} init ${each.name}`, each]);
    for (const each of resource.sidecars) list.push([`${resource.name} sidecar ${each.name}`, each]);
  }
  return Object.fromEntries(list);
}

/** The service's container with the command and the variables of its migration; volumes are the service's alone. */
function migrationOf(service: Service, { command, args, env }: Migration): Container {
  return Object.create(service, {
    command: { value: command },
    args: { value: args },
    env: { value: env },
    volumes: { value: [] },
    mounts: { value: [] },
  }) as Container;
}

/** Services and jobs; a job migrates nothing. */
export function platformWorkloads({ services, jobs }: Platform): (Workload & Pick<Service, 'migrate'>)[] {
  return [
    ...services,
    ...jobs.map((job): Workload & Pick<Service, 'migrate'> => Object.create(job, { migrate: { value: null } })),
  ];
}

/** Servers of kind `container` that run here. */
export function serversOf({ resources }: Platform): ContainerResource[] {
  return resources.flatMap((each) => (each.kind === 'container' && each.provider === 'container' ? [each] : []));
}

/** Whoever has edges. */
export function usersOf(platform: Platform): (Service | Job | ContainerResource)[] {
  return [...platform.services, ...platform.jobs, ...serversOf(platform)];
}

/** Whatever the public may reach, by name. */
export function routedOf(platform: Platform): (Service | ContainerResource)[] {
  return [...platform.services, ...serversOf(platform)].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** All routes, in the order of what they lead to. */
export function routesOf(platform: Platform): Route[] {
  return routedOf(platform).flatMap(({ routes }) => routes);
}

/** A server that needs something of the platform stands with the services. */
export function standsLate({ container, calls, uses, publishes, consumes, after }: ContainerResource): boolean {
  return [calls, uses, container.mounts, publishes, consumes, after].flat().length > 0;
}

/** The name that a container of a further server has at the first one: `lexicon-1-relay` is `lexicon-relay` there. */
export function atFirstServer(platform: Platform, name: string): string {
  for (const server of serversOf(platform).filter(({ replicas }) => replicas > 1)) {
    const found = new RegExp(`^${server.name}-\\d+(-.+)?$`).exec(name);
    if (found !== null) return `${server.name}${found[1] ?? ''}`;
  }
  return name;
}

/** The same record with each value changed. */
export function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A, key: string) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
