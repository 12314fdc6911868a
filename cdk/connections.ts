import { CfnSecurityGroupEgress, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import {
  type ContainerResource,
  type Flow,
  type Job,
  type Migration,
  names,
  type Platform,
  type PortRange,
  type Route,
  routing,
  type Service,
  type Workload,
} from '../platform/index';
import { targetProbe } from './checks';
import { connect } from './constructs/security-group';
import type { EnvironmentStack } from './environment-stack';
import { groupParameter, migrationPart, published, storeGroup } from './names';

/** Who opens connections, and which. */
export interface Opener {
  /** Name that its security group has in the access stack. */
  readonly owner: string;
  readonly flows: readonly Pick<Flow, 'to' | 'port' | 'protocol'>[];
  /** Addresses outside the platform. */
  readonly egress: Workload['egress'];
}

/** The connections of a workload, from the flows of the platform. */
export function openerOf(platform: Platform, workload: Service | Job): Opener {
  return { ...openingsOf(platform, workload), egress: workload.egress };
}

/** Those of a server, which opens nothing outside the platform. */
export function serverOpener(platform: Platform, { name }: ContainerResource): Opener {
  return openingsOf(platform, { kind: 'resource', name });
}

function openingsOf({ flows }: Platform, { kind, name }: Flow['from']): Opener {
  return { owner: name, flows: flows.filter(({ from }) => from.kind === kind && from.name === name), egress: [] };
}

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

/** Every connection of an opener, on both sides, in the opener's own stack. */
export function addConnections(stack: EnvironmentStack, { owner, flows, egress }: Opener): void {
  const from = stack.lookup(groupParameter(stack.platform, owner));
  for (const flow of flows) {
    const id = `To${names.constructId(flow.to.name)}${flow.protocol === 'udp' ? 'Udp' : ''}${flow.port}`;
    const description = `${owner} to ${flow.to.name}:${flow.port}`;
    const group = targetGroup(stack, flow);
    if (group === undefined) openToAll(stack, { id, from, flow, description });
    else connect(stack, { id, from, to: group, port: flow.port, protocol: flow.protocol, description });
  }
  for (const rule of outwardRules(egress)) openTo(stack, from, rule);
}

/** Group of what a flow leads to; undefined for a server outside, whose address is a name. */
function targetGroup(stack: EnvironmentStack, { to }: Pick<Flow, 'to'>): string | undefined {
  const { platform } = stack;
  if (to.kind === 'service') return stack.lookup(groupParameter(platform, to.name));
  const resource = platform.resources.find((each) => each.name === to.name);
  if (resource === undefined) throw new Error(`no resource "${to.name}"`);
  if (resource.provider === 'external') return undefined;
  return stack.lookup(resource.provider === 'container' ? groupParameter(platform, to.name) : storeGroup(to.name));
}

/** Security groups know no names, so that the port is open to all addresses. */
function openToAll(
  stack: EnvironmentStack,
  {
    id,
    from,
    flow,
    description,
  }: { id: string; from: string; flow: Pick<Flow, 'port' | 'protocol'>; description: string },
): void {
  new CfnSecurityGroupEgress(stack, `${id}Egress`, {
    groupId: from,
    ipProtocol: flow.protocol,
    fromPort: flow.port,
    toPort: flow.port,
    cidrIp: '0.0.0.0/0',
    description,
  });
}

interface OutwardRule extends PortRange {
  readonly cidr: string;
  readonly protocol: 'tcp' | 'udp';
}

/** What a security group can say of the ways out, each once: names and IPv6 are told apart in limits/egress.ts. */
function outwardRules(egress: Workload['egress']): OutwardRule[] {
  const rules = egress.flatMap(({ to, protocol, ports }) => {
    const cidr = to.kind === 'range' ? to.cidr : '0.0.0.0/0';
    return cidr.includes(':') ? [] : ports.map((range) => ({ cidr, protocol, ...range }));
  });
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

function openTo(stack: EnvironmentStack, from: string, { cidr, protocol, first, last }: OutwardRule): void {
  // Open to all in the group itself: stacks/access.ts.
  if (cidr === '0.0.0.0/0' && protocol === 'tcp' && first === 443 && last === 443) return;
  const range = cidr.replaceAll(/[^0-9]+/g, '-');
  const ports = `${first}${last === first ? '' : `-to-${last}`}${protocol === 'udp' ? '-udp' : ''}`;
  new CfnSecurityGroupEgress(stack, `Egress${names.constructId(`to-${range}-port-${ports}`)}`, {
    groupId: from,
    ipProtocol: protocol,
    fromPort: first,
    toPort: last,
    cidrIp: cidr,
    description: 'Named in the description',
  });
}

/** Opens the public port of a raw route at the network load balancer, to whom the gateway is open. */
function openListener(stack: EnvironmentStack, { listen, protocol }: Route): void {
  const ipProtocol = protocol === 'udp' ? 'udp' : 'tcp';
  stack.platform.gateway.from.forEach((cidrIp) => {
    new CfnSecurityGroupIngress(
      stack,
      `Public${names.constructId(`${ipProtocol}-${listen}-${cidrIp.replaceAll(/[^0-9]+/g, '-')}`)}`,
      {
        groupId: stack.lookup(published.networkLoadBalancerGroup),
        ipProtocol,
        fromPort: listen,
        toPort: listen,
        cidrIp,
        description: `Public port ${listen}`,
      },
    );
  });
}

/** Lets the load balancers in: the routed ports, and the port that they check. */
export function addGatewayConnections(stack: EnvironmentStack, service: Service): void {
  const { platform } = stack;
  for (const route of service.routes) if (route.listen > 0) openListener(stack, route);
  const to = stack.lookup(groupParameter(platform, service.name));
  const probed = targetProbe(service.health);
  const checked = probed === null || probed.number === 0 ? [] : [probed.number];
  for (const balancer of ['application', 'network'] as const) {
    const routes = service.routes.filter(
      (route) => routing.leads(route) && route.listen > 0 === (balancer === 'network'),
    );
    if (routes.length === 0) continue;
    const from = stack.lookup(
      balancer === 'application' ? published.loadBalancerGroup : published.networkLoadBalancerGroup,
    );
    const open = new Map<string, { port: number; protocol: 'tcp' | 'udp' }>();
    for (const { number, protocol } of routes) {
      const transport = protocol === 'udp' ? 'udp' : 'tcp';
      open.set(`${transport}${number}`, { port: number, protocol: transport });
    }
    for (const port of checked) open.set(`tcp${port}`, { port, protocol: 'tcp' });
    for (const { port, protocol } of open.values()) {
      connect(stack, {
        id: `${balancer === 'application' ? 'Gateway' : 'NetworkGateway'}${protocol === 'udp' ? 'Udp' : ''}${port}`,
        from,
        to,
        port,
        protocol,
        description: `Gateway to ${service.name}:${port}`,
      });
    }
  }
}
