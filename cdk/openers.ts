import {
  type ContainerResource,
  type Flow,
  type Job,
  type Migration,
  type Platform,
  type PortRange,
  perPlatform,
  routing,
  type Service,
  type Workload,
} from '../platform/index';
import { targetProbe } from './checks';
import { migrationPart } from './names';

// What security groups open, apart from how: limits count it, and load no SDK.

/** Who opens connections, and which. */
export interface Opener {
  /** Name that its security group has in the access stack. */
  readonly owner: string;
  readonly flows: readonly Pick<Flow, 'to' | 'port' | 'protocol'>[];
  /** Addresses outside the platform. */
  readonly egress: Workload['egress'];
}

/** The connections of a workload or a server, from the flows of the platform: their names differ. */
export function openerOf(platform: Platform, { name, egress }: Service | Job | ContainerResource): Opener {
  return { owner: name, flows: flowsByCaller(platform).get(name) ?? [], egress };
}

const flowsByCaller = perPlatform(({ flows }): ReadonlyMap<string, readonly Flow[]> => {
  const found = new Map<string, Flow[]>();
  for (const flow of flows) {
    if (flow.from.kind === 'gateway') continue;
    const known = found.get(flow.from.name);
    if (known === undefined) found.set(flow.from.name, [flow]);
    else known.push(flow);
  }
  return found;
});

/** Those of a migration: the stores that it uses, as its service does. */
export function migrationOpener(platform: Platform, service: Service, migrate: Migration): Opener {
  const used = new Set(migrate.uses.map(({ resource }) => resource));
  const { flows } = openerOf(platform, service);
  return {
    owner: migrationPart(service.name),
    flows: flows.filter(({ to }) => to.kind === 'resource' && used.has(to.name)),
    egress: [],
  };
}

export interface OutwardRule extends PortRange {
  readonly cidr: string;
  readonly protocol: 'tcp' | 'udp';
}

/** What a security group can say of the ways out, each once: names and IPv6 are told apart in limits/egress.ts. */
export function outwardRules(egress: Workload['egress']): OutwardRule[] {
  const rules = egress.flatMap(({ to, protocol, ports }) => {
    const cidr = to.kind === 'range' ? to.cidr : '0.0.0.0/0';
    return cidr.includes(':') ? [] : ports.map((range) => ({ cidr, protocol, ...range }));
  });
  const isOpen = ({ cidr, protocol, first, last }: OutwardRule) =>
    // To all in the group itself: stacks/access.ts.
    cidr === '0.0.0.0/0' && protocol === 'tcp' && first === 443 && last === 443;
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()].filter((rule) => !isOpen(rule));
}

export const balancers = ['application', 'network'] as const;

/** Ports of a service or a server that a load balancer opens: those that it routes to, and the one that it checks; none without routes. */
export function gatewayOpenings(
  { routes, health }: routing.Routed,
  balancer: (typeof balancers)[number],
): { readonly port: number; readonly protocol: 'tcp' | 'udp' }[] {
  const led = routes.filter((route) => routing.leads(route) && route.listen > 0 === (balancer === 'network'));
  if (led.length === 0) return [];
  const open = new Map<string, { port: number; protocol: 'tcp' | 'udp' }>();
  for (const { number, protocol } of led) {
    const transport = protocol === 'udp' ? 'udp' : 'tcp';
    open.set(`${transport}${number}`, { port: number, protocol: transport });
  }
  const probed = targetProbe(health);
  if (probed !== null && probed.number !== 0) open.set(`tcp${probed.number}`, { port: probed.number, protocol: 'tcp' });
  return [...open.values()];
}

/** Whether the application load balancer listens on port 80 as well, to lead to HTTPS. */
export function redirects({ scheme, port }: Platform['gateway']): boolean {
  return scheme === 'https' && port !== 80;
}
