import {
  type Egress,
  type Platform,
  type Port,
  type PortRange,
  rangeContains,
  type Scraper,
} from '../../platform/index';
import { listening } from '../inventory';
import type { PolicyPeer, PolicyPort } from '../types';

/** Addresses of the node's own link, among them the cloud's metadata service and its credentials. */
const linkLocal = '169.254.0.0/16';
/** The metadata service by IPv4 and, on AWS, by IPv6. */
const metadata = ['169.254.169.254/32', 'fd00:ec2::254/128'];

export const anyAddress: PolicyPeer = { ipBlock: { cidr: '0.0.0.0/0', except: [linkLocal] } };
export const byName = 'any address, since a NetworkPolicy knows no host names';

/** Where a way out leads: what tells it from others, and who is there. */
export function placeOf(to: Egress['to']): [string, PolicyPeer[]] {
  if (to.kind === 'host') return ['0.0.0.0/0 by name', [anyAddress]];
  if (to.kind === 'namespace')
    return [`${to.namespace} ${JSON.stringify(to.labels)}`, [podsPeer(to.namespace, to.labels)]];
  const except = metadata.filter((each) => each !== to.cidr && rangeContains(to.cidr, each));
  return [to.cidr, [{ ipBlock: { cidr: to.cidr, ...(except.length > 0 && { except }) } }]];
}

/** `endPort` stands for a range where the network plugin has it (stable since Kubernetes 1.25). */
export function policyPort({ first, last }: PortRange, protocol: 'tcp' | 'udp'): PolicyPort {
  return {
    port: first,
    ...(last > first && { endPort: last }),
    protocol: protocol === 'udp' ? 'UDP' : 'TCP',
  };
}

export function printPort({ port, endPort, protocol }: PolicyPort): string {
  const number = endPort === undefined ? `port ${port}` : `ports ${port}-${endPort}`;
  return protocol === 'UDP' ? `UDP ${number}` : number;
}

/** Ports that whoever collects metrics asks, and of which pods. */
export function metricsPorts(
  platform: Platform,
): { readonly name: string; readonly number: number; readonly protocol: Port['protocol'] }[] {
  return listening(platform).flatMap(({ name, ports }) =>
    ports.filter((port) => port.name === 'metrics').map(({ number, protocol }) => ({ name, number, protocol })),
  );
}

export function scraperPeer({ namespace, labels }: Scraper): PolicyPeer {
  return namespace === '' ? { podSelector: { matchLabels: labels } } : podsPeer(namespace, labels);
}

function podsPeer(namespace: string, labels: Readonly<Record<string, string>>): PolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(Object.keys(labels).length > 0 && { podSelector: { matchLabels: labels } }),
  };
}
