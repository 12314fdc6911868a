import { drawn } from '../../bin/dev/gateway';
import { gatewayConfig } from '../../compose/haproxy';
import { sharedRoutes } from './route-table';
import { platformFrom } from './workshop';

const choices = (text: string) =>
  gatewayConfig(platformFrom(text))
    .split('\n')
    .filter((line) => line.startsWith('  use_backend'))
    .map((line) => line.trim());

it('draws a number once for a request, and gives each service its part of them', () => {
  expect(choices(sharedRoutes)).toEqual([
    'use_backend web-1 if web-1-host web-1-path { rand(100),set-var(txn.web_1) -m int lt 100 }',
    'use_backend web-next-1 if web-next-1-host web-next-1-path',
    'use_backend web-0 if web-0-host web-0-path { rand(100),set-var(txn.web_0) -m int lt 75 }',
    'use_backend web-next-0 if web-next-0-host web-next-0-path',
  ]);
});

it('divides among three, whatever the weights add up to', () => {
  const service = (name: string, weight: number) =>
    `${name}: { image: "a:1", ports: { http: 8080 }, routes: [{ path: /, weight: ${weight} }] }`;
  expect(choices(`services: { ${[service('a', 1), service('b', 3), service('c', 3)].join(', ')} }`)).toEqual([
    'use_backend a-0 if a-0-host a-0-path { rand(7),set-var(txn.a_0) -m int lt 1 }',
    'use_backend b-0 if b-0-host b-0-path { var(txn.a_0) -m int lt 4 }',
    'use_backend c-0 if c-0-host c-0-path',
  ]);
});

it('draws nothing for one alone', () => {
  const alone = 'services: { a: { image: "a:1", ports: { http: 8080 }, routes: [{ path: /, weight: 5 }] } }';
  expect(choices(alone)).toEqual(['use_backend a-0 if a-0-host a-0-path']);
});

it('divides the same way where all run as processes', () => {
  const routes = platformFrom(sharedRoutes).services.map((service) => service.routes[0]!);
  const count = (service: string) =>
    Array.from({ length: 1000 }, (_, at) => drawn(routes, at / 1000)?.service).filter((each) => each === service)
      .length;
  expect([count('web'), count('web-next')]).toEqual([750, 250]);
  expect(drawn([{ ...routes[0]!, weight: null }], 0.99)?.service).toBe('web');
});
