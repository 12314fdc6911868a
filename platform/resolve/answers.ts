import type { RouteFields } from '../description/route';
import type { Answer } from '../model/platform';
import * as defaults from './defaults';
import type { Path, Scope } from './scope';

/** Fields of a route that leads to a port. */
const ofPorts = ['port', 'weight', 'rewrite', 'auth', 'timeout', 'sticky', 'tls', 'listen'] as const;

/** What the gateway answers by itself; null where the route leads to a port. */
export function answerOf(scope: Scope, path: Path, given: RouteFields): Answer | null {
  const { redirect, respond } = given;
  if (redirect === undefined && respond === undefined) return null;
  const report = (key: string, rule: string, fix: string) =>
    scope.report({ code: 'route-answer', path: [...path, key], value: '', rule, fix });
  if (redirect !== undefined && respond !== undefined)
    report('respond', 'stands beside redirect, but a request gets one answer', 'remove it');
  for (const key of ofPorts) {
    if (given[key] === undefined) continue;
    const which = redirect === undefined ? 'respond' : 'redirect';
    report(key, `has no meaning beside ${which}: the request reaches no port`, 'remove it');
  }
  if (redirect !== undefined) return redirectOf(redirect);
  if (respond === undefined) return null;
  const { status, body, contentType } = respond;
  if (status >= 300 && status < 400) {
    report('respond', `has the status ${status}, which sends the client elsewhere`, 'write redirect: { to, status }');
  }
  return {
    kind: 'respond',
    status,
    body: body ?? defaults.answer.body,
    contentType: contentType ?? defaults.answer.contentType,
  };
}

function redirectOf({ to, status }: NonNullable<RouteFields['redirect']>): Answer {
  const [, scheme = '', host = '', port = '', path = ''] =
    /^(?:(https?):\/\/([^:/]+)(?::([0-9]+))?)?(\/.*)?$/.exec(to) ?? [];
  const usual = scheme === '' ? 0 : defaults.gateway.port[scheme === 'https' ? 'https' : 'http'];
  return {
    kind: 'redirect',
    status: status ?? defaults.answer.redirect,
    scheme: scheme === 'http' || scheme === 'https' ? scheme : '',
    host,
    port: port === '' ? usual : Number(port),
    path,
  };
}
