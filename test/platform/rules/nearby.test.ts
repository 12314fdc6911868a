import { loadText, resolve } from '../../../platform/index';
import { compose, ecs, kubernetes, platform, service, used } from '../cases/describe';
import { testBounds } from './bound';

const web = (routes: string, environment: string) =>
  platform(`services:\n  web: { build: a, ports: { http: 8080, tcp: 5000 }, routes: [${routes}] }`, environment);
const sampler = (name: string) =>
  service(
    '',
    `${compose}
telemetry: { endpoint: "http://otel.example.com:4317", sampler: ${name} }`,
  );

/** What stands next to something refused, and differs from it in one thing. */
describe('nearby', () => {
  testBounds([
    {
      code: 'listen-twice',
      what: 'the public port of a raw route beside the gateway of a laptop',
      text: (value) => web(`/, { port: tcp, listen: ${value} }`, compose),
      passes: ['8081', '443', '80'],
      fails: ['8080'],
    },
    {
      code: 'listen-twice',
      what: 'the public port of a raw route beside a gateway that has another balancer',
      text: (value) => web(`/, { port: tcp, listen: ${value} }`, ecs),
      passes: ['443', '80', '8080'],
      fails: [],
    },
    {
      code: 'listen-twice',
      what: 'the public port that the gateway of a cluster ends TLS on',
      text: (value) => web(`/, { port: tcp, listen: ${value}, tls: terminate }`, kubernetes),
      passes: ['8443', '8080', '81'],
      fails: ['443', '80'],
    },
    {
      code: 'listen-twice',
      what: 'the public port of a raw route where nothing else is routed',
      text: (value) => web(`{ port: tcp, listen: ${value} }`, compose),
      passes: ['8080', '80', '443'],
      fails: [],
    },
    {
      code: 'aws-field',
      what: 'a field of AWS on a cluster',
      text: (value) => service('', `${kubernetes}${value}`),
      passes: ['', '\ntier: production'],
      fails: [
        '\naccount: "111111111111"',
        '\nregion: eu-west-1',
        '\nzones: [a, b]',
        '\ncidr: 10.0.0.0/16',
        '\nhostedZone: example.com',
        '\nengine: cdk',
      ],
    },
    {
      code: 'zone-unknown',
      what: 'a third zone of eu-west-1',
      text: (value) => service('', `${ecs}\nzones: [a, b, ${value}]`),
      passes: ['c'],
      fails: ['d', 'f'],
    },
    {
      code: 'zone-unknown',
      what: 'a third zone of us-west-2',
      text: (value) => service('', `${ecs.replace('eu-west-1', 'us-west-2')}\nzones: [a, b, ${value}]`),
      passes: ['c', 'd'],
      fails: ['e'],
    },
    {
      code: 'zone-unknown',
      what: 'a third zone of a region that opened yesterday',
      text: (value) => service('', `${ecs.replace('eu-west-1', 'xx-new-1')}\nzones: [a, b, ${value}]`),
      passes: ['c', 'f'],
      fails: [],
    },
    {
      code: 'ulimit',
      what: 'the number of processes',
      text: (value) => service(`ulimits: { nproc: ${value} }`),
      passes: ['64', '{ soft: 64, hard: 128 }', '{ soft: 64, hard: 64 }'],
      fails: ['{ soft: 65, hard: 64 }'],
    },
    {
      code: 'requests-without-port',
      what: 'the port of a service that scales by requests',
      text: (value) => service(`ports: { ${value} }\nscale: { min: 1, max: 3, requests: 50 }`),
      passes: ['http: 8080', 'grpc: 9090', 'ws: 8080', 'tcp: 7000, http: 8080'],
      fails: ['tcp: 7000', 'udp: 7000', 'tcp: 7000, udp: 7000'],
    },
    {
      code: 'lag-without-consumes',
      what: 'what a service does that scales by lag',
      text: (value) =>
        used(`scale: { min: 0, max: 3, lag: 100 }\n    ${value}`, 'kind: kafka\ntopics: [mails]', compose),
      passes: ['consumes: [main.mails]'],
      fails: ['publishes: [main.mails]'],
    },
    {
      code: 'primary-twice',
      what: 'the second main port',
      text: (value) =>
        service(`ports: { http: { number: 8080, primary: true }, grpc: { number: 9090, primary: ${value} } }`),
      passes: ['false'],
      fails: ['true'],
    },
  ]);
});

describe('samplers of traces', () => {
  const codes = (text: string) => {
    const { document, problems } = loadText('platform.yaml', text);
    return (document === undefined ? problems : resolve(document, 'dev').problems).map(({ code }) => code);
  };

  it.each([
    'always_on',
    'always_off',
    'traceidratio',
    'parentbased_always_on',
    'parentbased_always_off',
    'parentbased_traceidratio',
    'jaeger_remote',
    'parentbased_jaeger_remote',
    'xray',
  ])('may be %s', (name) => {
    expect(codes(sampler(name))).toEqual([]);
  });

  it.each(['always', 'ALWAYS_ON', 'parentbased', 'ratio'])('refuses %s', (name) => {
    expect(codes(sampler(name))).toEqual(['telemetry-sampler']);
  });
});
