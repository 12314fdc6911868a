import type { Platform, Route } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import { routesOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import { cdkGateway } from '../outputs/cdk-routes';
import { composeGateway } from '../outputs/compose-routes';
import { k8sGateway } from '../outputs/k8s-routes';
import {
  type Asked,
  hasHost,
  hasPrefix,
  printConditions,
  printRedirect,
  printShares,
  type ReadGateway,
  replacePrefix,
} from '../outputs/routes';

/** Seconds that a request may take when nobody says it: a load balancer has no such time-out, and none is missed. */
const usual = { http: 30, other: 3600 };

export const routes: Fact = {
  title: 'what the public asks for reaches the port of its route, with the path, the check and the time of the route',
  expected: (platform) => ({
    routes: webRoutes(platform)
      .filter((route) => sharersOf(platform, route)[0] === route)
      .map((route) => ({
        host: route.host,
        path: route.path,
        conditions: printConditions(route.methods, Object.entries(route.headers)),
        answer: answerOf(route),
        to: route.answer === null ? targetsOf(platform, route) : '',
        http2: route.protocol === 'grpc',
        token: tokenOf(platform, route),
        timeout: timeoutOf(platform, route),
        sticky: stickyOf(platform, route),
        rewritten: samplesOf(route.path).map((path) => `${path} is ${rewriteOf(platform, route, path)}`),
      }))
      .sort(byAddress),
    raw: routesOf(platform)
      .filter(({ listen }) => listen > 0)
      .map((route) => {
        const { listen, protocol, service, number } = route;
        return `${listen}/${protocol} -> ${service}:${number}${heldTo(platform, route)}`;
      })
      .sort(),
    rawNames: rawNames(platform),
  }),
  compose: (output) => ofGateway(output.platform, composeGateway(output)),
  k8s: (output) => ofGateway(output.platform, k8sGateway(output)),
  cdk: (output) => ofGateway(output.platform, cdkGateway(output)),
};

export const requests: Fact = {
  title: 'of several routes that of the host itself, with the longest path, methods and most headers gets a request',
  expected: (platform) => {
    const list = webRoutes(platform);
    const ranked = [...list].sort((one, other) => rank(other) - rank(one));
    return asked(list, (request) => {
      const { host, path } = request;
      // A name with routes of its own answers by those alone.
      const own = list.find((each) => each.host === host) ?? list.find((each) => hasHost(each.host, host));
      const route = ranked.find((each) => each.host === own?.host && hasPrefix(path, each.path) && fits(each, request));
      if (route === undefined) return 'nobody';
      const to = answerOf(route) || targetsOf(platform, route);
      return `${to} as ${rewriteOf(platform, route, path)}`;
    });
  },
  compose: (output) => chosen(output.platform, composeGateway(output)),
  k8s: (output) => chosen(output.platform, k8sGateway(output)),
  cdk: (output) => chosen(output.platform, cdkGateway(output)),
};

/** Longer paths first, then methods, then the number of headers. */
function rank({ path, methods, headers }: Route): number {
  return path.length * 1000 + (methods.length > 0 ? 100 : 0) + Object.keys(headers).length;
}

function fits(route: Route, { method, headers }: Asked): boolean {
  const wanted = Object.entries(route.headers).every(([name, value]) => headers[name] === value);
  return wanted && (route.methods.length === 0 || route.methods.includes(method));
}

/** Routes that share their requests, in the order of services. */
function sharersOf(platform: Platform, route: Route): Route[] {
  const place = ({ host, path, methods, headers }: Route) => JSON.stringify([host, path, methods, headers]);
  if (route.weight === null) return [route];
  return webRoutes(platform).filter((each) => each.weight !== null && place(each) === place(route));
}

function targetsOf(platform: Platform, route: Route): string {
  const { weight } = route;
  if (weight === null) return `${route.service}:${route.number}`;
  return printShares(sharersOf(platform, route).map((each) => [`${each.service}:${each.number}`, Number(each.weight)]));
}

/** What a raw port keeps to: ranges of clients, or TLS and the name that they ask for, where the target looks at it. */
function heldTo(platform: Platform, { tls, host, listen }: Route): string {
  const shared = routesOf(platform).filter((each) => each.listen === listen && each.tls === 'passthrough').length > 1;
  if (runsOn(platform, 'compose')) return tls === 'passthrough' && shared ? ` passed on for ${host}` : '';
  const { kind, name } = platform.gateway.certificate;
  if (runsOn(platform, 'ecs')) return tls === 'terminate' ? ` after TLS for ${kind === 'given' ? name : host}` : '';
  if (tls === 'none') return ` from ${platform.gateway.from.join(' ')}`;
  return tls === 'terminate' ? ` after TLS for ${host}` : ` passed on for ${host}`;
}

function answerOf({ answer }: Route): string {
  if (answer === null) return '';
  if (answer.kind === 'respond') {
    const { status, body, contentType } = answer;
    return body === '' ? String(status) : `${status} ${contentType}: ${body}`;
  }
  if (answer.kind !== 'redirect') throw new Error(`an answer that no fact knows: ${JSON.stringify(answer)}`);
  const { status, scheme, host, port, path } = answer;
  return printRedirect(status, scheme, host, port === 0 ? '' : String(port), path);
}

function stickyOf(platform: Platform, { sticky, cookie }: Route): string {
  if (!sticky || accepts(platform, 'kubernetes', 'unsupported-sticky')) return '';
  return cookie === '' ? 'own' : cookie;
}

export function webRoutes(platform: Platform): Route[] {
  return routesOf(platform).filter(({ listen }) => listen === 0);
}

interface Address {
  readonly host: string;
  readonly path: string;
  readonly conditions: string;
}

function byAddress(one: Address, other: Address): number {
  const text = ({ host, path, conditions }: Address) => `${host} ${path} ${conditions}`;
  return text(one) < text(other) ? -1 : 1;
}

/** Where raw routes are asked for, on the targets that write it down: a laptop has one address, and without a zone DNS is the team's. */
function rawNames(platform: Platform): string[] {
  const written = runsOn(platform, 'kubernetes') || (platform.environment.aws?.hostedZones ?? []).length > 0;
  return routesOf(platform)
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

function timeoutOf(platform: Platform, { protocol, timeout, answer }: Route): number | null {
  if (answer !== null) return null;
  if (accepts(platform, 'ecs', 'unsupported-route-timeout')) return null;
  if (platform.gateway.kind === 'ingress' && accepts(platform, 'kubernetes', 'unsupported-route-timeout')) return null;
  const isUsual = timeout === (protocol === 'http' ? usual.http : usual.other);
  const untold = runsOn(platform, 'ecs') || platform.gateway.kind === 'ingress';
  return untold && isUsual ? null : timeout;
}

/**
 * On every host that a route has: its path, what is below it, what only begins like it, and the top. Where routes ask for methods
 * and headers, by each of them, by all of them at once, and by others.
 */
function asked(list: readonly Route[], answer: (asked: Asked) => string): Record<string, string> {
  const paths = new Set(
    list.flatMap(({ path }) => [path, ...(path === '/' ? ['/any'] : [`${path}/x`, `${path}x`, '/'])]),
  );
  const hosts = new Set(list.map(({ host }) => host.replace('*', 'some')));
  const methods = new Set(['GET', ...list.flatMap((route) => route.methods)]);
  const wanted = list.map(({ headers }) => headers).filter((headers) => Object.keys(headers).length > 0);
  const others = wanted.map((headers) => Object.fromEntries(Object.keys(headers).map((name) => [name, 'another'])));
  const all = [{}, ...wanted, ...others, Object.assign({}, ...wanted)];
  return Object.fromEntries(
    [...hosts].flatMap((host) =>
      [...paths].flatMap((path) =>
        [...methods].flatMap((method) =>
          all.map((headers): [string, string] => {
            const words = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
            return [[`${method} ${host}${path}`, ...words].join(', '), answer({ host, path, method, headers })];
          }),
        ),
      ),
    ),
  );
}

function chosen(platform: Platform, { routes: list, guards }: ReadGateway): Record<string, string> {
  return asked(webRoutes(platform), (request) => {
    const at = list.findIndex((each) => each.matches(request));
    const route = list[at];
    const kept = guards.some(({ before, matches }) => before <= at && matches(request));
    return route === undefined || kept ? 'nobody' : `${route.answer || route.to} as ${route.rewrite(request.path)}`;
  });
}
