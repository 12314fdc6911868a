import { type Platform, type Route, routing } from '../../platform/index';
import { table } from '../table';

/** Where a person finds something that runs. */
export interface Address {
  readonly address: string;
  readonly name: string;
}

/** Public addresses, by the gateway; of some routes only. */
export function routeAddresses(platform: Platform, shown: (route: Route) => boolean = () => true): Address[] {
  const { gateway } = platform;
  return routing.routed(platform).flatMap(({ name, routes }) =>
    routes.filter(shown).map(({ protocol, host, path, listen }) => {
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
