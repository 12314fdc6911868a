import type { Container, Platform, Port } from '../model/platform';
import { firstFree, lowPorts } from '../resolve/low-ports';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { containerResources, services, workloads } from './walk';

type Given = Readonly<Record<string, number | { number: number | string; as?: number; primary?: boolean }>>;
interface Ports {
  readonly path: Path;
  readonly ports: readonly Port[];
  readonly given: Given;
  readonly owner: Container;
}

/** Several rules look at the ports of a platform. */
const lists = new WeakMap<Platform, readonly Ports[]>();

function portLists(scope: Scope, platform: Platform): readonly Ports[] {
  const known = lists.get(platform);
  if (known !== undefined) return known;
  const list = [
    ...services(scope, platform).map(({ path, workload, fields }) => ({
      path: [...path, 'ports'],
      ports: workload.ports,
      given: fields.ports ?? {},
      owner: workload,
    })),
    ...containerResources(scope, platform).map(({ path, resource, fields }) => ({
      path: [...path, 'ports'],
      ports: resource.ports,
      given: fields.ports ?? {},
      owner: resource.container,
    })),
  ];
  lists.set(platform, list);
  return list;
}

/** Place of a part of a port, where it may be written as a number alone. */
function portPath(path: Path, given: Given, name: string, key: 'number' | 'as'): Path {
  const one = given[name];
  return typeof one === 'object' && one[key] !== undefined ? [...path, name, key] : [...path, name];
}

function transport(port: Port): 'tcp' | 'udp' {
  return port.protocol === 'udp' ? 'udp' : 'tcp';
}

/** Kubernetes refuses a Service that has one number and transport twice, and one process cannot listen twice. */
function* portNumberTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, ports, given } of portLists(scope, platform)) {
    for (const [at, port] of ports.entries()) {
      const other = ports.slice(0, at).find((each) => transport(each) === transport(port) && overlap(each, port));
      if (other === undefined) continue;
      yield {
        path: portPath(path, given, port.name, 'number'),
        rule: `but port ${other.name} of the same container has that number too`,
        fix: 'give each port a number of its own, or keep one of the two',
      };
    }
  }
}

function overlap(one: Port, other: Port): boolean {
  return one.number <= other.last && other.number <= one.last;
}

function* portAsTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, ports, given } of portLists(scope, platform)) {
    const numbers = new Set(ports.map((port) => `${transport(port)} ${port.number}`));
    if (numbers.size < ports.length) continue;
    yield* twice(
      ports,
      (port) => port.as,
      (port, other) => ({
        path: portPath(path, given, port.name, 'as'),
        rule: `but callers would find port ${other.name} on the same number`,
        fix: `give as: another number for ${port.name} or ${other.name}`,
      }),
    );
  }
}

function* twice(
  ports: readonly Port[],
  number: (port: Port) => number,
  say: (port: Port, other: Port) => Broken,
): Iterable<Broken> {
  const known = new Map<string, Port>();
  for (const port of ports) {
    const key = `${transport(port)} ${number(port)}`;
    const other = known.get(key);
    if (other === undefined) known.set(key, port);
    else yield say(port, other);
  }
}

function* primaryTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, given } of portLists(scope, platform)) {
    const [first, ...others] = Object.entries(given).filter(
      ([, port]) => typeof port === 'object' && port.primary === true,
    );
    for (const [name] of others) {
      const rule = `but port ${first?.[0]} is the primary one already`;
      yield { path: [...path, name, 'primary'], rule, fix: 'keep primary: true at one port' };
    }
  }
}

/** Low ports are open to every user unless the description says otherwise; a capability helps root alone (ip(7)). */
function* privilegedPort(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, ports, given, owner } of portLists(scope, platform)) {
    if (owner.user?.uid === 0 && owner.capabilities.includes('NET_BIND_SERVICE')) continue;
    const start = Number(owner.sysctls[lowPorts] ?? firstFree);
    for (const port of ports) {
      if (port.number >= start) continue;
      yield {
        path: portPath(path, given, port.name, 'number'),
        rule: `but by sysctls ${owner.user === null ? "the image's user" : `user ${owner.user.uid}`} may open ${start} and above only`,
        fix: `listen on ${port.number + 8000} and write ${port.name}: { number: ${port.number + 8000}, as: ${port.as} }, or take ${lowPorts} out of sysctls`,
      };
    }
  }
}

/** An edge to a container opens its ports; without ports it opens nothing. */
function* usesWithoutPorts(scope: Scope, platform: Platform): Iterable<Broken> {
  const closed = new Set(
    platform.resources.flatMap((each) => (each.kind === 'container' && each.ports.length === 0 ? [each.name] : [])),
  );
  for (const { path, fields } of workloads(scope, platform)) {
    for (const [at, use] of (fields.uses ?? []).entries()) {
      const name = typeof use === 'string' ? use : use.name;
      if (!closed.has(name)) continue;
      yield {
        path: [...path, 'uses', at],
        value: '',
        rule: `uses ${name}, which has no port to open`,
        fix: `add ports: to resources.${name}`,
      };
    }
  }
}

export const portRules: readonly Rule[] = [
  {
    code: 'port-twice',
    summary:
      'Each port of a container has a number of its own: one process cannot listen twice, and Kubernetes refuses such a Service.',
    fix: 'give each port a number of its own',
    find: portNumberTwice,
  },
  {
    code: 'as-twice',
    summary: 'Callers tell the ports of a service apart by number (`as`).',
    fix: 'give one of the two another as:',
    find: portAsTwice,
  },
  {
    code: 'primary-twice',
    summary: 'One port is the main one, which PORT and `${service.addr}` mean.',
    fix: 'keep primary: true at one port',
    find: primaryTwice,
  },
  {
    code: 'privileged-port',
    summary:
      'Ports below 1024 are opened to the user of the container by net.ipv4.ip_unprivileged_port_start, unless sysctls says another start.',
    fix: 'listen on a higher number and give callers the low one by as:',
    find: privilegedPort,
  },
  {
    code: 'uses-without-ports',
    summary: 'What is used as a container has ports: an edge opens them and nothing else.',
    fix: 'add ports: to the resource',
    find: usesWithoutPorts,
  },
];
