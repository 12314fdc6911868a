import type { Container } from '../platform/index';

/** What a server may fill: its limit, or where it has none what is reserved for it. */
export function countedOn({ request, limit }: Container['memory']): number {
  return limit === 0 ? request : limit;
}
