/** One way from outside to a service, as a target has it. */
export interface ReadRoute {
  readonly host: string;
  /** Prefix. */
  readonly path: string;
  /** `orders:8080`, the port of the container. */
  readonly to: string;
  readonly http2: boolean;
  /** What a token must be; '' where none is asked for. */
  readonly token: string;
  /** Seconds; null where the target has no time-out of requests. */
  readonly timeout: number | null;
  readonly sticky: boolean;
  readonly matches: (host: string, path: string) => boolean;
  /** The path that the service sees. */
  readonly rewrite: (path: string) => string;
}

/** The entry from outside. */
export interface ReadGateway {
  /** Routes by their rank: the first that matches a request gets it. */
  readonly routes: readonly ReadRoute[];
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
