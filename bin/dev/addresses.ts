import type { Platform } from '../../platform/index';
import { table } from '../table';

/** Where a person finds something that runs. */
export interface Address {
  readonly address: string;
  readonly name: string;
}

/** Public addresses, by the gateway. */
export function routeAddresses({ gateway, services }: Platform): Address[] {
  return services.flatMap(({ name, routes }) =>
    routes.map(({ protocol, host, path, listen }) => {
      if (listen > 0) return { address: `${protocol}://localhost:${listen}`, name };
      const base = new URL(gateway.url);
      base.hostname = host;
      if (protocol === 'ws') base.protocol = gateway.scheme === 'https' ? 'wss:' : 'ws:';
      return { address: `${base.href.replace(/\/$/, '')}${path}`, name };
    }),
  );
}

/** `address  name` lines. */
export function printAddresses(addresses: readonly Address[]): string {
  return table(addresses.map(({ address, name }) => [address, name])).join('\n');
}
