import type { Size, Tier } from '../model/words';

/** What a store takes by default. `cpu` and `memory` are of the container, `instance` of the managed service. */
export interface StoreDefaults {
  readonly port: number;
  readonly tlsPort: number;
  /** Whether the port for TLS is that of the scheme (amqps), and no choice of AWS. */
  readonly schemePorts: boolean;
  readonly cpu: number;
  readonly memory: number;
  readonly instance: Readonly<Record<Size, string>>;
  readonly storage: Readonly<Record<Size, number>>;
  /** Servers where the provider makes several. A container is always one. */
  readonly replicas: Readonly<Record<Tier, number>>;
  /** Days. */
  readonly backup: Readonly<Record<Tier, number>>;
}
