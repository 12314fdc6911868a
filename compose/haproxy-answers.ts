import type { Answer } from '../platform/index';
import { format, quoted } from './haproxy-conditions';

/** What the proxy answers by itself, as a backend without servers. */
export function answering(id: string, answer: Answer): string[] {
  return [`backend ${id}`, ...(answer.kind === 'respond' ? response(answer) : redirect(answer)), ''];
}

function response({ status, body, contentType }: Extract<Answer, { kind: 'respond' }>): string[] {
  const content = body === '' ? '' : ` content-type ${contentType} string ${text(body)}`;
  return [`  http-request return status ${status}${content}`];
}

/** The query stays. Without a path of its own the redirect keeps that of the request. */
function redirect({ status, scheme, host, port, path }: Extract<Answer, { kind: 'redirect' }>): string[] {
  const usual = port === (scheme === 'https' ? 443 : 80);
  const start = scheme === '' ? '' : `${scheme}://${host}${usual ? '' : `:${port}`}`;
  const rule = `  http-request redirect code ${status} location`;
  if (path === '') return [`${rule} "${start}%[pathq]"`];
  const place = format(`${start}${path}`);
  return [`${rule} ${quoted(`${place}?%[query]`)} if { query -m len gt 0 }`, `${rule} ${quoted(place)}`];
}

/** In quotes the proxy reads `\n` as the end of a line. */
function text(body: string): string {
  const escaped = body.replaceAll(/[\\"$]/g, '\\$&');
  return `"${escaped.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`;
}
