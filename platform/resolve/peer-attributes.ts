import type { Port, Protocol, Text } from '../model/platform';
import { text } from '../model/text';

/**
 * Schemes of URLs, by protocol. That of gRPC is what clients with a URL take, such as OTEL_EXPORTER_OTLP_ENDPOINT; grpc.NewClient
 * takes `addr`. Bare TCP and UDP have none.
 */
const schemes: Partial<Record<Protocol, string>> = { http: 'http', ws: 'ws', grpc: 'http' };

/** `url` of an address, where its protocol has one. */
export function urlOf(protocol: Protocol, addr: Text): Readonly<Record<string, Text>> {
  const scheme = schemes[protocol];
  return scheme === undefined ? {} : { url: text(`${scheme}://`, addr) };
}

/** Attributes of a service's port that `${...}` may name. */
export function peerAttributes(service: string, port: Port): Readonly<Record<string, Text>> {
  const host = { kind: 'service', service, port: port.name, attribute: 'host' } as const;
  const number = { kind: 'service', service, port: port.name, attribute: 'port' } as const;
  const addr = text(host, ':', number);
  return { ...urlOf(port.protocol, addr), addr, host: [host], port: [number] };
}
