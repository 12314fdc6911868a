import type { Platform, Route } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import type { Fact, Plain } from '../fact';
import { cdkGateway } from '../outputs/cdk-routes';
import { composeGateway } from '../outputs/compose-routes';
import { k8sGateway } from '../outputs/k8s-routes';
import { hasPrefix, type ReadGateway, replacePrefix } from '../outputs/routes';

/** Seconds that a request may take when nobody says it: a load balancer has no such time-out, and none is missed. */
const usual = { http: 30, other: 3600 };

export const routes: Fact = {
  title: 'what the public asks for reaches the port of its route, with the path, the check and the time of the route',
  expected: (platform) => ({
    routes: webRoutes(platform)
      .map((route) => ({
        host: route.host,
        path: route.path,
        to: `${route.service}:${route.number}`,
        http2: route.protocol === 'grpc',
        token: tokenOf(platform, route),
        timeout: timeoutOf(platform, route),
        sticky: route.sticky && !accepts(platform, 'kubernetes', 'unsupported-sticky'),
        rewritten: samplesOf(route.path).map((path) => `${path} is ${rewriteOf(platform, route, path)}`),
      }))
      .sort(byAddress),
    raw: allRoutes(platform)
      .filter(({ listen }) => listen > 0)
      .map(({ listen, protocol, service, number }) => {
        const from = runsOn(platform, 'kubernetes') ? ` from ${platform.gateway.from.join(' ')}` : '';
        return `${listen}/${protocol} -> ${service}:${number}${from}`;
      })
      .sort(),
    rawNames: rawNames(platform),
  }),
  compose: (output) => ofGateway(output.platform, composeGateway(output)),
  k8s: (output) => ofGateway(output.platform, k8sGateway(output)),
  cdk: (output) => ofGateway(output.platform, cdkGateway(output)),
};

export const requests: Fact = {
  title: 'of several routes the one with the longest path gets a request, by whole segments',
  expected: (platform) => {
    const list = webRoutes(platform);
    const longest = [...list].sort((one, other) => other.path.length - one.path.length);
    return asked(list, (host, path) => {
      const route = longest.find((each) => each.host === host && hasPrefix(path, each.path));
      return route === undefined ? 'nobody' : `${route.service}:${route.number} as ${rewriteOf(platform, route, path)}`;
    });
  },
  compose: (output) => chosen(output.platform, composeGateway(output)),
  k8s: (output) => chosen(output.platform, k8sGateway(output)),
  cdk: (output) => chosen(output.platform, cdkGateway(output)),
};

function allRoutes({ services }: Platform): Route[] {
  return services.flatMap((service) => service.routes);
}

export function webRoutes(platform: Platform): Route[] {
  return allRoutes(platform).filter(({ listen }) => listen === 0);
}

function byAddress(one: { host: string; path: string }, other: { host: string; path: string }): number {
  return `${one.host} ${one.path}` < `${other.host} ${other.path}` ? -1 : 1;
}

/** Where raw routes are asked for, on the targets that write it down: a laptop has one address, and without a zone DNS is the team's. */
function rawNames(platform: Platform): string[] {
  const written = runsOn(platform, 'kubernetes') || (platform.environment.aws?.hostedZone ?? '') !== '';
  return allRoutes(platform)
    .filter(({ listen, host }) => written && listen > 0 && host !== '')
    .map(({ host, listen, protocol }) => `${host}:${listen}/${protocol}`)
    .sort();
}

function ofGateway(platform: Platform, { routes: list, raw, rawNames: reached }: ReadGateway): Plain {
  // A name leads to a whole load balancer, and so to ports of other routes too.
  const asked = rawNames(platform);
  const names = reached.filter((each) => asked.includes(each));
  const none = asked.length === 0 ? reached : names;
  return {
    routes: list
      .map(({ matches: _matches, rewrite, ...route }) => ({
        ...route,
        rewritten: samplesOf(route.path).map((path) => `${path} is ${rewrite(path)}`),
      }))
      .sort(byAddress),
    raw: [...raw],
    rawNames: [...none].sort(),
  };
}

/** Paths that a prefix matches. */
function samplesOf(path: string): string[] {
  return path === '/' ? ['/', '/7/x'] : [path, `${path}/`, `${path}/7/x`];
}

function rewriteOf(platform: Platform, { path, rewrite }: Route, asked: string): string {
  const left = platform.gateway.kind === 'ingress' && accepts(platform, 'kubernetes', 'unsupported-rewrite');
  return left ? asked : replacePrefix(asked, path, rewrite);
}

function tokenOf(platform: Platform, { auth }: Route): string {
  const left =
    accepts(platform, 'kubernetes', 'unsupported-route-auth') || accepts(platform, 'compose', 'unsupported-route-auth');
  if (auth === 'none' || left) return '';
  const { issuer, audience, jwks } = platform.gateway.auth ?? {};
  return `${issuer} for aud ${audience} by ${jwks}`;
}

function timeoutOf(platform: Platform, { protocol, timeout }: Route): number | null {
  if (accepts(platform, 'ecs', 'unsupported-route-timeout')) return null;
  if (platform.gateway.kind === 'ingress' && accepts(platform, 'kubernetes', 'unsupported-route-timeout')) return null;
  const isUsual = timeout === (protocol === 'http' ? usual.http : usual.other);
  const untold = runsOn(platform, 'ecs') || platform.gateway.kind === 'ingress';
  return untold && isUsual ? null : timeout;
}

/** On every host that a route has: its path, what is below it, what only begins like it, and the top. */
function asked(list: readonly Route[], answer: (host: string, path: string) => string): Record<string, string> {
  const paths = new Set(
    list.flatMap(({ path }) => [path, ...(path === '/' ? ['/any'] : [`${path}/x`, `${path}x`, '/'])]),
  );
  const hosts = new Set(list.map(({ host }) => host));
  return Object.fromEntries(
    [...hosts].flatMap((host) => [...paths].map((path) => [`${host}${path}`, answer(host, path)])),
  );
}

function chosen(platform: Platform, { routes: list }: ReadGateway): Record<string, string> {
  return asked(webRoutes(platform), (host, path) => {
    const route = list.find((each) => each.matches(host, path));
    return route === undefined ? 'nobody' : `${route.to} as ${route.rewrite(path)}`;
  });
}
