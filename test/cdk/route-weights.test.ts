import { type Assembly, assemble, dig, list, platformFrom } from './assembly';

let made: Assembly;

beforeAll(() => {
  made = assemble(
    platformFrom(`
services:
  web:
    image: ghcr.io/acme/web:1
    ports: { http: 8080 }
    routes: [{ path: /, weight: 90 }, { path: /v1, weight: 1 }, /own]
    scale: { min: 1, max: 3, requests: 50 }
  web-next:
    image: ghcr.io/acme/web:2
    ports: { http: 8080 }
    routes: [{ path: /, weight: 10 }, { path: /v1, weight: 1 }]
`),
  );
});

const groups = (part: string) => made.all(part, 'AWS::ElasticLoadBalancingV2::TargetGroup');
const rules = (part: string) => made.all(part, 'AWS::ElasticLoadBalancingV2::ListenerRule');

it('divides requests in one rule of the gateway, whose groups ECS finds with a balancer', () => {
  const shares = rules('edge').map(({ Properties }) => dig(Properties, 'Actions', 0, 'ForwardConfig', 'TargetGroups'));
  const [web, next] = [{ Ref: 'WebHttpSharedTargets' }, { Ref: expect.stringMatching(/^WebNextHttpSharedTargets/) }];
  expect(shares).toEqual([
    [
      { TargetGroupArn: web, Weight: 90 },
      { TargetGroupArn: next, Weight: 10 },
    ],
    [
      { TargetGroupArn: web, Weight: 1 },
      { TargetGroupArn: next, Weight: 1 },
    ],
  ]);
  expect(groups('edge')).toHaveLength(2);
});

it('leaves in the stack of a service what is its own', () => {
  expect(groups('web')).toHaveLength(1);
  expect(rules('web')).toHaveLength(1);
  expect([groups('web-next'), rules('web-next')]).toEqual([[], []]);
});

it('puts each service into its group by the name that the gateway publishes', () => {
  const lookups = made.lookups('web-next').filter((name) => name.includes('targets'));
  expect(lookups).toEqual(['/small/dev/edge/web-next-http-targets', '/small/dev/edge/web-next-http-targets-name']);
  const published = made
    .all('edge', 'AWS::SSM::Parameter')
    .map(({ Properties }) => Properties['Name'])
    .filter((name) => String(name).includes('targets'));
  expect(published).toEqual(expect.arrayContaining(lookups));
  expect(list(made.one('web-next', 'AWS::ECS::Service'), 'LoadBalancers')).toEqual([
    expect.objectContaining({ ContainerName: 'web-next', ContainerPort: 8080 }),
  ]);
  expect(list(made.one('web', 'AWS::ECS::Service'), 'LoadBalancers')).toHaveLength(2);
});

it('counts requests by a group that it finds by name', () => {
  const [policy] = made
    .all('web', 'AWS::ApplicationAutoScaling::ScalingPolicy')
    .filter(({ Properties }) => JSON.stringify(Properties).includes('ALBRequestCountPerTarget'));
  expect(JSON.stringify(policy?.Properties)).toContain('EdgeWebHttpTargetsName');
});
