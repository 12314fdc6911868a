import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from '../../platform/index';

/** What a gateway answers by itself. A redirect keeps the query, and the path where it has none of its own. */
export function respond(response: ServerResponse, answer: Answer, { url = '/' }: Pick<IncomingMessage, 'url'>): void {
  if (answer.kind === 'respond') {
    response
      .writeHead(answer.status, answer.body === '' ? {} : { 'content-type': answer.contentType })
      .end(answer.body);
    return;
  }
  const { status, scheme, host, port, path } = answer;
  const usual = port === (scheme === 'https' ? 443 : 80);
  const start = scheme === '' ? '' : `${scheme}://${host}${usual ? '' : `:${port}`}`;
  const [asked, ...query] = url.split('?');
  const location = [`${start}${path === '' ? asked : path}`, ...(query.length > 0 ? [query.join('?')] : [])].join('?');
  response.writeHead(status, { location }).end();
}
