import type { Platform, Port } from '../../platform/index';

/** A port that the description opens to the public by itself, and not by a route. */
export interface OnHost {
  readonly name: string;
  readonly numbers: string;
  readonly transport: 'tcp' | 'udp';
}

/** Ports on the host, and those of instances that have an address of their own. */
export function openedOnHost({ services, resources }: Platform): OnHost[] {
  const servers = resources.flatMap((each) => (each.kind === 'container' ? [{ ...each, publicAddress: false }] : []));
  return [...services, ...servers].flatMap(({ name, ports, publicAddress }) =>
    ports.filter((port) => port.hostPort || (publicAddress && isRaw(port))).map((port) => wordOf(name, port)),
  );
}

function isRaw({ protocol }: Port): boolean {
  return protocol === 'tcp' || protocol === 'udp';
}

function wordOf(name: string, { number, last, protocol }: Port): OnHost {
  const numbers = last === number ? String(number) : `${number}-${last}`;
  return { name, numbers, transport: protocol === 'udp' ? 'udp' : 'tcp' };
}
