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

/** What the gateway answers by itself. */
export type Answer =
  | {
      readonly kind: 'redirect';
      readonly status: 301 | 302 | 303 | 307 | 308;
      /** '' and 0: those of the request. */
      readonly scheme: '' | 'http' | 'https';
      readonly host: string;
      readonly port: number;
      /** '': that of the request. The query is always that of the request. */
      readonly path: string;
    }
  | { readonly kind: 'respond'; readonly status: number; readonly body: string; readonly contentType: string };

export interface Route {
  /** Name of the service, or of the server of kind `container`, that it is a route of. Below both are called service. */
  readonly service: string;
  /** What is answered in place of the service; null: the service answers. */
  readonly answer: Answer | null;
  /** Name of the service's port; '' where it does not answer. */
  readonly port: string;
  /** http where the service does not answer. */
  readonly protocol: Protocol;
  /** Port of the container; 0 where it does not answer. */
  readonly number: number;
  /**
   * Public name, or `*.` and a name: all that are one label below and have no route of their own. Several routes may share it,
   * tcp and udp ones only among themselves. '' where the environment has no domain.
   */
  readonly host: string;
  /** Path prefix, `/` for everything; '' for tcp and udp. */
  readonly path: string;
  /** HTTP methods that it takes, sorted; none: every method. */
  readonly methods: readonly string[];
  /** Request headers that it asks for by their lower-case names, sorted, with their exact values. */
  readonly headers: Readonly<Record<string, string>>;
  /** Share among the routes with the same host, path, methods and headers; null: it has none beside it. */
  readonly weight: number | null;
  /** What the service sees instead of `path`; the same as `path`: nothing is rewritten. */
  readonly rewrite: string;
  readonly auth: 'none' | 'required';
  /** Seconds that a request may take. */
  readonly timeout: number;
  /** Same client, same replica. */
  readonly sticky: boolean;
  /** The service's own cookie by which a sticky route knows a client; '': one that the gateway makes. */
  readonly cookie: string;
  /** Of a tcp route: ended at the gateway, passed on to the service by the name that the client asks for, or not looked at. */
  readonly tls: 'none' | 'terminate' | 'passthrough';
  /** Public port of a tcp or udp route; 0 for the others, which share the gateway's. */
  readonly listen: number;
}
