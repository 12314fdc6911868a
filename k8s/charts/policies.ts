import { type Flow, type Resource, routing, usersIn } from '../../platform/index';
import { clusterOf } from '../cluster';
import { listening } from '../inventory';
import { type Component, egressAnnotation, labelsOf, selectorOf } from '../labels';
import { get, type Lookup } from '../lookup';
import { migrationName, provisionName } from '../names';
import { provisioned } from '../stages';
import type { NetworkPolicy, PolicyEgress, PolicyIngress, PolicyPeer, PolicyPort } from '../types';
import { anyAddress, byName, metricsPorts, placeOf, policyPort, printPort, scraperPeer } from './peers';
import { transport } from './ports';
import { isTls } from './tls-routes';

/** What pods of one name may open, and who may open theirs. */
interface Openings {
  readonly ingress: Map<string, { readonly port: PolicyPort; readonly peers: Map<string, PolicyPeer> }>;
  readonly egress: Map<string, { readonly peers: readonly PolicyPeer[]; readonly ports: Map<string, PolicyPort> }>;
  /** Why an address range is open. */
  readonly reasons: Set<string>;
}

/** Every opening of a platform, from its flows: one NetworkPolicy for each name of pods, beside its workload. */
export class Policies {
  private readonly openings = new Map<string, Openings>();

  constructor(private readonly lookup: Lookup) {
    const { platform } = lookup;
    for (const flow of platform.flows) this.addFlow(flow, flow.from.name);
    for (const { name, migrate, uses } of platform.services) {
      if (migrate === null) continue;
      const stores = new Set([...migrate.uses, ...uses].map((use) => use.resource));
      const own = platform.flows.filter(
        ({ from, to }) => from.kind === 'service' && from.name === name && to.kind === 'resource',
      );
      for (const flow of own) if (stores.has(flow.to.name)) this.addFlow(flow, migrationName(name));
    }
    for (const resource of provisioned(platform)) {
      this.connect(provisionName(resource.name), resource.name, { port: resource.port, protocol: 'TCP' });
    }
    for (const user of usersIn(platform)) this.letOut(user);
    for (const { name, ports } of listening(platform)) {
      for (const { number: first, last, protocol, hostPort } of ports) {
        const port = policyPort({ first, last }, protocol === 'udp' ? 'udp' : 'tcp');
        if (hostPort)
          for (const cidr of platform.gateway.from) this.admit(name, port, ` ${cidr}`, { ipBlock: { cidr } });
      }
    }
    for (const { name, publicAddress, ports } of platform.services) {
      const raw = ports.filter(({ protocol }) => publicAddress && (protocol === 'tcp' || protocol === 'udp'));
      for (const { number: first, last, protocol } of raw) {
        const port = policyPort({ first, last }, protocol === 'udp' ? 'udp' : 'tcp');
        for (const cidr of platform.gateway.from) this.admit(name, port, ` ${cidr}`, { ipBlock: { cidr } });
      }
    }
    for (const { name, number, protocol } of metricsPorts(platform)) {
      for (const each of clusterOf(platform).scrapers)
        this.admit(
          name,
          { port: number, protocol: transport(protocol) },
          ` scraper ${JSON.stringify(each)}`,
          scraperPeer(each),
        );
    }
  }

  /** The policy of the pods of one name; none where nothing is open. */
  of(name: string, component: Component): NetworkPolicy[] {
    const openings = this.openings.get(name);
    if (openings === undefined) return [];
    const reasons = [...openings.reasons].sort();
    return [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: {
          name,
          labels: labelsOf(this.lookup.platform, name, component),
          ...(reasons.length > 0 && { annotations: { [egressAnnotation]: reasons.join('\n') } }),
        },
        spec: {
          podSelector: { matchLabels: selectorOf(name) },
          policyTypes: ['Ingress', 'Egress'],
          ...(openings.ingress.size > 0 && { ingress: sorted(openings.ingress).map(ingressOf) }),
          ...(openings.egress.size > 0 && { egress: sorted(openings.egress).map(egressOf) }),
        },
      },
    ];
  }

  private addFlow({ from, to, port, protocol }: Flow, name: string): void {
    const opened: PolicyPort = { port, protocol: protocol === 'udp' ? 'UDP' : 'TCP' };
    if (from.kind === 'gateway') this.admitGateway(to.name, opened);
    else if (to.kind === 'service') this.connect(name, to.name, opened);
    else this.use(name, get(this.lookup.resources, to.name), opened);
  }

  private use(name: string, resource: Resource, port: PolicyPort): void {
    const { address } = resource;
    if (resource.provider === 'container') this.connect(name, resource.name, port);
    else if (address.kind === 'given' && isAddress(address.host)) {
      this.allow(name, address.host, [{ ipBlock: { cidr: `${address.host}/32` } }], port);
    } else {
      this.allow(name, `0.0.0.0/0 ${resource.name}`, [anyAddress], port);
      this.opened(name).reasons.add(`${resource.name}: ${printPort(port)} of ${byName}`);
    }
  }

  private letOut({ name, egress }: ReturnType<typeof usersIn>[number]): void {
    for (const { to, protocol, ports } of egress) {
      const opened = ports.map((range) => policyPort(range, protocol));
      for (const port of opened) this.allow(name, ...placeOf(to), port);
      if (to.kind !== 'host') continue;
      for (const port of opened) this.opened(name).reasons.add(`${to.host}: ${printPort(port)} of ${byName}`);
    }
  }

  /** Routes come from the gateway's namespace, raw ones from the clients themselves. */
  private admitGateway(name: string, port: PolicyPort): void {
    const { platform } = this.lookup;
    const { gateway } = platform;
    const { routes: own } = routing.ownerOf(platform, { service: name });
    const routes = own.filter((route) => route.number === port.port);
    if (routes.some((route) => route.listen === 0 || isTls(route))) {
      this.admit(name, port, ' gateway', {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': gateway.namespace } },
      });
    }
    if (routes.some((route) => route.listen > 0 && !isTls(route))) {
      for (const cidr of gateway.from) this.admit(name, port, ` ${cidr}`, { ipBlock: { cidr } });
    }
  }

  private connect(from: string, to: string, port: PolicyPort): void {
    this.admit(to, port, from, { podSelector: { matchLabels: selectorOf(from) } });
    this.allow(from, to, [{ podSelector: { matchLabels: selectorOf(to) } }], port);
  }

  private admit(name: string, port: PolicyPort, key: string, peer: PolicyPeer): void {
    const { ingress } = this.opened(name);
    const rule = ingress.get(portKey(port)) ?? { port, peers: new Map<string, PolicyPeer>() };
    rule.peers.set(key, peer);
    ingress.set(portKey(port), rule);
  }

  private allow(name: string, key: string, peers: readonly PolicyPeer[], port: PolicyPort): void {
    const { egress } = this.opened(name);
    const rule = egress.get(key) ?? { peers, ports: new Map<string, PolicyPort>() };
    rule.ports.set(portKey(port), port);
    egress.set(key, rule);
  }

  private opened(name: string): Openings {
    const known = this.openings.get(name);
    if (known !== undefined) return known;
    const openings: Openings = { ingress: new Map(), egress: new Map(), reasons: new Set() };
    this.openings.set(name, openings);
    return openings;
  }
}

function ingressOf({ port, peers }: { port: PolicyPort; peers: ReadonlyMap<string, PolicyPeer> }): PolicyIngress {
  return { from: sorted(peers), ports: [port] };
}

function egressOf({
  peers,
  ports,
}: {
  peers: readonly PolicyPeer[];
  ports: ReadonlyMap<string, PolicyPort>;
}): PolicyEgress {
  return { to: peers, ports: sorted(ports) };
}

function portKey({ port, endPort, protocol }: PolicyPort): string {
  const pad = (number: unknown) => String(number).padStart(5, '0');
  return `${pad(port)} ${pad(endPort ?? port)} ${protocol}`;
}

function sorted<Value>(map: ReadonlyMap<string, Value>): Value[] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
}

function isAddress(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host);
}
