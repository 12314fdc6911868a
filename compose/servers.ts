import type { Container, ContainerResource, Platform, Resource } from '../platform/index';
import { isSetUp, type Server, serverOf, setupContainerOf } from '../provision/index';
import { containerPart } from './container';
import { addUnit } from './container-group';
import { dependenciesOf, merged } from './depends';
import { seconds } from './health';
import { provisionName } from './names';
import { hostPorts, publishedRoutes } from './network-holder';
import { attachment } from './networks';
import type { Project } from './project';
import { type Replica, replicasOf } from './replicas';
import { isHeld } from './traits';

/** The container that sets a server up speaks to that server, and to nothing else. */
export function setupPairs(platform: Platform): { readonly from: string; readonly to: string }[] {
  return platform.resources.filter(isSetUp).map(({ name }) => ({ from: provisionName(name), to: name }));
}

/** A server that runs here, with what sets it up. One that runs elsewhere has nothing in the file. */
export function addResource(project: Project, resource: Resource): void {
  const server = serverOf(project.platform, resource);
  if (server === null) return;
  for (const replica of replicasOf(resource)) addServer(project, resource, server, replica);
  const setup = setupContainerOf(project.platform, resource);
  if (setup !== null) addSetup(project, resource.name, withoutNamelessVolumes(server, setup));
}

function addServer(project: Project, resource: Resource, server: Server, { name, aliases }: Replica): void {
  const container = { ...withoutNamelessVolumes(server, server.container), name };
  const { ports, health, ownsData, grace } = server;
  const own = ownOf(resource);
  // Of its own server: each has its own volumes.
  const mine = (each: Container): Container => ({
    ...each,
    mounts: each.mounts.map((mount) => (mount.owner === resource.name ? { ...mount, owner: name } : mount)),
  });
  const init = own.init.map(mine);
  const sidecars = own.sidecars.map(mine);
  addUnit(project, {
    container: ownsData ? { ...container, volumes: container.volumes.map(unnamed) } : container,
    ports,
    aliases: [...aliases, ...server.aliases],
    health,
    init,
    sidecars,
    published: [...publishedRoutes(project.platform, own), ...hostPorts(project.platform, ports)],
    after: dependenciesOf(project.platform, own.after),
    apart: [],
    ownsData,
    running: {
      // A server may find its data again under the name of its machine. Who shares another's network has that one's name.
      ...(!isHeld({ sidecars, ports }) && { hostname: name }),
      restart: 'unless-stopped',
      stop_grace_period: seconds(grace),
    },
  });
}

/** What a server of kind `container` has beside it and waits for, and how it is reached from outside. */
function ownOf(resource: Resource): Pick<ContainerResource, 'init' | 'sidecars' | 'after' | 'routes'> {
  return resource.kind === 'container' ? resource : { init: [], sidecars: [], after: [], routes: [] };
}

/** The one volume of a store has the store's name. */
function unnamed(volume: Container['volumes'][number]): Container['volumes'][number] {
  return { ...volume, name: '' };
}

/**
 * Where an image asks Docker for a volume and none is mounted, Docker makes one without a name, which nothing finds again and
 * `down` leaves behind: these directories are in memory instead, and stay empty.
 */
function withoutNamelessVolumes({ imageVolumes }: Server, container: Container): Container {
  const mounted = [...container.volumes, ...container.writable].map(({ path }) => path);
  const empty = imageVolumes.filter((path) => !mounted.includes(path));
  const writable = empty.map((path) => ({ path, medium: 'memory', size: 1 }) as const);
  return { ...container, writable: [...container.writable, ...writable] };
}

function addSetup(project: Project, resource: string, container: Container): void {
  const name = provisionName(resource);
  project.add(name, {
    ...containerPart(project, { name, owner: resource }, container),
    depends_on: merged([[resource, 'service_healthy']]),
    ...attachment(project.networks.of(name), []),
    restart: 'no',
  });
}
