import type { EgressDescription } from '../description/egress';
import { sortedEntries } from '../document/merge';
import type { Egress, PortRange } from '../model/platform';
import * as defaults from './defaults';

/** What a workload may open outside the platform. Which of the three places is meant, a rule has looked at. */
export function egressOf(given: readonly EgressDescription[] | undefined): Egress[] {
  return (given ?? []).map(({ cidr, host, namespace, labels, protocol, ports }) => ({
    to:
      cidr !== undefined
        ? { kind: 'range', cidr }
        : host !== undefined
          ? { kind: 'host', host }
          : { kind: 'namespace', namespace: namespace ?? '', labels: Object.fromEntries(sortedEntries(labels)) },
    protocol: protocol ?? defaults.egress.protocol,
    ports: ports.map(portRangeOf).sort((one, other) => one.first - other.first || one.last - other.last),
  }));
}

export function portRangeOf(text: number | string): PortRange {
  const [first = 0, last = first] = String(text).split('-').map(Number);
  return { first, last };
}
