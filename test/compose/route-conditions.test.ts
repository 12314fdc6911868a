import { gatewayConfig } from '../../compose/haproxy';
import { conditionedRoutes } from './route-table';
import { platformFrom } from './workshop';

const lines = gatewayConfig(platformFrom(conditionedRoutes))
  .split('\n')
  .map((line) => line.trim());
const starting = (start: string) => lines.filter((line) => line.startsWith(start));

it('asks for methods and for the whole value of headers', () => {
  expect(starting('acl api-1-')).toEqual([
    'acl api-1-host req.hdr(host),host_only,lower -m str "localhost" "127.0.0.1"',
    'acl api-1-path path -m str "/v1"',
    'acl api-1-path path -m beg "/v1/"',
    'acl api-1-method method POST PUT',
  ]);
  expect(starting('acl api-2-header')).toEqual([
    'acl api-2-header-x-group req.fhdr(x-group) -m str "a b, c"',
    'acl api-2-header-x-track req.fhdr(x-track) -m str "beta"',
  ]);
});

it('takes the most exact route first, and no wildcard for a host of its own', () => {
  expect(starting('use_backend')).toEqual([
    'use_backend api-6 if api-6-host api-6-path',
    'use_backend no-route if api-6-host',
    'use_backend api-1 if api-1-host api-1-path api-1-method',
    'use_backend api-2 if api-2-host api-2-path api-2-header-x-group api-2-header-x-track',
    'use_backend api-3 if api-3-host api-3-path api-3-header-x-track',
    'use_backend api-0 if api-0-host api-0-path',
    'use_backend api-5 if api-5-host api-5-path api-5-method',
    'use_backend api-4 if api-4-host api-4-path',
  ]);
  expect(starting('acl api-4-host')).toEqual(['acl api-4-host req.hdr(host),host_only,lower -m end ".wild.localhost"']);
});

it("remembers by a hash which replica set the service's cookie", () => {
  const at = lines.indexOf('backend api-0');
  expect(lines.slice(at, at + 6)).toEqual(
    expect.arrayContaining([
      'stick-table type binary len 20 size 100k expire 1d',
      'stick store-response res.cook(SESSION),sha1',
      'stick match req.cook(SESSION),sha1',
    ]),
  );
});
