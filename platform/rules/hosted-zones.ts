import { isZoneId, zoneOf } from '../model/hosted-zones';
import type { Platform } from '../model/platform';
import type { Scope } from '../resolve/scope';
import { at, routes } from './route-places';
import type { Broken, Rule } from './rule';

/** Route 53 takes a record only into the zone that its name is in. */
function* hostOutsideZone(scope: Scope, platform: Platform): Iterable<Broken> {
  const { aws, domain } = platform.environment;
  if (aws === null || aws.hostedZones.length === 0) return;
  const zones = aws.hostedZones.map((zone) => zone.replace(/\.$/, ''));
  const outside = (host: string) => host !== '' && zoneOf(zones, host) === '';
  const rule =
    zones.length === 1 ? `but that is not in the hosted zone ${zones[0]}` : 'but that is in none of the hosted zones';
  const fix = `choose a name that ends with ${zones.map((zone) => `.${zone}`).join(' or ')}, or correct hostedZone`;
  if (outside(domain)) yield { path: ['environments', scope.name, 'domain'], rule, fix };
  for (const found of routes(scope, platform)) {
    if (found.given.host !== undefined && outside(found.route.host)) yield { path: at(found, 'host'), rule, fix };
  }
}

/** Of several zones an id does not say which hosts are its. */
function* zoneByName({ given, name }: Scope): Iterable<Broken> {
  if (!Array.isArray(given.hostedZone)) return;
  const zones = given.hostedZone;
  for (const [at, zone] of zones.entries()) {
    const path = ['environments', name, 'hostedZone', at];
    if (zones.length > 1 && isZoneId(zone))
      yield {
        path,
        rule: 'but of several zones each is given by its name',
        fix: 'give it by its name, such as example.com',
      };
    else if (zones.indexOf(zone) < at) yield { path, rule: 'but that zone stands there already', fix: 'remove it' };
  }
}

export const hostedZoneRules: readonly Rule[] = [
  {
    code: 'host-outside-zone',
    summary: 'Public host names are in the hosted zone of the environment: Route 53 takes no others.',
    fix: 'choose a name in the zone, or correct hostedZone',
    find: hostOutsideZone,
  },
  {
    code: 'hosted-zone',
    summary: 'Of several hosted zones each is given once and by its name, since the hosts are told apart by that.',
    fix: 'write the names of the zones',
    find: zoneByName,
  },
];
