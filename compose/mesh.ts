import type { Flow, Mesh, Platform } from '../platform/index';
import { gatewayName } from './names';

/**
 * Docker attaches a container to its networks in no order (a map of Go), so a program that looks for its own address may find
 * that of any of them: the first interface, the name of the machine, eth0 and the default route differ from start to start.
 * A member of a group therefore has the network of its group alone, and whoever it speaks with is on that one too.
 */
export function groupsOf({ meshes }: Platform): ReadonlyMap<string, string> {
  return new Map(meshes.flatMap(({ name, members }) => members.map((each) => [each.name, name])));
}

/** Who is on the network of a group without being of it, and may so open what nobody has opened for it. */
export function guestsOf(platform: Platform, pairs: readonly Pair[], { name }: Mesh): string[] {
  const groups = groupsOf(platform);
  const ends = pairs.flatMap(({ from, to }) => {
    if (groups.get(from) === name && !groups.has(to)) return [to];
    return groups.get(to) === name && !groups.has(from) ? [from] : [];
  });
  return [...new Set(ends)].sort();
}

export interface Pair {
  readonly from: string;
  readonly to: string;
}

/** Each two that may speak here: what is outside is elsewhere, and a UDP route is a port that its service publishes. */
export function flowPairs(platform: Platform): Pair[] {
  return platform.flows
    .filter((flow) => !goesOutside(platform, flow) && !isUdpRoute(flow))
    .map((flow) => ({ from: flow.from.kind === 'gateway' ? gatewayName : flow.from.name, to: flow.to.name }));
}

/** The reverse proxy speaks no UDP: such a route is a port that the service itself publishes. */
export function isUdpRoute(flow: Flow): boolean {
  return flow.from.kind === 'gateway' && flow.protocol === 'udp';
}

export function goesOutside(platform: Platform, flow: Flow): boolean {
  const { kind, name } = flow.to;
  return kind === 'resource' && platform.resources.some((each) => each.name === name && each.address.kind !== 'own');
}
