/** One way from outside to a service, as a target has it. */
export interface ReadRoute {
  readonly host: string;
  /** Prefix. */
  readonly path: string;
  /** Methods and headers that it asks for: `DELETE POST x-track: beta`. */
  readonly conditions: string;
  /** `302 to https://www.example.com:443/new` or `503 text/plain: Back soon`; '' where the service answers. */
  readonly answer: string;
  /** `orders:8080`, the port of the container; '' where the gateway answers by itself. */
  readonly to: string;
  readonly http2: boolean;
  /** What a token must be; '' where none is asked for. */
  readonly token: string;
  /** Seconds; null where the target has no time-out of requests. */
  readonly timeout: number | null;
  /** `own`: by a cookie of the gateway; a name: by that cookie of the service; '' where clients reach any replica. */
  readonly sticky: string;
  readonly matches: (asked: Asked) => boolean;
  /** The path that the service sees. */
  readonly rewrite: (path: string) => string;
}

/** What a gateway looks at to choose a route. Names of headers in lower case. */
export interface Asked {
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Methods and headers in one text, whatever their order. */
export function printConditions(methods: readonly string[], headers: readonly (readonly [string, string])[]): string {
  const sent = headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`);
  return [...[...methods].sort(), ...sent.sort()].join(' ');
}

/** A redirect: `*` stands for what is kept of the request. */
export function printRedirect(status: number, scheme: string, host: string, port: string, path: string): string {
  return `${status} to ${scheme || '*'}://${host || '*'}:${port || '*'}${path || '*'}`;
}

/** Several targets in the parts of a hundred that each gets; one alone has all. */
export function printShares(shares: readonly (readonly [to: string, weight: number])[]): string {
  const all = shares.reduce((sum, [, weight]) => sum + weight, 0);
  const [first] = shares;
  if (shares.length === 1) return first?.[0] ?? '';
  return shares.map(([to, weight]) => `${to} ${Math.round((weight * 10_000) / all) / 100}%`).join(' ');
}

/** What a route without servers has in place of what is read of them. */
export const nobody = { to: '', http2: false, sticky: '', token: '', rewrite: (path: string) => path } as const;

/** Whether a host is one label below what a wildcard names, or the very host. */
export function hasHost(given: string, asked: string): boolean {
  return given.startsWith('*.') ? asked.endsWith(given.slice(1)) : given === asked;
}

/** The entry from outside. */
export interface ReadGateway {
  /** Routes by their rank: the first that matches a request gets it. */
  readonly routes: readonly ReadRoute[];
  /** Whether requests that no route before its place takes are nobody's, by the number of routes before it. */
  readonly guards: readonly { readonly before: number; readonly matches: (asked: Asked) => boolean }[];
  /** `1883/tcp -> sensor:1883` */
  readonly raw: readonly string[];
  /** `mqtt.shop.example.com:1883/tcp`: what is reached by the names of load balancers of raw ports. */
  readonly rawNames: readonly string[];
  /** `https://shop.example.com:443` */
  readonly entries: readonly string[];
  /** `managed`, `given` and its name, or `none`. */
  readonly certificate: string;
  /** Where plain HTTP is sent to; '' where it is not. */
  readonly redirect: string;
  /** Response headers of every route. */
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds; null where the target does not say it. */
  readonly idleTimeout: number | null;
  /** Ranges that may reach it, where that is not a rule about connections. */
  readonly from: readonly string[];
  /** What makes it, where that is chosen. */
  readonly class: string;
  /** Host names that lead to it, where somebody makes them. */
  readonly records: readonly string[];
}

export const noGateway: ReadGateway = {
  routes: [],
  guards: [],
  raw: [],
  rawNames: [],
  entries: [],
  certificate: 'none',
  redirect: '',
  headers: {},
  idleTimeout: null,
  from: [],
  class: '',
  records: [],
};

/** Whole segments of a path: `/users` is `/users` and `/users/7`, never `/usersx`. */
export function hasPrefix(path: string, prefix: string): boolean {
  const bare = prefix.replace(/\/$/, '');
  return path === bare || path.startsWith(`${bare}/`);
}

/** Gateway API, ReplacePrefixMatch. */
export function replacePrefix(path: string, prefix: string, replacement: string): string {
  const [bare, target] = [prefix, replacement].map((each) => each.replace(/\/$/, ''));
  const result = `${target}${path.slice(bare?.length)}`;
  return result === '' ? '/' : result;
}
