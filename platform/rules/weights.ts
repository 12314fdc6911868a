import type { Platform } from '../model/platform';
import { sharersOf } from '../model/routing';
import type { Scope } from '../resolve/scope';
import { at, type Found, routes } from './route-places';
import type { Broken, Rule } from './rule';

/** What routes that share their requests must have in common: a request is prepared before it is known who gets it. */
const common = ['rewrite', 'auth', 'timeout', 'protocol'] as const;

function* weights(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const found of routes(scope, platform)) {
    if (found.route.weight !== null) yield* wrongWeight(platform, found);
  }
}

function* wrongWeight(platform: Platform, found: Found): Iterable<Broken> {
  const { route } = found;
  const group = sharersOf(platform, route);
  const [first] = group;
  if (route.sticky) {
    const rule = 'but a route with a weight chooses anew for each request';
    yield { path: at(found, 'sticky'), value: '', rule, fix: 'remove it' };
  }
  if (first === route && group.every(({ weight }) => weight === 0)) {
    yield { path: at(found, 'weight'), rule: 'but then nobody gets these requests', fix: 'write 100' };
  }
  if (first === undefined || first === route) return;
  const other = common.find((key) => route[key] !== first[key]);
  if (other === undefined) return;
  yield {
    path: at(found, other === 'protocol' ? 'port' : other),
    value: '',
    rule: `has ${other} ${route[other]}, but shares its requests with a route of ${first.service}, which has ${first[other]}`,
    fix: `give both the same ${other === 'protocol' ? 'kind of port' : other}`,
  };
}

export const weightRules: readonly Rule[] = [
  {
    code: 'weight',
    summary:
      'Routes that share their requests by weight treat them alike: the same rewrite, token, time and kind of port; none is sticky, and not every weight is 0.',
    fix: 'make the routes alike in all but service and weight',
    find: weights,
  },
];
