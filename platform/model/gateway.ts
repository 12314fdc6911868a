import type { Protocol } from './words';

export interface Gateway {
  /** Whether any route of this environment needs it. */
  readonly used: boolean;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  /** What the public uses. */
  readonly port: number;
  /** `https://shop.example.com`, with the port where it is not the scheme's own. */
  readonly url: string;
  /** `managed`: made on the target (ACM by DNS, cert-manager); `given`: an ARN or the name of a Secret. */
  readonly certificate: { readonly kind: 'none' | 'managed' | 'given'; readonly name: string };
  /** Who signs the tokens; null without `auth`. */
  readonly auth: { readonly issuer: string; readonly audience: string; readonly jwks: string } | null;
  /** How it is made on Kubernetes. */
  readonly kind: 'gateway-api' | 'ingress';
  /** GatewayClass or IngressClass. */
  readonly class: string;
  /** Namespace of the gateway's own pods on Kubernetes: they may open the routed ports. */
  readonly namespace: string;
  /** Seconds without a byte after which a connection is closed. */
  readonly idleTimeout: number;
  /** Response headers that every route gets. Sorted by name. */
  readonly headers: Readonly<Record<string, string>>;
  /** IPv4 ranges that may reach it. */
  readonly from: readonly string[];
}

export interface Route {
  readonly service: string;
  /** Name of the service's port. */
  readonly port: string;
  readonly protocol: Protocol;
  /** Port of the container. */
  readonly number: number;
  /** Public name; several routes may share it, tcp and udp ones only among themselves. '' where the environment has no domain. */
  readonly host: string;
  /** Path prefix, `/` for everything; '' for tcp and udp. */
  readonly path: string;
  /** What the service sees instead of `path`; the same as `path`: nothing is rewritten. */
  readonly rewrite: string;
  readonly auth: 'none' | 'required';
  /** Seconds that a request may take. */
  readonly timeout: number;
  /** Same client, same replica. */
  readonly sticky: boolean;
  /** Public port of a tcp or udp route; 0 for the others, which share the gateway's. */
  readonly listen: number;
}
