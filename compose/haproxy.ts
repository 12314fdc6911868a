import { type Gateway, type Platform, type Port, type Probe, type Route, routing } from '../platform/index';
import { answering } from './haproxy-answers';
import { conditions, format, namesOf, quoted, trimmed } from './haproxy-conditions';
import { madeBy } from './made-by';

// Configuration of the proxy (HAProxy 3): as the gateway, and as what answers on another port than a program listens on.
// Lines end where the text ends: what comes from the description stands in quotes.

/** A connection takes two buffers of 16 KiB; without a limit the proxy plans with as many as the machine allows files. */
const maxConnections = 1000;

/** Most seconds of a time-out: the proxy counts milliseconds in 31 bits, and does not start with more. */
export const longestTimeout = 2_147_483;

const global = [
  'global',
  '  log stdout format raw daemon info',
  `  maxconn ${maxConnections}`,
  '  hard-stop-after 5s',
  '',
];

/**
 * Routes by host and longest path. Paths match whole segments: `/users` is `/users` and `/users/7`, never `/usersx`.
 * Replicas are found by name, again every second, since containers come back under other addresses.
 */
export function gatewayConfig(platform: Platform): string {
  const { gateway } = platform;
  const routes = routing.routed(platform).flatMap((owner) =>
    owner.routes.map(
      (route, at): PlacedRoute => ({
        ...route,
        id: `${owner.name}-${at}`,
        replicas: routing.mostOf(owner),
        readiness: owner.health.readiness,
      }),
    ),
  );
  const web = routes.filter((route) => route.path !== '').sort(bySpecificity);
  const raw = routes.filter((route) => route.protocol === 'tcp');
  return text(platform, [
    ...defaultsOf(gateway),
    'resolvers docker',
    '  nameserver dns 127.0.0.11:53',
    '  accepted_payload_size 8192',
    '  hold valid 1s',
    '',
    ...(web.length > 0 ? frontend(platform, web) : []),
    ...web.flatMap((route) => (route.answer === null ? backend(platform, route) : answering(route.id, route.answer))),
    ...byListen(raw).flatMap(([route, ...others]) =>
      others.length === 0 ? rawProxy(gateway, route) : namedProxy(gateway, [route, ...others]),
    ),
  ]);
}

/** Answers on the port that callers use and passes on to where the program listens, in the same network namespace. */
export function relayConfig(platform: Platform, ports: readonly Port[]): string {
  return text(platform, [
    'defaults',
    '  mode tcp',
    '  timeout connect 5s',
    // The ends know when a connection is idle for too long; this only clears away what both have forgotten.
    '  timeout client 1d',
    '  timeout server 1d',
    '',
    ...ports.flatMap((port) => [
      `listen ${port.name}`,
      `  bind :${port.as}`,
      `  server program 127.0.0.1:${port.number}`,
      '',
    ]),
  ]);
}

interface PlacedRoute extends Route {
  readonly id: string;
  readonly replicas: number;
  readonly readiness: Probe | null;
}

function bySpecificity(one: PlacedRoute, other: PlacedRoute): number {
  return routing.byPrecedence(one, other) || (one.id < other.id ? -1 : 1);
}

function defaultsOf({ idleTimeout }: Gateway): string[] {
  return [
    'defaults',
    '  mode http',
    '  log global',
    '  option httplog',
    '  option dontlognull',
    '  timeout connect 5s',
    // A connection that a replica refuses is tried with another one: it has seen nothing of the request yet.
    '  retries 3',
    '  option redispatch 1',
    '  timeout http-request 10s',
    `  timeout client ${idleTimeout}s`,
    `  timeout server ${idleTimeout}s`,
    `  timeout tunnel ${idleTimeout}s`,
    '',
  ];
}

function frontend(platform: Platform, routes: readonly PlacedRoute[]): string[] {
  const { gateway } = platform;
  return [
    'frontend gateway',
    // Clear HTTP/2 is told from HTTP/1 by how a connection starts.
    `  bind :${gateway.port}`,
    '  option forwardfor',
    `  http-request set-header X-Forwarded-Proto ${gateway.scheme}`,
    ...Object.entries(gateway.headers).map(
      ([name, value]) => `  http-after-response set-header ${quoted(name)} ${quoted(format(value))}`,
    ),
    ...routes.flatMap((route) => conditions(platform, route)),
    ...choices(platform, routes),
    '  default_backend no-route',
    '',
    'backend no-route',
    '  http-request return status 404 content-type text/plain string "no route"',
    '',
  ];
}

/** The first that holds wins. What the routes of a host leave over is nobody's, also where a wildcard would take it. */
function choices(platform: Platform, routes: readonly PlacedRoute[]): string[] {
  const choice = (route: PlacedRoute) =>
    `  use_backend ${route.id} if ${[...namesOf(route), ...share(routes, route)].join(' ')}`;
  const guards = routing.guardedHosts(platform);
  const ends = new Set(guards.map((host) => routes.findLastIndex((route) => route.host === host)));
  return routes.flatMap((route, at) => [
    choice(route),
    ...(ends.has(at) ? [`  use_backend no-route if ${route.id}-host`] : []),
  ]);
}

/** Routes that share their requests stand one after the other: of a number that is drawn for each request, each takes a part. */
function share(routes: readonly PlacedRoute[], route: PlacedRoute): string[] {
  if (route.weight === null) return [];
  const sharers = routes.filter((each) => each.weight !== null && routing.placeOf(each) === routing.placeOf(route));
  const upTo = (count: number) => sharers.slice(0, count).reduce((sum, { weight }) => sum + Number(weight), 0);
  const [from, to, all] = [upTo(sharers.indexOf(route)), upTo(sharers.indexOf(route) + 1), upTo(sharers.length)];
  if (sharers.length === 1) return [];
  const drawn = `txn.${sharers[0]?.id.replaceAll('-', '_')}`;
  if (from === 0) return [`{ rand(${all}),set-var(${drawn}) -m int lt ${to} }`];
  return to === all ? [] : [`{ var(${drawn}) -m int lt ${to} }`];
}

function backend(platform: Platform, route: PlacedRoute): string[] {
  return [
    `backend ${route.id}`,
    `  timeout server ${route.timeout}s`,
    ...(route.sticky ? sticky(platform, route) : []),
    ...rewrite(route),
    ...checks(route),
    `  server-template ${route.id}- ${server(route)}${route.protocol === 'grpc' ? ' proto h2' : ''}`,
    '',
  ];
}

function sticky(platform: Platform, route: PlacedRoute): string[] {
  // Of the service's own cookie the proxy remembers which replica set it, by a hash: a cookie may be long.
  if (route.cookie !== '') {
    return [
      '  stick-table type binary len 20 size 100k expire 1d',
      `  stick store-response res.cook(${route.cookie}),sha1`,
      `  stick match req.cook(${route.cookie}),sha1`,
    ];
  }
  return [
    `  cookie slipway-${route.id} insert indirect nocache httponly dynamic`,
    // Not a secret: it only makes one cookie value of an address.
    `  dynamic-cookie-key ${platform.name}`,
  ];
}

/** Replaces the prefix as Gateway API does: `/users` to `/v1` makes `/users/7` to `/v1/7` and `/users` to `/v1`. */
function rewrite({ path, rewrite: target }: Route): string[] {
  const [from, to] = [trimmed(path), trimmed(target)];
  if (from === to) return [];
  const prefix = `^${from.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`;
  const [pattern, result] = to === '' ? [`${prefix}/?(.*)$`, '/\\1'] : [`${prefix}(/.*)?$`, `${format(to)}\\1`];
  return [`  http-request replace-path ${quoted(pattern)} ${quoted(result)}`];
}

/** Routes of one public port together. */
function byListen(routes: readonly PlacedRoute[]): [PlacedRoute, ...PlacedRoute[]][] {
  const groups = new Map<number, [PlacedRoute, ...PlacedRoute[]]>();
  for (const route of routes) groups.set(route.listen, [...(groups.get(route.listen) ?? []), route] as [PlacedRoute]);
  return [...groups.values()];
}

/** Several services behind one port: the name that a client asks for stands in the first bytes of TLS, which are passed on too. */
function namedProxy(gateway: Gateway, routes: readonly [PlacedRoute, ...PlacedRoute[]]): string[] {
  return [
    `frontend tls-${routes[0].listen}`,
    '  mode tcp',
    '  option tcplog',
    `  bind :${routes[0].listen}`,
    `  timeout client ${gateway.idleTimeout}s`,
    '  tcp-request inspect-delay 5s',
    '  tcp-request content accept if { req.ssl_hello_type 1 }',
    ...routes.map(({ id, host }) => `  use_backend ${id} if { req.ssl_sni -i ${quoted(host)} }`),
    '',
    ...routes.flatMap((route) => [
      `backend ${route.id}`,
      '  mode tcp',
      `  timeout server ${gateway.idleTimeout}s`,
      ...checks(route),
      `  server-template ${route.id}- ${server(route)}`,
      '',
    ]),
  ];
}

function rawProxy(gateway: Gateway, route: PlacedRoute): string[] {
  return [
    `listen ${route.id}`,
    '  mode tcp',
    '  option tcplog',
    `  bind :${route.listen}`,
    `  timeout client ${gateway.idleTimeout}s`,
    `  timeout server ${gateway.idleTimeout}s`,
    ...checks(route),
    `  server-template ${route.id}- ${server(route)}`,
    '',
  ];
}

/**
 * No traffic for a replica that is not ready. It is asked every second, whatever the description says: one that stops says
 * so for a few seconds before it stops listening. What cannot be asked over the network is taken for ready.
 */
function checks({ service, protocol, readiness }: PlacedRoute): string[] {
  if (readiness === null || readiness.action.kind === 'command') return [];
  const { action, number, timeout } = readiness;
  const times = [
    `  timeout check ${timeout * 1000}ms`,
    `  default-server check port ${number} inter 1s fall 2 rise 1`,
    // A new one gets nothing before its first good answer. Proxies of distributions are older than ours and cannot wait.
    '.if version_atleast(3.1)',
    '  default-server init-state down',
    '.endif',
  ];
  // HAProxy cannot ask by gRPC: there an open port has to do.
  if (action.kind !== 'http') return times;
  const headers = { host: service, ...lowerCased(action.headers) };
  const sent = Object.entries(headers).map(([name, value]) => ` hdr ${quoted(name)} ${quoted(format(value))}`);
  return [
    '  option httpchk',
    `  http-check send meth GET uri ${quoted(action.path)} ver HTTP/1.1${sent.join('')}`,
    ...times,
    // The question goes by HTTP/1 also where requests go by HTTP/2.
    ...(protocol === 'grpc' ? ['  default-server check-proto h1'] : []),
  ];
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** A place for each replica that there may be. */
function server({ service, number, replicas }: PlacedRoute): string {
  return `${replicas} ${service}:${number} resolvers docker resolve-prefer ipv4 init-addr none`;
}

function text(platform: Platform, lines: readonly string[]): string {
  return `${madeBy(platform, [])}${[...global, ...lines].join('\n').trimEnd()}\n`;
}
