import { kindOf, type Platform, type Resource } from '../../platform/index';
import { count } from '../problems';
import type { Origins } from './origins';
import { printAmounts, printList, printProbe } from './print';
import type { Row } from './rows';
import { containerRows, edgeRows, printRoute, rowMaker } from './workload';

type MakeRow = ReturnType<typeof rowMaker>;

/** What was decided about a resource. */
export function resourceRows(platform: Platform, resource: Resource, origins: Origins): Row[] {
  const row = rowMaker(['resources', resource.name], origins);
  return [
    row('kind', resource.kind, 'kind'),
    row('provider', resource.provider, 'provider'),
    row('address', address(resource), 'address', resource.address.kind === 'given' ? 'host' : 'kind'),
    row('port', String(resource.port), 'port'),
    ...(resource.aliases.length > 0 ? [row('aliases', printList(resource.aliases), 'aliases')] : []),
    ...serverRows(platform, resource, row),
    ...ownRows(platform, resource, row),
    ...loginRows(platform, resource, row),
  ];
}

function address({ name, address: where, provider }: Resource): string {
  if (where.kind === 'given') return where.host;
  if (where.kind === 'looked-up') return 'looked up at deploy';
  return provider === 'managed' ? 'made by the deploy' : name;
}

/** Only what means something for its provider. */
function serverRows(platform: Platform, resource: Resource, row: MakeRow): Row[] {
  if (resource.provider === 'external') return [row('tls', yesNo(resource.tls), 'tls')];
  if (resource.kind === 'container') return [];
  const { cpu, memory } = printAmounts(resource, platform.environment.runtime);
  const container = [
    row('image', resource.image, 'image'),
    row('cpu', cpu, 'cpu', 'limit'),
    row('memory', memory, 'memory', 'limit'),
  ];
  const managed = [
    row('instance', resource.instance, 'instance'),
    row('backup', resource.backup === 0 ? 'none' : count(resource.backup, 'day'), 'backup'),
  ];
  return [
    ...(resource.provider === 'container' ? container : managed),
    row('replicas', String(resource.replicas), 'replicas'),
    row('storage', resource.storage === 0 ? 'in memory' : `${resource.storage}Gi`, 'storage'),
    row('tls', yesNo(resource.tls), 'tls'),
  ];
}

function ownRows(platform: Platform, resource: Resource, row: MakeRow): Row[] {
  if (resource.kind !== 'container')
    return kindOf(resource)
      .details(resource)
      .map(({ label, value, path }) => row(label, value, ...path));
  return [
    ...containerRows(resource.container, platform, row, 'container'),
    ...resource.ports.map((port) =>
      row(`port ${port.name}`, `${port.protocol} ${port.number}`, 'ports', port.name, 'number'),
    ),
    ...resource.routes.map((route, at) => row(`route ${at + 1}`, printRoute(route), 'routes', String(at))),
    row('liveness', printProbe(resource.health.liveness), 'health', 'liveness'),
    row('readiness', printProbe(resource.health.readiness), 'health', 'readiness'),
    ...edgeRows(resource, row),
  ];
}

/** Logins that the store knows; never their passwords. */
function loginRows({ credentials }: Platform, { name }: Resource, row: MakeRow): Row[] {
  return credentials
    .filter(({ resource }) => resource === name)
    .map(({ name: credential, user, role, source, workload }) => {
      const whose = workload === '' ? role : `${role}, by ${workload}`;
      return row(`login ${user === '' ? credential : user}`, `${whose}, password ${source} as ${credential}`, 'login');
    })
    .map((each) => ({ ...each, origin: { kind: 'default', reason: 'from the edges' } }));
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
