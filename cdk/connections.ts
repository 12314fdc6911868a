import { CfnSecurityGroupEgress, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { type Flow, names, type Route, type routing } from '../platform/index';
import { connect } from './constructs/security-group';
import { distinctIds } from './distinct-ids';
import type { EnvironmentStack } from './environment-stack';
import { groupParameter, published, storeGroup } from './names';
import { balancers, gatewayOpenings, type Opener, type OutwardRule, outwardRules } from './openers';

/** Every connection of an opener, on both sides, in the opener's own stack. */
export function addConnections(stack: EnvironmentStack, { owner, flows, egress }: Opener): void {
  const from = stack.lookup(groupParameter(stack.platform, owner));
  const ids = flowIds(flows);
  for (const flow of flows) {
    const id = ids(flow);
    const description = `${owner} to ${flow.to.name}:${flow.port}`;
    const group = targetGroup(stack, flow);
    if (group === undefined) openToAll(stack, { id, from, flow, description });
    else connect(stack, { id, from, to: group, port: flow.port, protocol: flow.protocol, description });
  }
  for (const rule of outwardRules(egress)) openTo(stack, from, rule);
}

type Opened = Opener['flows'][number];

/** Of the peer and the port: port 234 of `a1` and port 1234 of `a` are two. */
function flowIds(flows: readonly Opened[]): (flow: Opened) => string {
  const textOf = ({ to, protocol, port }: Opened) => `${to.name} ${protocol} ${port}`;
  const bare = new Map(
    flows.map((flow) => {
      const { to, protocol, port } = flow;
      return [textOf(flow), `To${names.constructId(to.name)}${protocol === 'udp' ? 'Udp' : ''}${port}`];
    }),
  );
  const ids = distinctIds([...bare.keys()], (text) => bare.get(text) ?? '');
  return (flow) => ids.get(textOf(flow))?.id ?? '';
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

function openTo(stack: EnvironmentStack, from: string, { cidr, protocol, first, last }: OutwardRule): void {
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
export function addGatewayConnections(stack: EnvironmentStack, owner: routing.Routed): void {
  const { platform } = stack;
  for (const route of owner.routes) if (route.listen > 0) openListener(stack, route);
  const to = stack.lookup(groupParameter(platform, owner.name));
  for (const balancer of balancers) {
    const openings = gatewayOpenings(owner, balancer);
    if (openings.length === 0) continue;
    const from = stack.lookup(
      balancer === 'application' ? published.loadBalancerGroup : published.networkLoadBalancerGroup,
    );
    for (const { port, protocol } of openings) {
      connect(stack, {
        id: `${balancer === 'application' ? 'Gateway' : 'NetworkGateway'}${protocol === 'udp' ? 'Udp' : ''}${port}`,
        from,
        to,
        port,
        protocol,
        description: `Gateway to ${owner.name}:${port}`,
      });
    }
  }
}
