import type { ServiceDescription } from '../description/description';
import type { Environment, Port, Route } from '../model/platform';
import * as defaults from './defaults';
import { isLocal } from './environment';
import { firstOf, isRange, namedPort } from './ports';
import type { Path, Scope } from './scope';

type Given = Exclude<ServiceDescription['routes'], undefined>;
type RouteFields = Exclude<Extract<Given, readonly unknown[]>[number], string>;

/** Routes of one service, in the order of the description: a list has one. */
export function routesOf(
  scope: Scope,
  environment: Environment,
  name: string,
  ports: readonly Port[],
  given: Given | undefined,
): Route[] {
  if (given === undefined) return [];
  const short = typeof given === 'string';
  const list = short ? [given] : given;
  return list.flatMap((each, at) => {
    const path: Path = ['services', name, 'routes', ...(short ? [] : [at])];
    const fields = typeof each === 'string' ? { path: each } : each;
    const port = portOf(scope, path, ports, fields.port);
    return port === undefined ? [] : [routeOf(scope, environment, path, name, port, fields)];
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
): Route {
  const raw = port.protocol === 'tcp' || port.protocol === 'udp';
  if (raw) {
    for (const key of ['path', 'rewrite', 'auth', 'timeout', 'sticky'] as const) {
      if (given[key] === undefined) continue;
      scope.report({
        code: 'raw-route',
        path: [...path, key],
        value: '',
        rule: `has no meaning for a ${port.protocol} port`,
        fix: 'remove it: a raw route is a port and a host name',
      });
    }
  } else if (given.listen !== undefined) {
    scope.report({
      code: 'raw-route',
      path: [...path, 'listen'],
      value: '',
      rule: `is for tcp and udp; ${port.protocol} routes share the gateway's port`,
      fix: 'remove it',
    });
  }
  const prefix = raw ? '' : (given.path ?? defaults.route.path);
  const stream = port.protocol === 'ws' || port.protocol === 'grpc' || raw;
  return {
    service,
    port: port.name,
    protocol: port.protocol,
    number: port.number,
    host: raw ? rawHost(environment, service, port, given.host) : (given.host ?? environment.domain),
    path: prefix,
    rewrite: raw ? '' : (given.rewrite ?? prefix),
    auth: given.auth ?? 'none',
    timeout:
      given.timeout === undefined
        ? stream
          ? defaults.route.streamTimeout
          : defaults.route.timeout
        : scope.seconds([...path, 'timeout'], given.timeout),
    sticky: given.sticky ?? defaults.route.sticky,
    listen: raw ? (given.listen ?? port.as) : 0,
  };
}

/** A load balancer of its own needs a name of its own: that of the gateway leads to the gateway. A laptop has one address. */
function rawHost({ runtime, domain }: Environment, service: string, port: Port, given: string | undefined): string {
  if (isLocal(runtime)) return domain;
  if (given !== undefined) return given;
  return domain === '' ? '' : defaults.rawHost(service, port.name, domain);
}
