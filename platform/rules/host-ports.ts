import type { Platform } from '../model/platform';
import { isRange, rangeText } from '../resolve/ports';
import type { Path, Scope } from '../resolve/scope';
import { rangeFaults } from './egress';
import type { Broken, Rule } from './rule';
import { containerResources, services } from './walk';

type Given = Readonly<
  Record<string, number | { number?: number | string; as?: number; protocol?: string; hostPort?: boolean }>
>;

function* given(scope: Scope, platform: Platform): Iterable<{ path: Path; ports: Given; node: boolean }> {
  for (const { path, fields, workload } of services(scope, platform))
    yield { path: [...path, 'ports'], ports: (fields.ports ?? {}) as Given, node: workload.placement === 'node' };
  for (const { path, fields } of containerResources(scope, platform))
    yield { path: [...path, 'ports'], ports: (fields.ports ?? {}) as Given, node: false };
}

function* hostPortRange(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, ports, node } of given(scope, platform)) {
    for (const [name, port] of Object.entries(ports)) {
      if (typeof port === 'number' || typeof port.number !== 'string') continue;
      const here = [...path, name, 'number'];
      const faults = [...rangeFaults(here, port.number)];
      yield* faults;
      if (faults.length > 0) continue;
      if (port.as !== undefined) {
        const rule = 'but a range has the same numbers for callers and program';
        yield { path: [...path, name, 'as'], rule, fix: 'remove it' };
      }
      if (port.protocol !== 'udp' && port.protocol !== 'tcp' && name !== 'udp' && name !== 'tcp')
        yield { path: here, rule: 'but a range of ports is tcp or udp', fix: 'add protocol: udp' };
      if (port.hostPort !== true && !node) {
        const rule = 'but nobody reaches a range that the host does not publish';
        yield { path: here, rule, fix: 'add hostPort: true' };
      }
    }
  }
}

/** One host has each number once, whoever publishes it. */
function* hostPortTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  const known: { owner: string; name: string; transport: string; first: number; last: number }[] = [];
  const owners = [...services(scope, platform), ...containerResources(scope, platform)];
  for (const each of owners) {
    const { name: owner, ports } = 'workload' in each ? each.workload : each.resource;
    for (const port of ports.filter(({ hostPort }) => hostPort)) {
      const transport = port.protocol === 'udp' ? 'udp' : 'tcp';
      const { number: first, last } = port;
      const other = known.find((one) => one.transport === transport && one.first <= last && first <= one.last);
      known.push({ owner, name: port.name, transport, first, last });
      if (other === undefined || other.owner === owner) continue;
      yield {
        path: [...each.path, 'ports', port.name],
        value: '',
        rule: `publishes ${rangeText(port)} on the host, where port ${other.name} of ${other.owner} is`,
        fix: 'give one of the two another number',
      };
    }
  }
}

/** The level that a namespace asks of its pods is one for all of them. */
function* hostPortLevel(scope: Scope, platform: Platform): Iterable<Broken> {
  if (platform.environment.runtime !== 'kubernetes') return;
  for (const { path, workload } of services(scope, platform)) {
    if (workload.placement === 'node') yield { path: [...path, 'placement'], ...lowered };
    else yield* published([...path, 'ports'], workload.ports);
  }
  for (const { path, resource } of containerResources(scope, platform))
    yield* published([...path, 'ports'], resource.ports);
}

const lowered = {
  value: '',
  rule: 'takes ports of the node, which only a namespace without Pod Security (privileged) allows',
  fix: 'route it, or give it a namespace of its own',
};

function* published(path: Path, ports: readonly { name: string; hostPort: boolean }[]): Iterable<Broken> {
  for (const { name, hostPort } of ports) if (hostPort) yield { path: [...path, name], ...lowered };
}

/** The number of nodes is the number of instances. */
function* placementScale(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, workload, fields } of services(scope, platform)) {
    if (workload.placement !== 'node' || fields.scale === undefined) continue;
    yield { path: [...path, 'scale'], value: '', rule: 'is given, but each node has one instance', fix: 'remove it' };
  }
}

/** Each pod has an address of its own by its name, so that their number is known; and a port to reach it at. */
function* publicAddress(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, workload } of services(scope, platform)) {
    if (!workload.publicAddress) continue;
    const here = [...path, 'publicAddress'];
    const { scale, ports, placement } = workload;
    if (scale.max > scale.min)
      yield {
        path: here,
        rule: 'but a number of instances that changes has no fixed addresses',
        fix: 'say scale: as one number',
      };
    if (placement === 'node')
      yield { path: here, rule: "but with placement: node the address is the node's", fix: 'remove it' };
    if (!ports.some((port) => !isRange(port) && (port.protocol === 'tcp' || port.protocol === 'udp')))
      yield {
        path: here,
        rule: 'but there is no tcp or udp port to reach an instance at',
        fix: 'add a tcp or udp port, or use routes:',
      };
  }
}

/** What is reached on the host under the number that it has there. */
function* placementAs(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, workload } of services(scope, platform)) {
    for (const port of workload.ports) {
      if (!port.hostPort || isRange(port) || port.as === port.number) continue;
      const rule = `but the host publishes ${port.number}`;
      yield { path: [...path, 'ports', port.name, 'as'], rule, fix: `write ${port.number}` };
    }
  }
}

export const hostPortRules: readonly Rule[] = [
  {
    code: 'public-address',
    summary: 'Instances with a public address each are of a fixed number and have a tcp or udp port.',
    fix: 'say scale: as one number, and a tcp or udp port',
    find: publicAddress,
  },
  {
    code: 'port-range-closed',
    summary:
      'A range of ports is tcp or udp, has the same numbers everywhere, and is published on the host: no Service and no load balancer has ranges.',
    fix: 'write { number: 50000-50100, protocol: udp, hostPort: true }',
    find: hostPortRange,
  },
  {
    code: 'host-port-twice',
    summary: 'A number is published on a host once.',
    fix: 'give one of the two another number',
    find: hostPortTwice,
  },
  {
    code: 'host-port',
    summary:
      'Ports of a node are for pods without Pod Security: the whole namespace is lowered to privileged, since its level is one for all pods.',
    fix: 'route the port, or give the service a namespace of its own',
    acceptable: true,
    find: hostPortLevel,
  },
  {
    code: 'placement-scale',
    summary: 'With placement: node each node has one instance; nothing else decides how many there are.',
    fix: 'remove scale:',
    find: placementScale,
  },
  {
    code: 'host-port-as',
    summary: 'A port of the host has the number that the program listens on.',
    fix: 'remove as:',
    find: placementAs,
  },
];
