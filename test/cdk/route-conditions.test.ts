import { gatewayLimits } from '../../cdk/limits/gateway';
import { type Assembly, assemble, dig, platformFrom } from './assembly';

let made: Assembly;

beforeAll(() => {
  made = assemble(
    platformFrom(
      `
services:
  web:
    image: ghcr.io/acme/web:1
    ports: { http: 8080 }
    routes:
      - { path: /v1, sticky: true }
      - { path: /v1, methods: [POST, PUT] }
      - { path: /v1, headers: { X-Track: beta, x-group: "a b" }, sticky: { cookie: SESSION } }
      - { path: /, host: "*.small.example.com", sticky: { cookie: session } }
      - { path: /only, host: own.small.example.com }
`,
      ', hostedZone: Z0123456789ABC',
    ),
  );
});

const rules = (part: string) => {
  const found = made.all(part, 'AWS::ElasticLoadBalancingV2::ListenerRule').map(({ Properties }) => Properties);
  return found.sort((one, other) => Number(one['Priority']) - Number(other['Priority']));
};
const attributes = (value: unknown) =>
  Object.fromEntries((value as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));

it('asks for methods and headers in the rule, the most exact one first', () => {
  const conditions = rules('web').map(({ Conditions }) => (Conditions as object[]).slice(1));
  const path = { Field: 'path-pattern', PathPatternConfig: { Values: ['/v1', '/v1/*'] } };
  const header = (HttpHeaderName: string, value: string) => ({
    Field: 'http-header',
    HttpHeaderConfig: { HttpHeaderName, Values: [value] },
  });
  expect(conditions.filter((each) => JSON.stringify(each).includes('"/v1"'))).toEqual([
    [path, { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['POST', 'PUT'] } }],
    [path, header('x-group', 'a b'), header('x-track', 'beta')],
    [path],
  ]);
});

it('gives each rule a name and a priority of its own', () => {
  const ids = made.everything().filter(([, , { Type }]) => Type === 'AWS::ElasticLoadBalancingV2::ListenerRule');
  expect(new Set(ids.map(([part, id]) => `${part} ${id}`)).size).toBe(6);
  const priorities = [...rules('web'), ...rules('edge')].map(({ Priority }) => Priority);
  expect(new Set(priorities).size).toBe(6);
});

it('keeps a host that has a route from the wildcard beside it', () => {
  const [guard, ...others] = rules('edge');
  expect(others).toEqual([]);
  expect(guard).toMatchObject({
    Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['own.small.example.com'] } }],
    Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
  });
  const of = (host: string) =>
    rules('web').find(({ Conditions }) => JSON.stringify(Conditions).includes(`"${host}"`))?.['Priority'];
  expect(Number(of('own.small.example.com'))).toBeLessThan(Number(guard?.['Priority']));
  expect(Number(guard?.['Priority'])).toBeLessThan(Number(of('*.small.example.com')));
});

it('has one target group for each cookie, by name or of the balancer', () => {
  const groups = made.all('web', 'AWS::ElasticLoadBalancingV2::TargetGroup').map(({ Properties }) => {
    const given = attributes(Properties['TargetGroupAttributes']);
    return `${given['stickiness.type']} ${given['stickiness.app_cookie.cookie_name']}`;
  });
  expect(groups.sort()).toEqual([
    'app_cookie SESSION',
    'app_cookie session',
    'lb_cookie undefined',
    'undefined undefined',
  ]);
});

it('has the wildcard in the certificate and in the zone, and asks for one record of a name and its wildcard', () => {
  const [certificate] = made.all('edge', 'AWS::CertificateManager::Certificate');
  expect(certificate?.Properties).toMatchObject({
    DomainName: 'small.example.com',
    SubjectAlternativeNames: ['*.small.example.com', 'own.small.example.com'],
  });
  const asked = dig(certificate?.Properties, 'DomainValidationOptions') as { DomainName: string }[];
  expect(asked.map(({ DomainName }) => DomainName)).toEqual(['small.example.com', 'own.small.example.com']);
  const records = made.all('edge', 'AWS::Route53::RecordSet').map(({ Properties }) => Properties['Name']);
  expect(records).toEqual(['small.example.com', '*.small.example.com', 'own.small.example.com']);
});

describe('a rule has room', () => {
  const codes = (route: string) => {
    const platform = platformFrom(`services: { web: { image: "web:1", ports: { http: 8080 }, routes: [${route}] } }`);
    return gatewayLimits.flatMap((limit) => limit.find(platform).map((path) => `${limit.code} ${path.slice(-1)}`));
  };
  const conditions = (count: number) => Array.from({ length: count }, (_, at) => `h${at}: "1"`).join(', ');

  it.each([
    [`{ path: /, headers: { ${conditions(4)} } }`, []],
    [`{ path: /, headers: { ${conditions(5)} } }`, ['unsupported-conditions headers']],
    [`{ path: /a, headers: { ${conditions(2)} } }`, []],
    [`{ path: /a, methods: [GET, HEAD] }`, []],
    [`{ path: /a, methods: [GET], headers: { ${conditions(1)} } }`, []],
    [`{ path: /a, methods: [GET, HEAD], headers: { ${conditions(1)} } }`, ['unsupported-conditions methods']],
    [`{ path: /, methods: [GET, HEAD, POST] }`, []],
    [`{ path: /, methods: [GET, HEAD, POST, PUT] }`, ['unsupported-conditions methods']],
  ])('for five values, three of one condition: %s', (route, expected) => {
    expect(codes(route)).toEqual(expected);
  });
});
