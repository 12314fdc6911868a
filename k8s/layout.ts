import { hasEdges, type Job, type Platform, type Resource, type Route } from '../platform/index';
import { gatewayObjects, routeObjects } from './charts/gateway';
import { ingressObjects } from './charts/ingress';
import { jobObjects, migrationObjects } from './charts/job';
import { basePolicies, namespaceObjects } from './charts/namespace';
import { Policies } from './charts/policies';
import { componentOf, serviceObjects } from './charts/service';
import { sharedClaims, sharedVolumesPath } from './charts/shared-volumes';
import { provisionObjects, storeObjects } from './charts/store';
import { tlsRouteObjects } from './charts/tls-routes';
import type { Stage } from './labels';
import { type Lookup, lookupOf } from './lookup';
import { migrationName, provisionName } from './names';
import { provisioned, stagesOf } from './stages';
import type { Manifest } from './types';

/** A file of manifests; its path is below the folder of the output. */
export interface ManifestFile {
  readonly path: string;
  readonly objects: readonly Manifest[];
}

/**
 * Every object, in the file that it goes into. One folder for each step of a deploy:
 *
 *     base/        the namespace, what holds for every pod in it, volumes that several mount, and stores; servers that need none of the others
 *     provision/   Jobs that make databases, roles and topics
 *     migrate/     Jobs that must end before new code gets traffic
 *     (top)        what keeps running, and base/ with it
 *     jobs/        Jobs that come after the services
 */
export function layoutOf(platform: Platform): ManifestFile[] {
  const lookup = lookupOf(platform);
  const policies = new Policies(lookup);
  const files = [
    ...baseFiles(lookup, policies),
    ...gatewayFiles(lookup),
    ...serviceFiles(lookup, policies),
    ...jobFiles(lookup, policies),
  ];
  return files.filter(({ objects }) => objects.length > 0);
}

function baseFiles(lookup: Lookup, policies: Policies): ManifestFile[] {
  const isSetUp = new Set(provisioned(lookup.platform).map(({ name }) => name));
  const stores = lookup.platform.resources.flatMap((resource) => [
    ...storeFiles(lookup, policies, resource),
    {
      path: `provision/${resource.name}.yaml`,
      objects: [
        // Of another server this is the name of a workload, if of anything.
        ...(isSetUp.has(resource.name) ? policies.of(provisionName(resource.name), 'provision') : []),
        ...provisionObjects(lookup, resource),
      ],
    },
  ]);
  return [
    { path: 'base/namespace.yaml', objects: namespaceObjects(lookup) },
    { path: 'base/network-policies.yaml', objects: basePolicies(lookup) },
    { path: sharedVolumesPath, objects: sharedClaims(lookup) },
    ...stores,
  ];
}

/**
 * A server with edges stands with the services: what it waits for may be set up after the stores, or be one of them. Its routes do
 * in any case, since they are part of the gateway.
 */
function storeFiles(lookup: Lookup, policies: Policies, resource: Resource): ManifestFile[] {
  const late = `services/${resource.name}.yaml`;
  const own = [...storeObjects(lookup, resource), ...policies.of(resource.name, resource.kind)];
  const routes = resource.kind === 'container' ? routesOf(lookup, resource.routes) : [];
  if (resource.kind === 'container' && hasEdges(resource)) return [{ path: late, objects: [...own, ...routes] }];
  return [
    { path: `base/stores/${resource.name}.yaml`, objects: own },
    { path: late, objects: routes },
  ];
}

/** A plain Ingress has them all in one object. */
function routesOf(lookup: Lookup, routes: readonly Route[]): Manifest[] {
  if (lookup.platform.gateway.kind === 'ingress') return [];
  return [...routeObjects(lookup, routes), ...tlsRouteObjects(lookup, routes)];
}

function gatewayFiles(lookup: Lookup): ManifestFile[] {
  const { gateway } = lookup.platform;
  if (!gateway.used) return [];
  const objects = gateway.kind === 'ingress' ? ingressObjects(lookup) : gatewayObjects(lookup);
  return [{ path: 'gateway.yaml', objects }];
}

function serviceFiles(lookup: Lookup, policies: Policies): ManifestFile[] {
  const { services } = lookup.platform;
  return services.flatMap((service): ManifestFile[] => {
    const routes = routesOf(lookup, service.routes);
    const own = [...serviceObjects(lookup, service), ...policies.of(service.name, componentOf(service)), ...routes];
    const file = { path: `services/${service.name}.yaml`, objects: own };
    if (service.migrate === null) return [file];
    const name = migrationName(service.name);
    const before = [...policies.of(name, 'migration'), ...migrationObjects(lookup, service, service.migrate)];
    return [file, { path: `migrate/${name}.yaml`, objects: before }];
  });
}

function jobFiles(lookup: Lookup, policies: Policies): ManifestFile[] {
  const { migrate, jobs } = stagesOf(lookup.platform);
  const file = (folder: string, job: Job, stage: Stage): ManifestFile => ({
    path: `${folder}/${job.name}.yaml`,
    objects: [...policies.of(job.name, 'job'), ...jobObjects(lookup, job, stage)],
  });
  const scheduled = lookup.platform.jobs.filter((job) => job.trigger.kind === 'schedule');
  return [
    ...migrate.map((job) => file('migrate', job, 'migrate')),
    ...jobs.map((job) => file('jobs', job, 'jobs')),
    ...scheduled.map((job) => file('schedules', job, 'jobs')),
  ];
}
