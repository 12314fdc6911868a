import type { Gateway, Platform, Port, Probe, Route } from '../platform/index';
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
  const routes = platform.services.flatMap((service) =>
    service.routes.map(
      (route, at): PlacedRoute => ({
        ...route,
        id: `${service.name}-${at}`,
        replicas: service.scale.max,
        readiness: service.health.readiness,
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
    ...web.flatMap((route) => backend(platform, route)),
    ...raw.flatMap((route) => rawProxy(gateway, route)),
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
  return other.path.length - one.path.length || (one.id < other.id ? -1 : 1);
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

function frontend({ gateway, environment }: Platform, routes: readonly PlacedRoute[]): string[] {
  const addresses = addressesOf(environment);
  return [
    'frontend gateway',
    // Clear HTTP/2 is told from HTTP/1 by how a connection starts.
    `  bind :${gateway.port}`,
    '  option forwardfor',
    `  http-request set-header X-Forwarded-Proto ${gateway.scheme}`,
    ...Object.entries(gateway.headers).map(
      ([name, value]) => `  http-after-response set-header ${quoted(name)} ${quoted(format(value))}`,
    ),
    ...routes.flatMap((route) => [
      ...hostConditions(gateway, route, addresses).map(
        (each) => `  acl ${route.id}-host req.hdr(host),host_only,lower ${each}`,
      ),
      ...pathConditions(route).map((condition) => `  acl ${route.id}-path ${condition}`),
    ]),
    ...routes.map((route) => `  use_backend ${route.id} if ${route.id}-host ${route.id}-path`),
    '  default_backend no-route',
    '',
    'backend no-route',
    '  http-request return status 404 content-type text/plain string "no route"',
    '',
  ];
}

/** Addresses by which the machine is asked: one more than its own, or every one. */
function addressesOf({ compose }: Platform['environment']): { readonly one: string; readonly all: boolean } {
  const publish = compose === null ? '' : compose.publish;
  const all = publish === '0.0.0.0' || publish === '::';
  const own = publish === '' || publish === '127.0.0.1';
  // As a host name has it (RFC 3986, 3.2.2).
  return { one: all || own ? '' : publish.includes(':') ? `[${publish.toLowerCase()}]` : publish, all };
}

/** Who asks a laptop by its address means it. Any of the conditions. */
function hostConditions(gateway: Gateway, { host }: Route, { one, all }: ReturnType<typeof addressesOf>): string[] {
  if (host !== gateway.host || host !== 'localhost') return [`-m str ${quoted(host)}`];
  const names = [host, '127.0.0.1', ...(one === '' ? [] : [one])];
  return [
    `-m str ${names.map(quoted).join(' ')}`,
    // In single quotes nothing is replaced (HAProxy, Quoting and escaping).
    ...(all ? [String.raw`-m reg '^([0-9]+\.){3}[0-9]+$' '^\[[0-9a-f:.]+\]$'`] : []),
  ];
}

/** Several conditions of one name: any of them. */
function pathConditions({ path }: Route): string[] {
  const prefix = trimmed(path);
  if (prefix === '') return ['path -m beg /'];
  return [`path -m str ${quoted(prefix)}`, `path -m beg ${quoted(`${prefix}/`)}`];
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

/** A prefix without a slash at its end: '' for `/`. */
function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}

/** In a log-format text, `%` starts a variable. */
function format(value: string): string {
  return value.replaceAll('%', '%%');
}

/** One word, whatever is in it; a header cannot hold the line ends that would end it. */
function quoted(value: string): string {
  return `"${value.replaceAll(/[\r\n]+/g, ' ').replaceAll(/[\\"$]/g, '\\$&')}"`;
}

function text(platform: Platform, lines: readonly string[]): string {
  return `${madeBy(platform, [])}${[...global, ...lines].join('\n').trimEnd()}\n`;
}
