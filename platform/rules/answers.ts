import type { Platform } from '../model/platform';
import { routeFor, routesIn } from '../model/routing';
import type { Scope } from '../resolve/scope';
import { routes } from './route-places';
import type { Broken, Rule } from './rule';

/** A redirect that sends a client to itself, which ends when the client gives up. */
function* redirectLoop(scope: Scope, platform: Platform): Iterable<Broken> {
  const all = routesIn(platform);
  for (const { path, route } of routes(scope, platform)) {
    const { answer } = route;
    if (answer?.kind !== 'redirect') continue;
    const { gateway } = platform;
    const elsewhere = answer.scheme !== '' && (answer.scheme !== gateway.scheme || answer.port !== gateway.port);
    const host = answer.host === '' ? route.host.replace('*', 'any') : answer.host;
    const next = routeFor(all, host, answer.path === '' ? route.path : answer.path, route);
    if (elsewhere || next !== route) continue;
    yield {
      path: [...path, 'redirect', 'to'],
      rule: 'but that is a request of this very route, and of no other',
      fix: 'choose a place that another route takes, or add a route for it',
    };
  }
}

export const answerRules: readonly Rule[] = [
  {
    code: 'redirect-loop',
    summary: 'A redirect leads to a place that it does not take itself: the client would go round in circles.',
    fix: 'choose a place that another route takes, or add a route for it',
    find: redirectLoop,
  },
];
