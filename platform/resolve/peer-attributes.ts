import type { Port, Text } from '../model/platform';
import { text } from '../model/text';

/** Attributes of a service's port that `${...}` may name. */
export function peerAttributes(service: string, port: Port): Readonly<Record<string, Text>> {
  const host = { kind: 'service', service, port: port.name, attribute: 'host' } as const;
  const number = { kind: 'service', service, port: port.name, attribute: 'port' } as const;
  const addr = text(host, ':', number);
  const web = port.protocol === 'http' || port.protocol === 'ws';
  return { ...(web ? { url: text(`${port.protocol}://`, addr) } : {}), addr, host: [host], port: [number] };
}
