import type { ServiceDescription } from '../description/description';
import { formatDuration } from '../description/units';
import type { Health, Platform, Port, Probe } from '../model/platform';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { containerResources, services } from './walk';

type Given = ServiceDescription['health'];
export interface Checked {
  readonly path: Path;
  readonly health: Health;
  readonly ports: readonly Port[];
  readonly given: Given;
}

function healths(scope: Scope, platform: Platform): Checked[] {
  const resources = containerResources(scope, platform).map(
    ({ path, resource, fields }): Checked => ({
      path: [...path, 'health'],
      health: resource.health,
      ports: resource.ports,
      given: fields.health,
    }),
  );
  const workloads = services(scope, platform).map(
    ({ path, workload, fields }): Checked => ({
      path: [...path, 'health'],
      health: workload.health,
      ports: workload.ports,
      given: fields.health,
    }),
  );
  return [...workloads, ...resources];
}

export interface Asked {
  readonly checked: Checked;
  readonly which: 'liveness' | 'readiness';
  readonly probe: Probe;
}

/** Several rules look at the probes of a platform. */
const asked = new WeakMap<Platform, readonly Asked[]>();

/** Every probe that is made, with the part of the description that it comes from. */
export function probes(scope: Scope, platform: Platform): readonly Asked[] {
  const known = asked.get(platform);
  if (known !== undefined) return known;
  const list = healths(scope, platform).flatMap((checked) =>
    (['liveness', 'readiness'] as const).flatMap((which): Asked[] => {
      const probe = checked.health[which];
      return probe === null ? [] : [{ checked, which, probe }];
    }),
  );
  asked.set(platform, list);
  return list;
}

/** Place of a time of a probe: its own, the shared one, or the check where it is a default. */
export function timePath(
  { checked: { path, given }, which }: Asked,
  ...keys: ('timeout' | 'interval' | 'delay' | 'port')[]
): Path {
  if (typeof given !== 'object') return path;
  const own = given[which];
  for (const key of keys) {
    if (typeof own === 'object' && own[key] !== undefined) return [...path, which, key];
    if (given[key] !== undefined) return [...path, key];
  }
  return own === undefined ? path : [...path, which];
}

/** A try that may outlast the time to the next one: AWS refuses it, and Kubernetes counts failures late. */
function* healthTimeout(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const asked of probes(scope, platform)) {
    const { interval, timeout } = asked.probe;
    if (timeout < interval) continue;
    const rule = `but must be shorter than interval "${formatDuration(interval)}"`;
    const lower =
      interval > 1
        ? `set timeout to ${formatDuration(interval - 1)} or less, or raise interval`
        : 'raise interval to 2s or more';
    const path = timePath(asked, 'timeout', 'interval');
    const isTimeout = path[path.length - 1] === 'timeout';
    yield isTimeout
      ? { path, rule, fix: lower }
      : {
          path,
          value: '',
          rule: `tries every ${formatDuration(interval)} and waits ${formatDuration(timeout)}, but must wait less than that`,
          fix: lower,
        };
  }
}

/** The start-up budget counts from the start of the container, and so does the delay. */
function* healthDelay(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const asked of probes(scope, platform)) {
    const { startup } = asked.checked.health;
    if (asked.which !== 'liveness' || startup === 0 || asked.probe.delay < startup) continue;
    const rule = `waits ${formatDuration(asked.probe.delay)} before the first try, but the start may take ${formatDuration(startup)} only`;
    yield { path: timePath(asked, 'delay'), value: '', rule, fix: 'make delay shorter than startup' };
  }
}

/** What asks over a port that cannot answer. */
function* probeProtocol(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const asked of probes(scope, platform)) {
    const port = asked.checked.ports.find((each) => each.name === asked.probe.port);
    if (port === undefined) continue;
    const { kind } = asked.probe.action;
    const deaf = port.protocol === 'udp' || (kind === 'http' && port.protocol === 'grpc');
    if (!deaf) continue;
    const rule = `asks over ${kind} at port ${port.name}, which speaks ${port.protocol}`;
    yield { path: timePath(asked, 'port'), value: '', rule, fix: 'name another port, or ask with command:' };
  }
}

export const healthRules: readonly Rule[] = [
  {
    code: 'health-timeout',
    summary:
      'One try of a health check ends before the next begins: timeout is shorter than interval. AWS refuses anything else.',
    fix: 'shorten timeout, or raise interval',
    find: healthTimeout,
  },
  {
    code: 'health-delay',
    summary:
      'The first try of liveness comes within the time that a start may take; otherwise the budget is over before anyone asks.',
    fix: 'make delay shorter than startup',
    find: healthDelay,
  },
  {
    code: 'probe-protocol',
    summary:
      'A health check asks in a way that its port can answer: UDP answers none, and a gRPC server no plain HTTP.',
    fix: 'name another port, or ask with command:',
    find: probeProtocol,
  },
];
