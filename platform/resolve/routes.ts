import type { ServiceDescription } from '../description/description';
import type { RouteFields } from '../description/route';
import { sortedEntries } from '../document/merge';
import type { Answer, Environment, Port, Route } from '../model/platform';
import { answerOf } from './answers';
import * as defaults from './defaults';
import { isLocal } from './environment';
import { firstOf, isRange, namedPort } from './ports';
import type { Path, Scope } from './scope';

type Given = Exclude<ServiceDescription['routes'], undefined>;

/** Of a route that the gateway answers by itself. */
const noPort: Port = { name: '', protocol: 'http', number: 0, last: 0, as: 0, hostPort: false };

/** Routes of a service or a server, in the order of the description: a list has one. `owner`: where it stands. */
export function routesOf(
  scope: Scope,
  environment: Environment,
  owner: readonly [string, string],
  ports: readonly Port[],
  given: Given | undefined,
): Route[] {
  if (given === undefined) return [];
  const [, name] = owner;
  const short = typeof given === 'string';
  const list = short ? [given] : given;
  return list.flatMap((each, at) => {
    const path: Path = [...owner, 'routes', ...(short ? [] : [at])];
    const fields = typeof each === 'string' ? { path: each } : each;
    const answer = answerOf(scope, path, fields);
    if (answer !== null) return [routeOf(scope, environment, path, name, noPort, fields, answer)];
    const port = portOf(scope, path, ports, fields.port);
    return port === undefined ? [] : [routeOf(scope, environment, path, name, port, fields, null)];
  });
}

function portOf(scope: Scope, path: Path, ports: readonly Port[], name: string | undefined): Port | undefined {
  if (name === undefined) {
    const found = firstOf(ports, ['http', 'ws', 'grpc']);
    if (found === undefined) {
      scope.report({
        code: 'route-port',
        path,
        value: '',
        rule: 'has no http, ws or grpc port to lead to',
        fix: 'add ports:, or name a tcp or udp port with { port: ... }',
      });
    }
    return found;
  }
  const named = namedPort(scope, [...path, 'port'], ports, name);
  if (named === undefined || !isRange(named)) return named;
  const rule = 'but that is a range of ports, which is reached on the host alone';
  scope.report({ code: 'port-range-inside', path: [...path, 'port'], rule, fix: 'name a single port' });
  return undefined;
}

function routeOf(
  scope: Scope,
  environment: Environment,
  path: Path,
  service: string,
  port: Port,
  given: RouteFields,
  answer: Answer | null,
): Route {
  const raw = port.protocol === 'tcp' || port.protocol === 'udp';
  if (raw) {
    for (const key of ['path', 'methods', 'headers', 'weight', 'rewrite', 'auth', 'timeout', 'sticky'] as const) {
      if (given[key] === undefined) continue;
      scope.report({
        code: 'raw-route',
        path: [...path, key],
        value: '',
        rule: `has no meaning for a ${port.protocol} port`,
        fix: 'remove it: a raw route is a port and a host name',
      });
    }
  } else if (given.listen !== undefined && answer === null) {
    scope.report({
      code: 'raw-route',
      path: [...path, 'listen'],
      value: '',
      rule: `is for tcp and udp; ${port.protocol} routes share the gateway's port`,
      fix: 'remove it',
    });
  }
  if (given.tls !== undefined && port.protocol !== 'tcp' && answer === null) {
    scope.report({
      code: 'raw-route',
      path: [...path, 'tls'],
      value: '',
      rule: `is for tcp; the TLS of ${port.protocol} routes is ${raw ? "the service's own matter" : "the gateway's"}`,
      fix: 'remove it',
    });
  }
  const prefix = raw ? '' : (given.path ?? defaults.route.path);
  const stream = port.protocol === 'ws' || port.protocol === 'grpc' || raw;
  return {
    service,
    answer,
    port: port.name,
    protocol: port.protocol,
    number: port.number,
    host: raw ? rawHost(environment, service, port, given) : (given.host ?? environment.domain),
    path: prefix,
    methods: [...new Set(given.methods)].sort(),
    headers: lowerCased(given.headers),
    weight: given.weight ?? null,
    rewrite: raw ? '' : (given.rewrite ?? prefix),
    auth: given.auth ?? 'none',
    timeout:
      given.timeout === undefined
        ? stream
          ? defaults.route.streamTimeout
          : defaults.route.timeout
        : scope.seconds([...path, 'timeout'], given.timeout),
    sticky: typeof given.sticky === 'object' || (given.sticky ?? defaults.route.sticky),
    cookie: typeof given.sticky === 'object' ? given.sticky.cookie : '',
    tls: given.tls ?? 'none',
    listen: raw ? (given.listen ?? port.as) : 0,
  };
}

/** A load balancer of its own needs a name of its own: that of the gateway leads to the gateway. A laptop has one address. */
function rawHost({ runtime, domain }: Environment, service: string, port: Port, { host, tls }: RouteFields): string {
  // By TLS a client says whom it asks for, so that several may share a port.
  if (isLocal(runtime) && tls !== 'passthrough') return domain;
  if (host !== undefined) return host;
  return domain === '' ? '' : defaults.rawHost(service, port.name, domain);
}

function lowerCased(headers: RouteFields['headers']): Record<string, string> {
  const entries = Object.entries(headers ?? {}).map(([key, value]): [string, string] => [key.toLowerCase(), value]);
  return Object.fromEntries(sortedEntries(Object.fromEntries(entries)));
}

/** Whether it needs the gateway of http routes: on Kubernetes that is what knows TLS. */
export function byGateway({ runtime }: Environment, { listen, tls }: Route): boolean {
  return listen === 0 || (runtime === 'kubernetes' && tls !== 'none');
}
