import type { ServiceDescription } from '../description/description';
import type { Platform, Service, Tier } from '../model/platform';
import { scale as defaults, update as updates } from '../resolve/defaults';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { services } from './walk';

type Given = Exclude<ServiceDescription['scale'], number | undefined>;
type Key = keyof Given;
const targets = ['cpu', 'memory', 'requests', 'lag'] as const;

interface Scaled {
  readonly path: Path;
  readonly service: Service;
  readonly given: Given;
}

/** Services whose scale is written out; a number alone is bounds that agree. */
function* scaled(scope: Scope, platform: Platform): Iterable<Scaled> {
  for (const { path, workload, fields } of services(scope, platform)) {
    if (typeof fields.scale === 'object') yield { path: [...path, 'scale'], service: workload, given: fields.scale };
  }
}

function at({ path, given }: Scaled, key: Key): Path {
  return given[key] === undefined ? path : [...path, key];
}

function* scaleBounds(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const found of scaled(scope, platform)) {
    const { min, max } = found.service.scale;
    if (min <= max) continue;
    yield { path: at(found, 'min'), rule: `but max is ${max}, which is less`, fix: 'raise max, or lower min' };
  }
}

/** An environment may take the room away that the base leaves; only where neither leaves any, a target means nothing. */
function* targetWithoutRoom({ merged, given, description }: Scope, platform: Platform): Iterable<Broken> {
  for (const found of scaled({ merged, given } as Scope, platform)) {
    const { name, scale } = found.service;
    const target = targets.find((key) => found.given[key] !== undefined);
    if (target === undefined || scale.max !== scale.min) continue;
    // Where only the most is given, the fewest of another tier may leave room.
    if (found.given.max !== undefined && found.given.min === undefined) continue;
    const base = description.services?.[name]?.scale;
    if (given.services?.[name]?.scale !== undefined && hasRoom(base, platform.environment.tier)) continue;
    const rule = `is a target, but min and max are both ${scale.max}, so that there is nothing to scale`;
    yield { path: at(found, target), value: '', rule, fix: 'raise max, or remove the target' };
  }
}

function hasRoom(scale: ServiceDescription['scale'], tier: Tier): boolean {
  return typeof scale === 'object' && (scale.max ?? 0) > (scale.min ?? Math.min(defaults.min[tier], scale.max ?? 0));
}

/** With no replica there is no use of CPU to measure, so nothing would ever start the first. */
function* scaleFromZero(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const found of scaled(scope, platform)) {
    const { min, max, lag } = found.service.scale;
    if (min > 0 || max <= min || lag > 0 || found.given.min === undefined) continue;
    const rule = 'but with no replica there is nothing to measure, so none would ever start';
    yield { path: at(found, 'min'), rule, fix: 'write min: 1, or scale by lag' };
  }
}

function* lagWithoutConsumes(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const found of scaled(scope, platform)) {
    if (found.given.lag === undefined || found.service.consumes.length > 0) continue;
    yield {
      path: at(found, 'lag'),
      rule: 'but the service consumes no topic and no queue',
      fix: 'add consumes:, or scale by cpu',
    };
  }
}

function* requestsWithoutPort(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const found of scaled(scope, platform)) {
    const { ports } = found.service;
    if (found.given.requests === undefined || ports.some(({ protocol }) => protocol !== 'tcp' && protocol !== 'udp'))
      continue;
    yield {
      path: at(found, 'requests'),
      rule: 'but the service has no http, ws or grpc port that takes requests',
      fix: 'scale by cpu',
    };
  }
}

/** What may not run twice does so with two replicas at any time. */
function* recreatedOnce(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, workload, fields } of services(scope, platform)) {
    if (workload.update !== 'recreate' || workload.scale.max <= updates.most) continue;
    const here = typeof fields.scale === 'object' && fields.scale.max !== undefined ? ['scale', 'max'] : ['scale'];
    const rule = 'but update: recreate is for what may not run twice';
    yield { path: [...path, ...here], rule, fix: 'write 1' };
  }
}

export const scaleRules: readonly Rule[] = [
  {
    code: 'scale-bounds',
    summary: 'The fewest replicas are no more than the most.',
    fix: 'raise max, or lower min',
    find: scaleBounds,
  },
  {
    code: 'scale-without-room',
    summary: 'A target of scaling needs a max above min; without it nothing scales.',
    fix: 'raise max, or remove the target',
    find: targetWithoutRoom,
  },
  {
    code: 'scale-from-zero',
    summary:
      'A service that may have no replica scales by lag, which is measured at the broker: without replicas there is no other measure.',
    fix: 'write min: 1, or scale by lag',
    find: scaleFromZero,
  },
  {
    code: 'lag-without-consumes',
    summary: 'Scaling by lag counts the messages that wait for a service, so it must consume some.',
    fix: 'add consumes:, or scale by cpu',
    find: lagWithoutConsumes,
  },
  {
    code: 'requests-without-port',
    summary: 'Scaling by requests needs a port that takes requests.',
    fix: 'scale by cpu',
    find: requestsWithoutPort,
  },
  {
    code: 'recreate-replicas',
    summary: 'A service with update: recreate may not run twice, so it has one replica.',
    fix: 'set scale: 1, or remove update',
    find: recreatedOnce,
  },
];
