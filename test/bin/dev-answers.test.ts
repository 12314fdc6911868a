import type { ServerResponse } from 'node:http';
import { routeAddresses } from '../../bin/dev/addresses';
import { respond } from '../../bin/dev/answers';
import { routeOf } from '../../bin/dev/gateway';
import { answeredRoutes, answeredTable } from '../compose/route-table';
import { platformFrom } from '../compose/workshop';

const platform = platformFrom(answeredRoutes);

function answered(method: string, url: string): { status: number; headers: Record<string, string>; body: string } {
  const route = routeOf(platform, 'localhost', url.replace(/[?].*/, ''), { method, headers: {} });
  if (route?.answer == null) throw new Error(`${url} leads to a service`);
  const got = { status: 0, headers: {} as Record<string, string>, body: '' };
  const response = {
    writeHead: (status: number, headers: Record<string, string>) => {
      Object.assign(got, { status, headers });
      return response;
    },
    end: (body = '') => {
      got.body = body;
    },
  };
  respond(response as unknown as ServerResponse, route.answer, { url });
  return got;
}

it.each(answeredTable)('answers %s %s by %i and %s where all run as processes', (method, url, status, answer) => {
  const got = answered(method, url);
  expect([got.status, got.headers['location'] ?? got.body]).toEqual([status, answer]);
});

it('says the type of a text, and none of no text', () => {
  expect(answered('GET', '/gone').headers).toEqual({ 'content-type': 'text/html' });
  expect(answered('POST', '/oldest').headers).toEqual({});
});

it('shows where they are asked for', () => {
  expect(routeAddresses(platform).map(({ address }) => address)).toContain('http://localhost:8080/gone');
});
