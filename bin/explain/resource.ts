import {
  formatDuration,
  type Kafka,
  type Platform,
  type Postgres,
  type RabbitMq,
  type Redis,
  type Resource,
} from '../../platform/index';
import { count } from '../problems';
import type { Origins } from './origins';
import { printAmounts, printList, printProbe } from './print';
import type { Row } from './rows';
import { containerRows, rowMaker } from './workload';

type MakeRow = ReturnType<typeof rowMaker>;

/** What was decided about a resource. */
export function resourceRows(platform: Platform, resource: Resource, origins: Origins): Row[] {
  const row = rowMaker(['resources', resource.name], origins);
  return [
    row('kind', resource.kind, 'kind'),
    row('provider', resource.provider, 'provider'),
    row('address', address(resource), 'address', resource.address.kind === 'given' ? 'host' : 'kind'),
    row('port', String(resource.port), 'port'),
    ...serverRows(resource, row),
    ...ownRows(resource, row),
    ...loginRows(platform, resource, row),
  ];
}

function address({ name, address: where, provider }: Resource): string {
  if (where.kind === 'given') return where.host;
  if (where.kind === 'looked-up') return 'looked up at deploy';
  return provider === 'managed' ? 'made by the deploy' : name;
}

/** Only what means something for its provider. */
function serverRows(resource: Resource, row: MakeRow): Row[] {
  if (resource.provider === 'external') return [row('tls', yesNo(resource.tls), 'tls')];
  if (resource.kind === 'container') return [];
  const { cpu, memory } = printAmounts(resource);
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

function ownRows(resource: Resource, row: MakeRow): Row[] {
  switch (resource.kind) {
    case 'postgres':
      return postgresRows(resource, row);
    case 'redis':
      return redisRows(resource, row);
    case 'kafka':
      return kafkaRows(resource, row);
    case 'rabbitmq':
      return rabbitRows(resource, row);
    case 'container':
      return [
        ...containerRows(resource.container, row, 'container'),
        ...resource.ports.map((port) =>
          row(`port ${port.name}`, `${port.protocol} ${port.number}`, 'ports', port.name, 'number'),
        ),
        row('liveness', printProbe(resource.health.liveness), 'health', 'liveness'),
        row('readiness', printProbe(resource.health.readiness), 'health', 'readiness'),
      ];
  }
}

function postgresRows(resource: Postgres, row: MakeRow): Row[] {
  return [
    row('version', String(resource.version), 'version'),
    row('sslmode', resource.sslmode, 'sslmode'),
    ...resource.databases.map(({ name, owner, service, extensions }) => {
      const by = service === '' ? `role ${owner}` : `role ${owner}, of ${service}`;
      return row(
        `database ${name}`,
        extensions.length > 0 ? `${by}, with ${printList(extensions)}` : by,
        'databases',
        name,
      );
    }),
    ...Object.entries(resource.parameters).map(([name, value]) => row(name, value, 'parameters', name)),
  ];
}

function redisRows(resource: Redis, row: MakeRow): Row[] {
  return [
    row('version', resource.version, 'version'),
    row('auth', resource.auth, 'auth'),
    row('eviction', resource.eviction, 'eviction'),
    row('persistence', yesNo(resource.persistence), 'persistence'),
  ];
}

function kafkaRows(resource: Kafka, row: MakeRow): Row[] {
  return [
    row('version', resource.version, 'version'),
    row('auth', resource.auth, 'auth'),
    ...resource.topics.map(({ name, partitions, replicas, retention, cleanup }) => {
      const kept = retention < 0 ? 'for ever' : formatDuration(retention);
      return row(
        `topic ${name}`,
        `${partitions} partitions, ${replicas} copies, kept ${kept}, ${cleanup}`,
        'topics',
        name,
      );
    }),
  ];
}

function rabbitRows(resource: RabbitMq, row: MakeRow): Row[] {
  return [
    row('version', resource.version, 'version'),
    row('vhost', resource.vhost, 'vhost'),
    ...resource.queues.map(({ name, durable, quorum }) => {
      const what = [durable ? 'durable' : 'transient', ...(quorum ? ['quorum'] : [])];
      return row(`queue ${name}`, printList(what), 'queues', name);
    }),
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
