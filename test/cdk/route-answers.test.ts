import { gatewayLimits } from '../../cdk/limits/gateway';
import { workloadLimits } from '../../cdk/limits/workloads';
import { type Assembly, assemble, platformFrom } from './assembly';

const text = `
services:
  old:
    image: ghcr.io/acme/old:1
    ports: { http: 8080 }
    routes:
      - { path: /old, redirect: { to: "https://www.example.org/new", status: 301 } }
      - { path: /older, redirect: { to: "http://www.example.org:8080" } }
      - { path: /oldest, redirect: { to: /new } }
      - { path: /gone, respond: { status: 410, body: '{ "gone": true }', contentType: application/json } }
      - { path: /gone, methods: [POST], respond: { status: 405 } }
`;
let made: Assembly;

beforeAll(() => {
  made = assemble(platformFrom(text));
});

const actions = () =>
  made.all('old', 'AWS::ElasticLoadBalancingV2::ListenerRule').map(({ Properties }) => Properties['Actions']);

it('redirects with the query, and keeps of the request what the description does not say', () => {
  const redirect = (RedirectConfig: object) => [
    { Type: 'redirect', Order: 1, RedirectConfig: { Query: '#{query}', ...RedirectConfig } },
  ];
  expect(actions()).toEqual(
    expect.arrayContaining([
      redirect({ Protocol: 'HTTPS', Host: 'www.example.org', Port: '443', Path: '/new', StatusCode: 'HTTP_301' }),
      redirect({ Protocol: 'HTTP', Host: 'www.example.org', Port: '8080', Path: '/#{path}', StatusCode: 'HTTP_302' }),
      redirect({ Protocol: '#{protocol}', Host: '#{host}', Port: '#{port}', Path: '/new', StatusCode: 'HTTP_302' }),
    ]),
  );
});

it('responds with status, type and text', () => {
  expect(actions()).toEqual(
    expect.arrayContaining([
      [
        {
          Type: 'fixed-response',
          Order: 1,
          FixedResponseConfig: {
            StatusCode: '410',
            ContentType: 'application/json',
            MessageBody: '{ "gone": true }',
          },
        },
      ],
      [{ Type: 'fixed-response', Order: 1, FixedResponseConfig: { StatusCode: '405', ContentType: 'text/plain' } }],
    ]),
  );
});

it('opens nothing to the service, and puts it into no group', () => {
  expect(made.all('old', 'AWS::ElasticLoadBalancingV2::TargetGroup')).toEqual([]);
  expect(made.lookups('old').filter((name) => name.endsWith('/load-balancer-group'))).toEqual([]);
  expect(made.one('old', 'AWS::ECS::Service')['LoadBalancers'] ?? []).toEqual([]);
});

it('counts no requests for a service that the gateway answers for, and asks nothing of its health', () => {
  const scaled = platformFrom(
    text.replace('ports:', 'scale: { min: 1, max: 3, requests: 9 }\n    drain: 2h\n    ports:'),
  );
  const codes = [...workloadLimits, ...gatewayLimits]
    .filter((limit) => limit.code !== 'unsupported-stop-timeout' && limit.find(scaled).length > 0)
    .map(({ code }) => code);
  expect(codes).toEqual(['unsupported-scale-requests']);
});
