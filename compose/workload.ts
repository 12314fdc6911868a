import {
  hasOwners,
  type Job,
  type Migration,
  type Platform,
  type Resource,
  type Service,
  type Volume,
  type Writable,
} from '../platform/index';
import { containerPart } from './container';
import { addUnit, waiting } from './container-group';
import { conditionsOf, dependenciesOf, merged } from './depends';
import { needsOwner } from './directories';
import { seconds } from './health';
import { migrateName, volumesName } from './names';
import { hostPorts, publishedRoutes } from './network-holder';
import { attachment } from './networks';
import type { Project } from './project';
import { publishedPorts, runsOnce } from './traits';

export function addService(project: Project, service: Service): void {
  const after = dependenciesOf(project.platform, service.after);
  const migrated = service.migrate === null ? [] : [addMigration(project, service, service.migrate)];
  const { depends_on } = waiting(after, [...migrated, ...migratorsOf(project.platform, service).map(migrateName)]);
  addUnit(project, {
    container: service,
    ports: service.ports,
    aliases: service.aliases,
    health: service.health,
    init: service.init,
    ownsData: false,
    sidecars: service.sidecars,
    published: [...publishedRoutes(project.platform, service), ...hostPorts(project.platform, publishedPorts(service))],
    after: { ...depends_on },
    apart: service.migrate === null ? [] : [{ name: migrateName(service.name), container: inMigration(service) }],
    running: {
      restart: 'unless-stopped',
      stop_grace_period: seconds(service.drain.grace),
      replicas: runsOnce(service) ? Math.min(1, service.scale.min) : service.scale.min,
    },
  });
}

/** Services of the same code base whose migration makes the tables that this one writes. */
function migratorsOf({ services, resources }: Platform, service: Service): string[] {
  const own = writtenBy(service, resources);
  return services
    .filter((other) => other.name !== service.name && other.migrate !== null)
    .filter((other) => writtenBy(other, resources).some((database) => own.includes(database)))
    .map(({ name }) => name);
}

function writtenBy({ uses }: Service, resources: readonly Resource[]): string[] {
  const owned = resources.flatMap((each) => (each.kind !== 'container' && hasOwners(each) ? [each.name] : []));
  return uses
    .filter(({ resource, access }) => access !== 'read' && owned.includes(resource))
    .map(({ resource, part }) => `${resource}.${part}`);
}

/** The service's own image and rights to open, with the login of the database's owner; the service waits for its end. */
function addMigration(project: Project, service: Service, migration: Migration): string {
  const { platform, networks } = project;
  const name = migrateName(service.name);
  const stores = new Set(migration.uses.map((use) => use.resource));
  const reachable = networks
    .of(service.name)
    .filter((edge) => edge.calls && (edge.peers.length === 0 || edge.peers.some((peer) => stores.has(peer))));
  const after = [...stores].flatMap((store) =>
    conditionsOf(platform, { kind: 'resource', name: store, condition: 'healthy', given: false }),
  );
  const { command, args, env } = migration;
  const container = inMigration(service);
  const given = needsOwner(container, false) ? [volumesName(service.name)] : [];
  project.add(name, {
    ...containerPart(project, { name, owner: service.name }, { ...container, command, args, env }),
    ...waiting(merged(after), given),
    ...attachment(reachable, []),
    restart: 'no',
  });
  return name;
}

function inMigration(service: Service): Service {
  return { ...service, writable: [...service.writable, ...service.volumes.map(emptyInstead)], volumes: [], mounts: [] };
}

/** What a volume holds is the service's alone; a migration has the directory, and nothing in it. */
function emptyInstead({ path, size }: Volume): Writable {
  return { path, medium: 'disk', size: size * 1024 };
}

/** Compose has no clock: a job with a schedule runs when it is asked to, by `docker compose run --rm <job>`. */
export function addJob(project: Project, job: Job): void {
  addUnit(project, {
    container: job,
    ports: [],
    aliases: [],
    health: { given: false, liveness: null, readiness: null, startup: 0 },
    init: job.init,
    ownsData: false,
    sidecars: job.sidecars,
    published: [],
    after: dependenciesOf(project.platform, job.after),
    apart: [],
    running: {
      restart: job.retries === 0 ? 'no' : `on-failure:${job.retries}`,
      ...(job.trigger.kind === 'schedule' && { profiles: ['jobs'] }),
    },
  });
}
