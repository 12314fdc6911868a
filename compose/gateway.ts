import { images, type Platform, routing } from '../platform/index';
import { filesOf, hardening, proxyDeploy } from './container';
import { merged } from './depends';
import type { PublishedPort } from './file';
import { gatewayConfig } from './haproxy';
import { gatewayName } from './names';
import { lowPorts, proxyConfig, published } from './network-holder';
import { attachment } from './networks';
import type { Project } from './project';
import { replicasOf } from './replicas';

/** The reverse proxy, where any route needs one. Who can open its ports, the environment says: this machine alone by default. */
export function addGateway(project: Project): void {
  const { platform } = project;
  const ports = gatewayPorts(platform);
  if (ports.length === 0) return;
  const routed = routing
    .routed(platform)
    .filter(({ routes }) => routes.some((route) => routing.leads(route) && route.protocol !== 'udp'));
  const config = { path: proxyConfig, content: [gatewayConfig(platform)] };
  project.add(gatewayName, {
    image: images.haproxy,
    ...filesOf(project, { name: gatewayName, owner: gatewayName }, [config]),
    // It answers as soon as a service does, so it need not wait for any.
    depends_on: merged(routed.flatMap(unitsOf).map((name) => [name, 'service_started'])),
    ports,
    ...attachment(project.networks.of(gatewayName), []),
    restart: 'unless-stopped',
    stop_grace_period: '10s',
    user: 'haproxy',
    ...hardening,
    read_only: true,
    sysctls: lowPorts,
    deploy: proxyDeploy,
  });
}

/** Containers of the file: a server that runs several times is as many. */
function unitsOf(owner: routing.Routed): string[] {
  return owner.kind === 'container' ? replicasOf(owner).map(({ name }) => name) : [owner.name];
}

/** The shared port of http, grpc and ws routes, and one for each tcp route. */
function gatewayPorts(platform: Platform): PublishedPort[] {
  const routes = routing.routesIn(platform);
  const web = routes.some((route) => route.path !== '') ? [platform.gateway.port] : [];
  const raw = routes.filter((route) => route.protocol === 'tcp').map((route) => route.listen);
  const all = [...new Set([...web, ...raw])].sort((one, other) => one - other);
  return all.map((port) => published(platform, port, port, 'tcp'));
}
