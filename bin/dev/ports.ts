import { createServer } from 'node:net';
import type { MachinePorts, Platform } from '../../platform/index';
import { exit, Failure } from '../exit';

/**
 * A port of this machine for each port of the platform: the described one where it is free and nobody before wants it,
 * otherwise the next free one above. The gateway's comes first: it is what people type.
 */
export async function machinePorts(platform: Platform): Promise<MachinePorts> {
  const taken = new Set<number>();
  const next = async (wanted: number): Promise<number> => {
    for (let port = wanted; port < 65_536; port += 1) {
      if (taken.has(port) || !(await isFree(port))) continue;
      taken.add(port);
      return port;
    }
    throw new Failure(exit.failed, 'no-port', `no port of this machine from ${wanted} on is free`);
  };
  if (platform.gateway.used) await gatewayPort(platform.gateway.port, taken);
  const resources: Record<string, number> = {};
  for (const { name, port, address } of platform.resources) {
    if (address.kind === 'own') resources[name] = await next(port);
  }
  const services: Record<string, Record<string, number>> = {};
  for (const { name, ports } of platform.services) {
    const own: Record<string, number> = {};
    for (const port of ports) own[port.name] = await next(port.number);
    services[name] = own;
  }
  return { services, resources };
}

/** Its address stands in what services tell their clients, so there is no other one. */
async function gatewayPort(port: number, taken: Set<number>): Promise<void> {
  taken.add(port);
  if (await isFree(port)) return;
  const fix = 'stop what listens there, or give the environment another one: gateway: { port: ... }';
  throw new Failure(exit.failed, 'port-in-use', `the gateway's port ${port} is in use on this machine`, fix);
}

/** On every address, as services listen, and on the loopback alone, as stores do. */
async function isFree(port: number): Promise<boolean> {
  return (await canListen(port)) && (await canListen(port, '127.0.0.1'));
}

function canListen(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
