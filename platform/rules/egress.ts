import { parseCidr } from '../description/units';
import type { Platform } from '../model/platform';
import { portRangeOf } from '../resolve/egress';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { users } from './walk';

type Given = NonNullable<ReturnType<typeof users>[number]['fields']['egress']>[number];

function* entries(scope: Scope, platform: Platform): Iterable<{ path: Path; given: Given }> {
  for (const { path, fields } of users(scope, platform)) {
    for (const [at, given] of (fields.egress ?? []).entries()) yield { path: [...path, 'egress', at], given };
  }
}

function* egressTarget(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, given } of entries(scope, platform)) {
    const [first, ...others] = (['cidr', 'host', 'namespace'] as const).filter((key) => given[key] !== undefined);
    if (first === undefined) yield { path, rule: 'does not say where to', fix: 'add cidr:, host: or namespace:' };
    for (const key of others) {
      const rule = `but ${first} says another place already`;
      yield { path: [...path, key], rule, fix: 'remove it, and write an entry of its own for it' };
    }
    if (given.labels !== undefined && given.namespace === undefined) {
      const rule = 'are those of pods in a namespace, and none is named';
      yield { path: [...path, 'labels'], key: true, rule, fix: 'add namespace:, or remove them' };
    }
  }
}

/** Egress is for addresses outside: inside, edges open what is needed, and a range would open all of it. */
function* egressInside(scope: Scope, platform: Platform): Iterable<Broken> {
  const vpc = parseCidr(platform.environment.aws?.cidr ?? '');
  if (vpc !== undefined) {
    for (const { path, given } of entries(scope, platform)) {
      const range = parseCidr(given.cidr ?? '');
      if (range === undefined || range.prefix < vpc.prefix) continue;
      const size = 2 ** (32 - vpc.prefix);
      if (Math.floor(range.base / size) !== Math.floor(vpc.base / size)) continue;
      const rule = `but that is inside the platform's own network ${platform.environment.aws?.cidr}`;
      yield { path: [...path, 'cidr'], rule, fix: 'write calls: or uses: for what is in the platform' };
    }
  }
  const { kubernetes, namespace } = platform.environment;
  if (kubernetes === null) return;
  for (const { path, given } of entries(scope, platform)) {
    // In a namespace that is not ours others run as well.
    if (given.namespace !== namespace || !kubernetes.createNamespace) continue;
    const rule = "but that is the platform's own namespace";
    yield { path: [...path, 'namespace'], rule, fix: 'write calls: or uses: for what is in the platform' };
  }
}

function* portRange(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, given } of entries(scope, platform)) {
    for (const [at, port] of given.ports.entries()) {
      if (typeof port === 'string') yield* rangeFaults([...path, 'ports', at], port);
    }
  }
}

/** What is wrong with a range of ports. */
export function* rangeFaults(path: Path, text: string): Iterable<Broken> {
  const { first, last } = portRangeOf(text);
  if (first < 1 || last > 65_535)
    yield { path, rule: 'but ports are from 1 to 65535', fix: 'take numbers from 1 to 65535' };
  else if (first === last) yield { path, rule: 'but that is one port', fix: `write ${first}, without quotes` };
  else if (first > last) yield { path, rule: 'but a range starts at its lower end', fix: `write "${last}-${first}"` };
}

export const egressRules: readonly Rule[] = [
  {
    code: 'egress-target',
    summary: 'A way out leads to one place: a range of addresses, a host name, or pods of a namespace.',
    fix: 'write one of cidr, host and namespace in each entry',
    find: egressTarget,
  },
  {
    code: 'egress-inside',
    summary: '`egress` is for addresses outside the platform; inside it, edges open just what is needed.',
    fix: 'write calls: or uses: instead',
    find: egressInside,
  },
  {
    code: 'port-range',
    summary: 'A range of ports has two ends from 1 to 65535, the lower one first.',
    fix: 'write a range such as "50000-50100"',
    find: portRange,
  },
];
