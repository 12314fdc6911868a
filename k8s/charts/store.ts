import type { ContainerResource, Resource } from '../../platform/index';
import { kafkaStep, postgresStep } from '../../provision/index';
import { labelsOf, selectorOf } from '../labels';
import type { Lookup } from '../lookup';
import { provisionName } from '../names';
import { podOf } from '../pod/pod';
import { probesOf } from '../pod/probes';
import { isProvisioned } from '../stages';
import type { Manifest, StatefulSet } from '../types';
import { accountOf } from './account';
import { onceObjects } from './job';
import { containerPorts, serviceOf } from './ports';
import { type Server, serverOf, stepContainer } from './server';

/** Seconds to write down what is in memory. */
const grace = 60;

/** A store as pods of this namespace; nothing where it is elsewhere. */
export function storeObjects(lookup: Lookup, resource: Resource): Manifest[] {
  if (resource.provider !== 'container') return [];
  const { platform } = lookup;
  const { name, kind } = resource;
  const server = resource.kind === 'container' ? ownServer(resource) : serverOf(lookup, resource);
  const pod = podOf(lookup, {
    name,
    component: kind,
    main: server.container,
    extras: { ...(server.ports.length > 0 && { ports: containerPorts(server.ports) }), ...probesOf(server.health) },
    init: [],
    sidecars: [],
    awaited: [],
    controller: 'StatefulSet',
    grace,
    spread: resource.replicas > 1,
  });
  const set: StatefulSet = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, labels: labelsOf(platform, name, kind) },
    spec: {
      replicas: resource.kind === 'container' ? resource.replicas : 1,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      revisionHistoryLimit: 3,
      selector: { matchLabels: selectorOf(name) },
      serviceName: name,
      template: pod.template,
      ...(pod.claims.length > 0 && { volumeClaimTemplates: pod.claims }),
    },
  };
  const services = server.ports.length === 0 ? [] : [name, ...server.aliases];
  return [
    accountOf(platform, name, kind),
    ...pod.before,
    ...services.map((each) => serviceOf(platform, name, kind, each, server.ports)),
    set,
  ];
}

/** The one-shot set-up of a store; none where nothing is to be made, or the team makes it. */
export function provisionObjects(lookup: Lookup, resource: Resource): Manifest[] {
  if (!isProvisioned(resource)) return [];
  const step =
    resource.kind === 'postgres' ? postgresStep(lookup.platform, resource) : kafkaStep(lookup.platform, resource);
  return onceObjects(lookup, 'provision', {
    name: provisionName(resource.name),
    component: 'provision',
    main: stepContainer(resource.kind, resource.image, step),
    init: [],
    sidecars: [],
    awaited: [],
    timeout: 600,
    retries: 3,
  });
}

function ownServer({ container, ports, aliases, health }: ContainerResource): Server {
  return { container, ports, aliases, health };
}
