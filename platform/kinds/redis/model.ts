import type { ResourceBase } from '../../model/resource-base';

export interface Redis extends ResourceBase {
  readonly kind: 'redis';
  /** Major or major.minor of Valkey (managed) or Redis (container). */
  readonly version: string;
  readonly auth: 'password' | 'none';
  /** What happens when memory is full: `noeviction`, `allkeys-lru`... */
  readonly eviction: string;
  readonly persistence: boolean;
}
