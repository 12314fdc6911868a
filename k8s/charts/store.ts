import { type Resource, replicaNames } from '../../platform/index';
import { serverOf, setupContainerOf } from '../../provision/index';
import { runningMetadata, selectorOf } from '../labels';
import type { Lookup } from '../lookup';
import { podOf } from '../pod/pod';
import { probesOf } from '../pod/probes';
import { awaited } from '../pod/wait';
import type { Manifest, StatefulSet } from '../types';
import { accountOf } from './account';
import { balancersOf } from './balancers';
import { onceObjects } from './job';
import { containerPorts, externalName, replicaService, serviceOf, servicePorts } from './ports';

/** A store as pods of this namespace; its further names alone where it is elsewhere. */
export function storeObjects(lookup: Lookup, resource: Resource): Manifest[] {
  const { platform } = lookup;
  const server = serverOf(platform, resource);
  const { name, kind, address } = resource;
  if (server === null) {
    if (address.kind !== 'given') return [];
    return resource.aliases.map((alias) => externalName(platform, name, kind, alias, address.host));
  }
  const container = resource.kind === 'container' ? resource : null;
  const pod = podOf(lookup, {
    name,
    component: kind,
    main: server.container,
    extras: { ...(server.ports.length > 0 && { ports: containerPorts(server.ports) }), ...probesOf(server.health) },
    init: container === null ? [] : container.init,
    sidecars: container === null ? [] : container.sidecars,
    awaited: container === null ? [] : awaited(lookup, { kind: 'resource', name, after: container.after }),
    controller: 'StatefulSet',
    grace: server.grace,
    spread: resource.replicas > 1,
  });
  const set: StatefulSet = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: runningMetadata(platform, name, kind),
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
  const services = servicePorts(server.ports).length === 0 ? [] : [name, ...server.aliases];
  const replicas = container === null || servicePorts(server.ports).length === 0 ? [] : replicaNames(container);
  return [
    accountOf(platform, name, kind),
    ...pod.before,
    ...services.map((each) => serviceOf(platform, name, kind, each, server.ports)),
    ...(container === null ? [] : balancersOf(platform, name, kind, container.routes)),
    ...replicas.map((pod) => replicaService(platform, name, kind, pod, server.ports)),
    set,
  ];
}

/** The one-shot set-up of a store; none where nothing is to be made, or the team makes it. */
export function provisionObjects(lookup: Lookup, resource: Resource): Manifest[] {
  const main = setupContainerOf(lookup.platform, resource);
  if (main === null) return [];
  return onceObjects(lookup, 'provision', {
    name: main.name,
    component: 'provision',
    main,
    init: [],
    sidecars: [],
    awaited: [],
    timeout: 600,
    retries: 3,
  });
}
