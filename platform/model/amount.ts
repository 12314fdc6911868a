import type { Amount } from './container';

/** What a program can count on: its limit, or where it has none what is reserved for it. */
export function countedOn({ request, limit }: Amount): number {
  return limit === 0 ? request : limit;
}
