import type { Platform } from '../model/platform';
import { isAws } from '../resolve/environment';
import type { Path, Scope } from '../resolve/scope';
import { probes, timePath } from './health';
import { routes } from './route-places';
import type { Broken, Rule } from './rule';

/** Elastic Load Balancing API, idle_timeout.timeout_seconds. */
const idleTimeouts = { least: 1, most: 4000 };

function* idleTimeout(_scope: Scope, { gateway, environment }: Platform): Iterable<Broken> {
  const { least, most } = idleTimeouts;
  if (!isAws(environment.runtime) || (gateway.idleTimeout >= least && gateway.idleTimeout <= most)) return;
  const rule = `but a load balancer takes ${least}s to ${most}s`;
  yield { path: ['gateway', 'idleTimeout'], rule, fix: `write ${gateway.idleTimeout < least ? least : most}s` };
}

/** Times that may not be nothing. */
function* zeroDuration(scope: Scope, platform: Platform): Iterable<Broken> {
  const times: { path: Path; value: number }[] = [
    { path: ['gateway', 'idleTimeout'], value: platform.gateway.idleTimeout },
  ];
  for (const { path, route, given } of routes(scope, platform)) {
    if (given.timeout !== undefined) times.push({ path: [...path, 'timeout'], value: route.timeout });
  }
  for (const { name, migrate } of platform.services) {
    if (migrate !== null) times.push({ path: ['services', name, 'migrate', 'timeout'], value: migrate.timeout });
  }
  for (const { name, timeout } of platform.jobs) times.push({ path: ['jobs', name, 'timeout'], value: timeout });
  for (const asked of probes(scope, platform)) {
    // A time-out that is no shorter than the interval has a rule of its own.
    const { timeout, interval } = asked.probe;
    if (timeout < interval) times.push({ path: timePath(asked, 'timeout'), value: timeout });
  }
  for (const { path, value } of times) {
    if (value <= 0) yield { path, rule: 'but must be above zero', fix: 'write a time such as 30s, or leave it out' };
  }
}

export const timeRules: readonly Rule[] = [
  {
    code: 'idle-timeout',
    summary: 'AWS load balancers close idle connections after 1 to 4000 seconds.',
    fix: 'choose a time between 1s and 4000s',
    find: idleTimeout,
  },
  {
    code: 'zero-duration',
    summary: 'A time-out of nothing would end everything before it starts.',
    fix: 'write a time above zero, or leave it out',
    find: zeroDuration,
  },
];
