import { limits } from '../../cdk/index';
import { type Assembly, assemble, list, platformFrom } from './assembly';

const body = (routes: string) => `services:
  api: { image: "ghcr.io/acme/api:1", ports: { http: 8080 }, routes: [{ path: /both, weight: 60 }], health: { http: /up } }
resources:
  events: { kind: kafka, topics: { made: {}, done: {} } }
  hub:
    kind: container
    image: "ghcr.io/acme/hub:1"
    ports: { http: 8300, mqtt: { number: 1883, protocol: tcp } }
    health: { http: /ready, port: http }
    routes: ${routes}
    publishes: [events.made]
    consumes: [events.done]
    egress: [{ cidr: 192.0.2.0/24, ports: [8443] }]`;
const platform = platformFrom(
  body('[{ path: /hub, rewrite: / }, { path: /both, weight: 40 }, { port: mqtt, listen: 18883 }]'),
);
let assembly: Assembly;
beforeAll(() => {
  assembly = assemble(platform);
});
const properties = (type: string, stack = 'hub') => assembly.all(stack, type).map(({ Properties }) => Properties);

describe('a server with routes on ECS', () => {
  it('is in a target group for each of its ports, and in the one that it shares', () => {
    expect(
      properties('AWS::ElasticLoadBalancingV2::TargetGroup').map(({ Port, Protocol }) => [Port, Protocol]),
    ).toEqual([
      [8300, 'HTTP'],
      [1883, 'TCP'],
    ]);
    const [service] = properties('AWS::ECS::Service');
    expect(list(service, 'LoadBalancers').map(({ ContainerPort }) => ContainerPort)).toEqual([8300, 8300, 1883]);
  });

  it('is asked for its health, and has the time of a service without words to finish requests', () => {
    const [group] = properties('AWS::ElasticLoadBalancingV2::TargetGroup');
    expect(group).toMatchObject({ HealthCheckPath: '/ready' });
    expect(list(group, 'TargetGroupAttributes')).toContainEqual({
      Key: 'deregistration_delay.timeout_seconds',
      Value: '20',
    });
  });

  it('has a rule and a listener in its own stack, and its share in that of the gateway', () => {
    expect(properties('AWS::ElasticLoadBalancingV2::ListenerRule')).toHaveLength(1);
    expect(properties('AWS::ElasticLoadBalancingV2::Listener').map(({ Port }) => Port)).toEqual([18883]);
    const rules = JSON.stringify(properties('AWS::ElasticLoadBalancingV2::ListenerRule', 'edge'));
    expect(rules).toContain('"Weight":60');
    expect(rules).toContain('"Weight":40');
  });

  it('lets both load balancers in, and opens its broker and what is outside', () => {
    const described = (type: string) => properties(type).map(({ Description }) => String(Description));
    expect(described('AWS::EC2::SecurityGroupIngress')).toEqual(
      expect.arrayContaining(['Gateway to hub:8300', 'Gateway to hub:1883']),
    );
    const outward = properties('AWS::EC2::SecurityGroupEgress').filter(({ CidrIp }) => CidrIp === '192.0.2.0/24');
    expect(outward).toMatchObject([{ FromPort: 8443, ToPort: 8443, IpProtocol: 'tcp' }]);
  });

  it('may write the one topic and read the other', () => {
    const policies = JSON.stringify(assembly.all('hub', 'AWS::IAM::Role'));
    expect(policies).toContain('kafka-cluster:WriteData');
    expect(policies).toContain('kafka-cluster:ReadData');
  });
});

describe('what load balancers do not do', () => {
  it.each([
    ['unsupported-route-timeout resources.hub.routes.0.timeout', '[{ path: /hub, timeout: 5s }]'],
    [
      'unsupported-redirect-status resources.hub.routes.0.redirect.status',
      '[{ path: /hub, redirect: { to: /both, status: 308 } }]',
    ],
    [
      'unsupported-sni resources.hub.routes.1.listen',
      '[{ port: mqtt, listen: 1 , tls: passthrough }, { port: mqtt, listen: 1, tls: passthrough, host: a.example.com }]',
    ],
  ])('is refused of a server: %s', (expected, routes) => {
    const other = platformFrom(body(routes));
    const found = limits.flatMap((limit) => limit.find(other).map((path) => `${limit.code} ${path.join('.')}`));
    expect(found).toContain(expected);
  });

  it('is not refused a volume of a service', () => {
    const other = platformFrom(
      'services: { api: { image: "api:1", volumes: { data: { path: /data } } } }\nresources: { hub: { kind: container, image: "hub:1", mounts: { /srv: api.data } } }',
    );
    const found = limits.flatMap((limit) => limit.find(other).map((path) => `${limit.code} ${path.join('.')}`));
    // The volume of a service is on EFS, which a server mounts too.
    expect(found).not.toContain('unsupported-shared-volume resources.hub.mounts./srv');
  });
});
