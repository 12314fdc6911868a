import type { Container, Port, Route, Service } from '../platform/index';

// What follows for a workload from how Compose works. limits.ts tells it, the others do it.

/** Ports that callers use under another number; Compose has nothing between two containers that could translate. */
export function relayed(ports: readonly Port[]): Port[] {
  return ports.filter((port) => port.as !== port.number);
}

/**
 * Containers share a network namespace that one of them holds, and lose it when that one starts again. So where a workload
 * has sidecars, or callers use other port numbers than the program, a container of its own holds it and outlives both.
 */
export function isHeld({ sidecars, ports }: { sidecars: readonly Container[]; ports: readonly Port[] }): boolean {
  return sidecars.length > 0 || relayed(ports).length > 0;
}

/** The reverse proxy speaks no UDP: such a port is published by whoever listens on it. */
export function udpRoutes({ routes }: Pick<Service, 'routes'>): Route[] {
  return routes.filter(({ protocol }) => protocol === 'udp');
}

/** What shares one network namespace, one volume or one port of the machine cannot run twice. */
export function runsOnce(service: Service): boolean {
  const published = udpRoutes(service).length > 0 || publishedPorts(service).length > 0;
  return isHeld(service) || service.volumes.length > 0 || published;
}

/** Ports that the machine publishes: where each instance has an address of its own, that is the machine's, for raw ports. */
export function publishedPorts({ ports, publicAddress }: Pick<Service, 'ports' | 'publicAddress'>): Port[] {
  return ports.flatMap((port) => {
    const raw = publicAddress && (port.protocol === 'tcp' || port.protocol === 'udp');
    return port.hostPort || raw ? [{ ...port, hostPort: true }] : [];
  });
}
