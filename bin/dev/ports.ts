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
  const refused = (await refusal(port)) ?? (await refusal(port, '127.0.0.1'));
  if (refused !== undefined) throw gatewayRefused(port, refused);
}

/** `code`: why the system refuses to listen there. */
export function gatewayRefused(port: number, code: string): Failure {
  const other = 'give the environment another one: gateway: { port: ... }';
  return code === 'EACCES'
    ? new Failure(exit.failed, 'port-refused', `you may not listen on the gateway's port ${port}`, other)
    : new Failure(
        exit.failed,
        'port-in-use',
        `the gateway's port ${port} is in use on this machine`,
        `stop what listens there, or ${other}`,
      );
}

/** On every address, as services listen, and on the loopback alone, as stores do. */
async function isFree(port: number): Promise<boolean> {
  return (await refusal(port)) === undefined && (await refusal(port, '127.0.0.1')) === undefined;
}

/** Why the system refuses to listen there; undefined: it does not. */
function refusal(port: number, host?: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}
