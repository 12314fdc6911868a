import type { Flow, Platform } from '../platform/index';
import type { ComposeNetwork, ComposeService } from './file';
import { gatewayName } from './names';
import { subnets } from './subnets';

/**
 * One network for each two that may speak, so that nobody else can open a port: Compose has no rules between containers
 * of one network, and every container reaches only the networks it is on. They have no way out of the machine; whoever may
 * open addresses outside has one more network, alone on it, that has.
 */
export interface Networks {
  /** For the file, by name. */
  readonly definitions: Readonly<Record<string, ComposeNetwork>>;
  /** Every network of one end. */
  readonly of: (end: string) => readonly Edge[];
}

export interface Edge {
  readonly network: string;
  /** The end on the other side; '' on the way out of the machine. */
  readonly peer: string;
  /** Whether this end opens connections over it, and whether it answers to its names on it. */
  readonly calls: boolean;
  readonly answers: boolean;
}

/** Names of services hold neither of the two, so no name of a network is ever that of another. */
const between = '_';
const outside = '.';
const egress = 'egress';
const ingress = 'public';

/** `orders_main`: the caller first. Where both call, it is the first by name. */
function pairName(from: string, to: string): string {
  return `${from}${between}${to}`;
}

interface Pair {
  readonly from: string;
  readonly to: string;
}

export function networksOf(platform: Platform, provisioned: readonly Pair[]): Networks {
  const edges = new Map<string, Edge[]>();
  const internal = new Map<string, boolean>();
  const join = (end: string, edge: Edge, closed: boolean) => {
    internal.set(edge.network, closed);
    edges.set(end, [...(edges.get(end) ?? []), edge]);
  };
  for (const [first, second, both] of pairsOf([...flowPairs(platform), ...provisioned])) {
    const network = pairName(first, second);
    join(first, { network, peer: second, calls: true, answers: both }, true);
    join(second, { network, peer: first, calls: both, answers: true }, true);
  }
  for (const [end, name] of waysOut(platform)) {
    join(end, { network: `${end}${outside}${name}`, peer: '', calls: name === egress, answers: false }, false);
  }
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
    of: (end) => edges.get(end) ?? [],
  };
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

function flowPairs(platform: Platform): Pair[] {
  return platform.flows
    .filter((flow) => !goesOutside(platform, flow) && !isUdpRoute(flow))
    .map((flow) => ({ from: flow.from.kind === 'gateway' ? gatewayName : flow.from.name, to: flow.to.name }));
}

/** The reverse proxy speaks no UDP: such a route is a port that the service itself publishes. */
export function isUdpRoute(flow: Flow): boolean {
  return flow.from.kind === 'gateway' && flow.protocol === 'udp';
}

function goesOutside(platform: Platform, flow: Flow): boolean {
  const { kind, name } = flow.to;
  return kind === 'resource' && platform.resources.some((each) => each.name === name && each.address.kind !== 'own');
}

/** Who needs a way out of the machine or into it, and what for. */
function waysOut(platform: Platform): [string, string][] {
  const ways = new Map<string, [string, string]>();
  const add = (end: string, name: string) => ways.set(`${end}${outside}${name}`, [end, name]);
  for (const workload of [...platform.services, ...platform.jobs]) {
    if (workload.egress.length > 0) add(workload.name, egress);
  }
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
