import { sortedEntries } from '../document/merge';
import type { Drain, Health, Port, Probe, Protocol } from '../model/platform';
import * as defaults from './defaults';
import { portRangeOf } from './egress';
import type { Path, Scope } from './scope';

type PortFields = Record<
  string,
  number | { number: number | string; as?: number; protocol?: Protocol; primary?: boolean; hostPort?: boolean }
>;

/** Whether a port is several; those are reached on the host alone. */
export function isRange({ number, last }: Pick<Port, 'number' | 'last'>): boolean {
  return last > number;
}

/** As people write it: `8080`, `50000-50100`. */
export function rangeText({ number, last }: Pick<Port, 'number' | 'last'>): string {
  return last > number ? `${number}-${last}` : String(number);
}

/**
 * Ports with the main one first. The order of the map in the description means nothing: maps have none. `published`: on the
 * host, whatever the ports say.
 */
export function portsOf(scope: Scope, path: Path, given: PortFields | undefined, published = false): Port[] {
  const ports = sortedEntries(given).map(([name, value]) => {
    const whole = typeof value === 'number' ? { number: value } : value;
    const protocol = whole.protocol ?? defaults.portProtocols[name];
    if (protocol === undefined) {
      scope.report({
        code: 'port-protocol',
        path: [...path, name],
        value: '',
        rule: `is a port whose name "${name}" does not say its protocol`,
        fix: `write ${name}: { number: ${whole.number}, protocol: http } (or grpc, ws, tcp, udp)`,
      });
    }
    const [section, owner] = path;
    const own = section === 'services' ? scope.machinePort(section, String(owner), name) : undefined;
    const { first, last } = portRangeOf(own ?? whole.number);
    const port: Port = {
      name,
      protocol: protocol ?? 'tcp',
      number: first,
      last,
      as: own ?? whole.as ?? first,
      hostPort: published || (whole.hostPort ?? defaults.hostPort),
    };
    return { port, primary: whole.primary === true };
  });
  return ports.sort((a, b) => rank(a) - rank(b) || a.port.number - b.port.number).map(({ port }) => port);
}

const mainNames = ['http', 'grpc', 'ws', 'tcp', 'udp'];

function rank({ port, primary }: { port: Port; primary: boolean }): number {
  if (primary) return -1;
  if (isRange(port)) return mainNames.length + 1;
  const place = mainNames.indexOf(port.name);
  return place < 0 ? mainNames.length : place;
}

interface ProbeFields {
  http?: string;
  headers?: Record<string, string>;
  grpc?: true | string;
  tcp?: true;
  command?: string[];
  port?: string;
  delay?: string;
  interval?: string;
  timeout?: string;
  failures?: number;
}
type ProbeGiven = string | ProbeFields;
type HealthGiven = string | (ProbeFields & { liveness?: ProbeGiven; readiness?: ProbeGiven; startup?: string });

const none: Health = { given: true, liveness: null, readiness: null, startup: defaults.health.startup };

/** Liveness and readiness, from what is given or from what the first port speaks. */
export function healthOf(scope: Scope, path: Path, all: readonly Port[], given: HealthGiven | undefined): Health {
  const ports = all.filter((port) => !isRange(port));
  if (given === 'none') return none;
  if (typeof given === 'string') return healthOf(scope, path, ports, { http: given });
  const { liveness, readiness, startup, ...shared } = given ?? {};
  const one = (which: 'liveness' | 'readiness', own: ProbeGiven | undefined): Probe | null => {
    if (own === 'none') return null;
    const fields = typeof own === 'string' ? { http: own } : own;
    return probeOf(
      scope,
      fields === undefined ? path : [...path, which],
      ports,
      { ...withoutAction(shared, fields), ...fields },
      which,
    );
  };
  return {
    given: given !== undefined,
    liveness: one('liveness', liveness),
    readiness: one('readiness', readiness),
    startup: startup === undefined ? defaults.health.startup : scope.seconds([...path, 'startup'], startup),
  };
}

/** A probe that says how it asks does not take over how the shared part asks. */
function withoutAction(shared: ProbeFields, own: ProbeFields | undefined): ProbeFields {
  const asks = own !== undefined && ['http', 'grpc', 'tcp', 'command'].some((key) => key in own);
  if (!asks) return shared;
  const { http: _http, grpc: _grpc, tcp: _tcp, command: _command, headers: _headers, port: _port, ...times } = shared;
  return times;
}

function probeOf(
  scope: Scope,
  path: Path,
  ports: readonly Port[],
  fields: ProbeFields,
  which: 'liveness' | 'readiness',
): Probe | null {
  const found = actionOf(scope, path, ports, fields, which);
  if (found === null) return null;
  const time = (key: 'delay' | 'interval' | 'timeout') =>
    fields[key] === undefined ? defaults.probe[key] : scope.seconds([...path, key], fields[key]);
  return {
    ...found,
    delay: time('delay'),
    interval: time('interval'),
    timeout: time('timeout'),
    failures: fields.failures ?? defaults.probe.failures,
  };
}

type Asked = Pick<Probe, 'action' | 'port' | 'number'>;

function actionOf(
  scope: Scope,
  path: Path,
  ports: readonly Port[],
  fields: ProbeFields,
  which: 'liveness' | 'readiness',
): Asked | null {
  const asks = ['http', 'grpc', 'tcp', 'command'].filter((key) => key in fields);
  if (asks.length > 1) {
    scope.report({
      code: 'probe-actions',
      path,
      value: '',
      rule: `asks in ${asks.length} ways (${asks.join(', ')}), but one check asks in one`,
      fix: 'keep one of them',
    });
  }
  if (fields.command !== undefined)
    return { action: { kind: 'command', command: fields.command }, port: '', number: 0 };
  const wanted: Protocol[] | undefined =
    fields.http !== undefined
      ? ['http', 'ws']
      : fields.grpc !== undefined
        ? ['grpc']
        : fields.tcp
          ? ['tcp', 'http', 'grpc', 'ws']
          : undefined;
  const port = probedPort(
    scope,
    path,
    ports,
    fields.port,
    wanted ?? ['http', 'grpc', 'ws', 'tcp'],
    wanted !== undefined,
  );
  if (port === undefined) {
    if (wanted !== undefined && fields.port === undefined) {
      scope.report({
        code: 'probe-port',
        path,
        value: '',
        rule: `asks over ${wanted[0]}, but no port speaks it`,
        fix: `add a port for it, name one with port:, or ask with command:`,
      });
    }
    return null;
  }
  const headers = Object.fromEntries(sortedEntries(fields.headers));
  if (fields.http !== undefined)
    return { action: { kind: 'http', path: fields.http, headers }, port: port.name, number: port.number };
  if (fields.grpc !== undefined)
    return {
      action: { kind: 'grpc', service: fields.grpc === true ? '' : fields.grpc },
      port: port.name,
      number: port.number,
    };
  if (fields.tcp === true || port.protocol === 'tcp')
    return { action: { kind: 'tcp' }, port: port.name, number: port.number };
  if (port.protocol === 'grpc') return { action: { kind: 'grpc', service: '' }, port: port.name, number: port.number };
  return { action: { kind: 'http', path: defaults.health.http[which], headers }, port: port.name, number: port.number };
}

/** The first port that serves callers, in the order of the protocols. */
export function firstOf(ports: readonly Port[], protocols: readonly Protocol[]): Port | undefined {
  const serving = ports.filter((port) => !defaults.operatorPorts.includes(port.name));
  return protocols
    .map((protocol) => serving.find((port) => port.protocol === protocol))
    .find((port) => port !== undefined);
}

function probedPort(
  scope: Scope,
  path: Path,
  ports: readonly Port[],
  name: string | undefined,
  protocols: readonly Protocol[],
  asked: boolean,
): Port | undefined {
  if (name === undefined)
    return (
      firstOf(ports, protocols) ??
      (asked ? protocols.map((each) => ports.find((port) => port.protocol === each)).find(Boolean) : undefined)
    );
  return namedPort(scope, [...path, 'port'], ports, name);
}

/** The port that a field names. What does not exist is reported. */
export function namedPort(scope: Scope, path: Path, ports: readonly Port[], name: string): Port | undefined {
  const port = ports.find((each) => each.name === name);
  const names = ports.map((each) => each.name);
  if (port === undefined) scope.unknown('unknown-port', path, 'port', name, names);
  return port;
}

/** All four numbers from one: deregistration < preStop + shutdown < grace. */
export function drainOf(scope: Scope, path: Path, given: string | undefined): Drain {
  const shutdown = given === undefined ? defaults.drain.shutdown : scope.seconds(path, given);
  const { preStop, margin } = defaults.drain;
  return { deregistration: shutdown, preStop, shutdown, grace: preStop + shutdown + margin };
}
