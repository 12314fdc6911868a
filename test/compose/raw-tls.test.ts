import { gatewayConfig } from '../../compose/haproxy';
import { limits } from '../../compose/limits';
import { namedRoutes } from './route-table';
import { output, platformFrom } from './workshop';

const platform = platformFrom(namedRoutes);
const section = (name: string) =>
  gatewayConfig(platform)
    .split('\n\n')
    .find((each) => each.startsWith(`${name}\n`))
    ?.split('\n')
    .slice(1)
    .map((line) => line.trim());

it('tells services of one port apart by the name that a client asks for', () => {
  expect(section('frontend tls-18884')).toEqual(
    expect.arrayContaining([
      'mode tcp',
      'bind :18884',
      'tcp-request content accept if { req.ssl_hello_type 1 }',
      'use_backend a-0 if { req.ssl_sni -i "a.localhost" }',
      'use_backend b-0 if { req.ssl_sni -i "b.localhost" }',
    ]),
  );
  expect(section('backend b-0')?.join()).toContain('server-template b-0- 1 b:8443 ');
});

it('looks at no name where there is one service alone', () => {
  expect(section('listen a-1')).toEqual(expect.arrayContaining(['mode tcp', 'bind :18885']));
  expect(section('listen a-1')?.join()).not.toContain('ssl');
});

it('publishes the shared port once', () => {
  const ports = output(platform)
    .service('gateway')
    .ports?.map(({ published }) => published);
  expect(ports).toEqual(['18884', '18885']);
});

it('ends no TLS on a laptop, and passes the port on where that is accepted', () => {
  const ended = platformFrom(
    'services: { a: { image: "a:1", ports: { tcp: 1883 }, routes: [{ port: tcp, tls: terminate }] } }',
  );
  expect(
    limits
      .filter(({ code }) => code !== 'unsupported')
      .flatMap((limit) => limit.find(ended).map((path) => `${limit.code} ${path.join('.')}`)),
  ).toEqual(['unsupported-raw-tls services.a.routes.0.tls']);
  expect(gatewayConfig(ended)).toContain('listen a-0\n  mode tcp\n  option tcplog\n  bind :1883\n');
});
