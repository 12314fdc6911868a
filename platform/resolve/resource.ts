import type { ResourceDescription } from '../description/description';
import { compareText } from '../document/merge';
import { kindOf } from '../kinds/registry';
import type { Environment, Resource } from '../model/platform';
import { bareContainer } from './container';
import { egressOf } from './egress';
import { withLowPorts } from './low-ports';
import { healthOf, portsOf } from './ports';
import { routesOf } from './routes';
import type { Scope } from './scope';

/** A resource without what needs references: variables and files of kind `container` are filled in by the workloads' step. */
export function resourceOf(scope: Scope, environment: Environment, name: string, given: ResourceDescription): Resource {
  if (given.kind === 'container') return containerOf(scope, environment, name, given);
  return kindOf(given).resolve(scope, environment, name, given);
}

function containerOf(
  scope: Scope,
  environment: Environment,
  name: string,
  given: Extract<ResourceDescription, { kind: 'container' }>,
): Resource {
  const path: [string, string] = ['resources', name];
  const ports = portsOf(scope, [...path, 'ports'], given.ports);
  const provider = given.provider ?? 'container';
  const runs = provider === 'container';
  const elsewhere = provider === 'external' && given.image === undefined && given.build === undefined;
  const bare = bareContainer(scope, path, name, elsewhere ? { ...given, image: '' } : given, environment);
  return {
    kind: 'container',
    name,
    provider,
    address:
      given.external?.host === undefined
        ? { kind: provider === 'external' ? 'looked-up' : 'own' }
        : { kind: 'given', host: given.external.host },
    port: ports[0]?.as ?? 0,
    image: bare.image.kind === 'reference' ? bare.image.reference : '',
    cpu: bare.cpu,
    memory: bare.memory,
    storage: bare.volumes.reduce((sum, volume) => sum + volume.size, 0),
    instance: '',
    replicas: given.replicas ?? 1,
    tls: false,
    backup: 0,
    admin: '',
    container: { ...withLowPorts(bare, ports), command: [], args: [], env: [], files: [] },
    ports,
    aliases: [...new Set(given.aliases)].sort(compareText),
    health: healthOf(scope, [...path, 'health'], ports, given.health),
    routes: runs ? routesOf(scope, environment, path, ports, given.routes) : [],
    calls: [],
    uses: [],
    publishes: [],
    consumes: [],
    egress: runs ? egressOf(given.egress) : [],
    after: [],
    init: [],
    sidecars: [],
    secrets: [],
  };
}
