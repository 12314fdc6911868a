import type { Port } from '../model/platform';

/** What carries a protocol. */
export function transport(protocol: Port['protocol']): 'tcp' | 'udp' {
  return protocol === 'udp' ? 'udp' : 'tcp';
}
