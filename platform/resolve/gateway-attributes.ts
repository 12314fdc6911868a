import type { Text } from '../model/platform';
import { text } from '../model/text';
import type { World } from './world';

/** Attributes of the way in that `${gateway...}` may name: the gateway's own, and those of each tcp and udp route with a name. */
export function gatewayAttributes({ routes }: World): Readonly<Record<string, Text>> {
  const attributes: Record<string, Text> = {
    url: [{ kind: 'gateway', attribute: 'url' }],
    host: [{ kind: 'gateway', attribute: 'host' }],
  };
  for (const { service, port, host, listen } of routes) {
    const prefix = `${service}.${port}`;
    // Of a port that is routed twice the first route is meant.
    if (listen === 0 || host === '' || Object.hasOwn(attributes, `${prefix}.addr`)) continue;
    attributes[`${prefix}.addr`] = text(`${host}:${listen}`);
    attributes[`${prefix}.host`] = text(host);
    attributes[`${prefix}.port`] = text(String(listen));
  }
  return attributes;
}
