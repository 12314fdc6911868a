import { type Container, images, type Platform, type Port, type Service } from '../platform/index';
import { filesOf, hardening, helperDeploy, proxyDeploy } from './container';
import type { ComposeService, PublishedPort } from './file';
import { relayConfig } from './haproxy';
import { networkHolderName } from './names';
import { attachment } from './networks';
import type { Project } from './project';
import { relayed, udpRoutes } from './traits';

/** What may need a container that holds its network. */
export interface Held {
  readonly container: Container;
  readonly ports: readonly Port[];
  readonly aliases: readonly string[];
  readonly sidecars: readonly Container[];
  /** Ports of this machine that lead to it. */
  readonly published: readonly (PublishedPort | string)[];
}

/** Where the official image of the proxy reads its configuration. */
export const proxyConfig = '/usr/local/etc/haproxy/haproxy.cfg';

/** Since Docker 20.10 this is its own default; said here because a proxy without root needs it for ports below 1024. */
export const lowPorts = { 'net.ipv4.ip_unprivileged_port_start': '0' } as const;

/** Whether a kernel setting belongs to the network, and so to who holds it. */
export function isNetwork(sysctl: string): boolean {
  return sysctl.startsWith('net.');
}

/** It answers to the workload's names, and on the ports that callers use. */
export function addHolder(project: Project, held: Held, rest: Pick<ComposeService, 'profiles'>): void {
  const { name } = held.container;
  const holder = networkHolderName(name);
  const ports = relayed(held.ports);
  const sysctls = [held.container, ...held.sidecars]
    .flatMap((container) => Object.entries(container.sysctls))
    .filter(([key]) => isNetwork(key));
  project.add(holder, {
    ...(ports.length > 0 ? relay(project, holder, name, ports) : pause),
    ...rest,
    ...reached(project, held, [name, ...held.aliases]),
    sysctls: { ...lowPorts, ...Object.fromEntries(sysctls) },
    ...hardening,
    read_only: true,
    restart: 'unless-stopped',
  });
}

/** Networks, names and ports: of the holder, or of a container that needs none. */
export function reached(project: Project, held: Held, names: readonly string[]): Partial<ComposeService> {
  return {
    ...attachment(project.networks.of(held.container.name), names),
    ...(held.ports.length > 0 && { expose: exposed(held.ports) }),
    ...(held.published.length > 0 && { ports: held.published }),
  };
}

/** A port of this machine, on the address that the environment says: its own alone by default. */
export function published(
  platform: Platform,
  port: number,
  target: number,
  protocol: PublishedPort['protocol'],
): PublishedPort {
  return { host_ip: addressOf(platform), target, published: String(port), protocol };
}

/** Public ports of udp routes. */
export function publishedRoutes(platform: Platform, routed: Pick<Service, 'routes'>): PublishedPort[] {
  return udpRoutes(routed).map(({ listen, number }) => published(platform, listen, number, 'udp'));
}

/** Ports that the description publishes on the host, under their own numbers. */
export function hostPorts(platform: Platform, ports: readonly Port[]): (PublishedPort | string)[] {
  const address = addressOf(platform);
  return ports
    .filter(({ hostPort }) => hostPort)
    .map(({ number, last, protocol }) => {
      const transport = protocol === 'udp' ? 'udp' : 'tcp';
      if (number === last) return published(platform, number, number, transport);
      const host = address.includes(':') ? `[${address}]` : address;
      return `${host}:${number}-${last}:${number}-${last}/${transport}`;
    });
}

function addressOf({ environment }: Platform): string {
  if (environment.compose === null) throw new Error(`"${environment.name}" does not run on Compose`);
  return environment.compose.publish;
}

/** Does nothing but be there. */
const pause: ComposeService = {
  image: images.busybox,
  entrypoint: ['sleep', '2147483647'],
  user: '65534:65534',
  // The first process of a container ignores what it has no handler for.
  stop_signal: 'SIGKILL',
  deploy: helperDeploy,
};

function relay(project: Project, name: string, owner: string, ports: readonly Port[]): ComposeService {
  return {
    image: images.haproxy,
    ...filesOf(project, { name, owner }, [{ path: proxyConfig, content: [relayConfig(project.platform, ports)] }]),
    user: 'haproxy',
    deploy: proxyDeploy,
  };
}

/** The ports of the program and those that callers use: `9090`, `5353/udp`, `50000-50100/udp`. */
function exposed(ports: readonly Port[]): string[] {
  const text = (number: number | string, { protocol }: Port) => (protocol === 'udp' ? `${number}/udp` : String(number));
  const texts = ports.flatMap((port) =>
    port.last > port.number
      ? [text(`${port.number}-${port.last}`, port)]
      : [text(port.number, port), text(port.as, port)],
  );
  return [...new Set(texts)].sort(byNumber);
}

function byNumber(one: string, other: string): number {
  return Number.parseInt(one, 10) - Number.parseInt(other, 10) || (one < other ? -1 : 1);
}
