import type { Amount } from './container';
import type { Provider } from './words';

/** What every resource has. */
export interface ResourceBase {
  readonly name: string;
  readonly provider: Provider;
  /** Further names that it answers to. Sorted. */
  readonly aliases: readonly string[];
  /** Where an external server is: `given` by host and port in the description, or `looked-up` by an agreed name. */
  readonly address:
    | { readonly kind: 'own' }
    | { readonly kind: 'given'; readonly host: string }
    | { readonly kind: 'looked-up' };
  /** What its users open. */
  readonly port: number;
  /** Of the container, where the provider is `container`. */
  readonly image: string;
  readonly cpu: Amount;
  readonly memory: Amount;
  /** Storage in GiB; 0: in memory. */
  readonly storage: number;
  /** Instance class, where the provider is `managed`: `db.t4g.micro`. */
  readonly instance: string;
  /** Servers: instances, nodes, brokers. */
  readonly replicas: number;
  /** Whether clients speak TLS to it. */
  readonly tls: boolean;
  /** Days that backups are kept; 0: none. */
  readonly backup: number;
  /** Name of the administrator's credential; '' where there is none. */
  readonly admin: string;
}
