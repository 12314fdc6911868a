import { type Platform, usersIn } from '../platform/index';
import type { ComposeNetwork, ComposeService } from './file';
import { flowPairs, goesOutside, groupsOf, isUdpRoute, type Pair } from './mesh';
import { gatewayName } from './names';
import { replicasOf } from './replicas';
import { subnets } from './subnets';
import { publishedPorts } from './traits';

/**
 * One network for each two that may speak, so that nobody else can open a port: Compose has no rules between containers
 * of one network, and every container reaches only the networks it is on. They have no way out of the machine; whoever may
 * open addresses outside has one more network, alone on it, that has. Members of a group have the network of the group
 * in place of all these.
 */
export interface Networks {
  /** For the file, by name. */
  readonly definitions: Readonly<Record<string, ComposeNetwork>>;
  /** Every network of one end. */
  readonly of: (end: string) => readonly Edge[];
}

export interface Edge {
  readonly network: string;
  /** The ends on the other side that it speaks with; none on a way out of the machine. */
  readonly peers: readonly string[];
  /** Whether this end opens connections over it, and whether it answers to its names on it. */
  readonly calls: boolean;
  readonly answers: boolean;
}

/** Names of services and groups hold neither of the two, so no name of a network is ever that of another. */
const between = '_';
const outside = '.';
const egress = 'egress';
const ingress = 'public';

/** `orders_main`: the caller first. Where both call, it is the first by name. */
function pairName(from: string, to: string): string {
  return `${from}${between}${to}`;
}

export function networksOf(platform: Platform, provisioned: readonly Pair[]): Networks {
  const edges = new Map<string, Edge[]>();
  const internal = new Map<string, boolean>();
  const groups = groupsOf(platform);
  const join = (end: string, edge: Edge, closed: boolean) => {
    internal.set(edge.network, closed && internal.get(edge.network) !== false);
    edges.set(end, joined(edges.get(end) ?? [], edge));
  };
  for (const { name: network, members } of platform.meshes) {
    for (const { name } of members) {
      const peers = members.map((each) => each.name).filter((each) => each !== name);
      join(name, { network, peers, calls: true, answers: true }, true);
    }
  }
  for (const [first, second, both] of pairsOf([...flowPairs(platform), ...provisioned])) {
    const network = groups.get(first) ?? groups.get(second) ?? pairName(first, second);
    join(first, { network, peers: [second], calls: true, answers: both }, true);
    join(second, { network, peers: [first], calls: both, answers: true }, true);
  }
  for (const [end, name] of waysOut(platform)) {
    const network = groups.get(end) ?? `${end}${outside}${name}`;
    join(end, { network, peers: [], calls: name === egress, answers: false }, false);
  }
  const owners = new Map(
    platform.resources.flatMap((resource) => replicasOf(resource).map(({ name }) => [name, resource.name])),
  );
  const all = [...internal.keys()].sort();
  const ranges = subnets(platform, all);
  return {
    definitions: Object.fromEntries(
      all.map((name) => {
        const subnet = ranges.get(name);
        const closed = internal.get(name) === true;
        return [
          name,
          subnet === undefined ? { internal: closed } : { internal: closed, ipam: { config: [{ subnet }] } },
        ];
      }),
    ),
    of: (end) => edges.get(owners.get(end) ?? end) ?? [],
  };
}

/** One more edge of an end; what it says of a network that the end is on already is added to that. */
function joined(edges: readonly Edge[], edge: Edge): Edge[] {
  const known = edges.find(({ network }) => network === edge.network);
  if (known === undefined) return [...edges, edge];
  const both: Edge = {
    network: edge.network,
    peers: [...new Set([...known.peers, ...edge.peers])].sort(),
    calls: known.calls || edge.calls,
    answers: known.answers || edge.answers,
  };
  return edges.map((each) => (each === known ? both : each));
}

/** What a container writes under `networks`, or that it has none at all. Without either, Compose would join all of them. */
export function attachment(
  edges: readonly Edge[],
  names: readonly string[],
): Pick<ComposeService, 'networks' | 'network_mode'> {
  if (edges.length === 0) return { network_mode: 'none' };
  const sorted = [...edges].sort((one, other) => (one.network < other.network ? -1 : 1));
  return {
    networks: Object.fromEntries(
      sorted.map(({ network, answers }) => [network, answers && names.length > 0 ? { aliases: names } : {}]),
    ),
  };
}

/** Each two ends once, the caller first, with whether the other one calls too. */
function pairsOf(pairs: readonly Pair[]): [string, string, boolean][] {
  const directed = new Set(pairs.map(({ from, to }) => `${from} ${to}`));
  return [...directed].sort().flatMap((key): [string, string, boolean][] => {
    const [from = '', to = ''] = key.split(' ');
    const both = directed.has(`${to} ${from}`);
    return both && to < from ? [] : [[from, to, both]];
  });
}

/** Who needs a way out of the machine or into it, and what for. */
export function waysOut(platform: Platform): [string, string][] {
  const ways = new Map<string, [string, string]>();
  const add = (end: string, name: string) => ways.set(`${end}${outside}${name}`, [end, name]);
  for (const { name, egress: out } of usersIn(platform)) if (out.length > 0) add(name, egress);
  for (const service of platform.services) if (publishedPorts(service).length > 0) add(service.name, ingress);
  for (const { name, ports } of serversOf(platform)) if (ports.some(({ hostPort }) => hostPort)) add(name, ingress);
  // It may answer by itself alone.
  if (platform.gateway.used) add(gatewayName, ingress);
  for (const flow of platform.flows) {
    if (isUdpRoute(flow)) add(flow.to.name, ingress);
    else if (goesOutside(platform, flow)) add(flow.from.name, egress);
    else if (flow.from.kind === 'gateway') add(gatewayName, ingress);
  }
  return [...ways.keys()].sort().flatMap((key) => {
    const way = ways.get(key);
    return way === undefined ? [] : [way];
  });
}

function serversOf({ resources }: Platform) {
  return resources.flatMap((each) => (each.kind === 'container' && each.address.kind === 'own' ? [each] : []));
}
