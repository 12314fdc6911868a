import { containerServers, type Flow, kindOf, type Platform, perPlatform, type Resource } from '../platform/index';
import { clusterName } from './names';

/**
 * Names in the DNS of the VPC. Service Connect gives short names to tasks of services and for TCP alone, so that jobs, and
 * who calls by UDP, find their peers by DNS. A short name would need a search domain there, which tasks in a VPC cannot be
 * given (`dnsSearchDomains` is refused with network mode awsvpc): references say the full name.
 */
export function dnsNamespace(platform: Platform): string {
  return `${clusterName(platform)}.internal`;
}

export function dnsName(platform: Platform, name: string): string {
  return `${name}.${dnsNamespace(platform)}`;
}

/** Whether the namespace in the DNS of the VPC is made. */
export function usesDns(platform: Platform): boolean {
  return foundByDns(platform).size > 0 || platform.resources.some(hasAliasRecords);
}

/** Whether the aliases of a server are records: it is outside the cluster, and one host. */
export function hasAliasRecords(resource: Resource): boolean {
  const { aliases, provider, address } = resource;
  if (aliases.length === 0 || provider === 'container') return false;
  return address.kind === 'given' || resource.kind === 'container' || kindOf(resource).reachedBy === 'host';
}

/** What somebody finds by DNS: names of services, and of servers of kind `container`. */
export const foundByDns = perPlatform(
  (platform): ReadonlySet<string> => new Set(namedFlows(platform).map(({ to }) => to.name)),
);

const namedFlows = perPlatform((platform): readonly Flow[] =>
  platform.flows.filter((flow) => needsDns(platform, flow)),
);

const serversByDns = perPlatform(
  (platform): ReadonlySet<string> =>
    new Set(
      namedFlows(platform)
        .filter(({ to }) => to.kind === 'resource')
        .map(({ from, to }) => `${from.name} ${to.name}`),
    ),
);

/** Whether a caller finds a server by DNS: a server has one name for all of its ports. */
export function findsServerByDns(platform: Platform, caller: string, server: string): boolean {
  return serversByDns(platform).has(`${caller} ${server}`);
}

/** Whether the jobs of a platform have the name: they are outside Service Connect. */
export function isJob(platform: Platform, caller: string): boolean {
  return platform.jobs.some(({ name }) => name === caller);
}

export function needsDns(platform: Platform, { from, to, protocol, mesh }: Flow): boolean {
  // A group opens addresses, which its members learn from a registry.
  if (mesh !== '') return false;
  if (from.kind === 'gateway' || (from.kind !== 'job' && protocol !== 'udp')) return false;
  if (to.kind === 'service') return true;
  return containerServers(platform).some(({ name }) => name === to.name);
}
