import { platformOf } from '../support/platforms';
import { type Assembly, assemble, dig, list, platformFrom } from './assembly';

let prod: Assembly;
let small: Assembly;

beforeAll(() => {
  prod = assemble(platformOf('shop', 'prod'));
  small = assemble(
    platformFrom(
      `
gateway: { idleTimeout: 2m, from: [203.0.113.0/24], headers: { content-security-policy: "default-src 'none'" } }
services:
  web:
    image: ghcr.io/acme/web:1
    ports: { http: 8080, grpc: 9090, health: { number: 8081, protocol: http } }
    routes: [/, { path: /api, rewrite: / }, { path: /old/api, rewrite: /v1, sticky: true }, { path: /v2, rewrite: /v3 }, { path: /chat, port: grpc }]
    health: { http: /up, port: health, interval: 15s, timeout: 4s, failures: 5, startup: 90s }
  broker:
    image: ghcr.io/acme/broker:1
    ports: { tcp: 1883 }
    routes: [{ port: tcp, listen: 8883 }]
`,
      ', zones: [a, b, c], hostedZone: Z0123456789ABC',
    ),
  );
});

const attributes = (value: unknown): Record<string, unknown> =>
  Object.fromEntries((value as { Key: string; Value: unknown }[]).map(({ Key, Value }) => [Key, Value]));

describe('the gateway', () => {
  it('speaks TLS by a certificate of the hosted zone, and sends plain HTTP there', () => {
    const listeners = prod.all('edge', 'AWS::ElasticLoadBalancingV2::Listener').map(({ Properties }) => Properties);
    expect(listeners).toEqual([
      expect.objectContaining({
        Port: 443,
        Protocol: 'HTTPS',
        SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
        Certificates: [{ CertificateArn: { Ref: 'Certificate' } }],
        DefaultActions: [expect.objectContaining({ Type: 'fixed-response' })],
      }),
      expect.objectContaining({
        Port: 80,
        DefaultActions: [
          expect.objectContaining({ RedirectConfig: expect.objectContaining({ Port: '443', StatusCode: 'HTTP_301' }) }),
        ],
      }),
    ]);
    expect(prod.one('edge', 'AWS::CertificateManager::Certificate')).toMatchObject({
      DomainName: 'shop.example.com',
      ValidationMethod: 'DNS',
    });
    expect(prod.one('edge', 'AWS::Route53::RecordSet')).toMatchObject({ Name: 'shop.example.com', Type: 'A' });
  });

  it('looks a hosted zone up at deploy when it is given by name, and takes an id as it is', () => {
    expect(prod.one('edge', 'Custom::SlipwayLookup')['Create']).toContain('ListHostedZonesByName');
    expect(small.all('edge', 'Custom::SlipwayLookup')).toEqual([]);
    const records = small.all('edge', 'AWS::Route53::RecordSet').map(({ Properties }) => Properties);
    expect(records.map(({ Name, HostedZoneId }) => [Name, HostedZoneId])).toEqual([
      ['tcp.broker.small.example.com', 'Z0123456789ABC'],
      ['small.example.com', 'Z0123456789ABC'],
    ]);
  });

  it('is strict and protected where the posture says so, and logs to a bucket', () => {
    const given = attributes(prod.one('edge', 'AWS::ElasticLoadBalancingV2::LoadBalancer')['LoadBalancerAttributes']);
    expect(given).toMatchObject({
      'deletion_protection.enabled': 'true',
      'routing.http.desync_mitigation_mode': 'strictest',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'access_logs.s3.enabled': 'true',
      'idle_timeout.timeout_seconds': '60',
    });
    const [application] = small
      .all('edge', 'AWS::ElasticLoadBalancingV2::LoadBalancer')
      .filter(({ Properties }) => Properties['Type'] === 'application');
    expect(attributes(application!.Properties['LoadBalancerAttributes'])).toMatchObject({
      'deletion_protection.enabled': 'false',
      'routing.http.desync_mitigation_mode': 'defensive',
      'access_logs.s3.enabled': 'false',
      'idle_timeout.timeout_seconds': '120',
    });
  });

  it('may fetch the keys of the issuer of tokens where there is one, and calls nobody else', () => {
    const egress = (assembly: Assembly) =>
      assembly.all('edge', 'AWS::EC2::SecurityGroup').flatMap(({ Properties }) => Properties['SecurityGroupEgress']);
    expect(egress(prod)).toEqual([
      {
        CidrIp: '0.0.0.0/0',
        Description: 'Keys of the issuer of tokens',
        FromPort: 443,
        IpProtocol: 'tcp',
        ToPort: 443,
      },
    ]);
    expect(egress(small)).toEqual([
      expect.objectContaining({ Description: 'No way out' }),
      expect.objectContaining({ Description: 'No way out' }),
    ]);
  });

  it('adds the response headers of the model', () => {
    const [listener] = small.all('edge', 'AWS::ElasticLoadBalancingV2::Listener');
    expect(attributes(listener!.Properties['ListenerAttributes'])).toEqual({
      'routing.http.response.server.enabled': 'false',
      'routing.http.response.content_security_policy.header_value': "default-src 'none'",
      'routing.http.response.strict_transport_security.header_value': 'max-age=86400',
      'routing.http.response.x_content_type_options.header_value': 'nosniff',
      'routing.http.response.x_frame_options.header_value': 'DENY',
    });
  });

  it('is open to the ranges of the model alone', () => {
    const inside = small
      .all('edge', 'AWS::EC2::SecurityGroup')
      .flatMap(({ Properties }) => list(Properties, 'SecurityGroupIngress'));
    expect(inside.map(({ CidrIp, FromPort }) => [CidrIp, FromPort])).toEqual([
      ['203.0.113.0/24', 80],
      ['203.0.113.0/24', 443],
    ]);
  });
});

describe('a route', () => {
  const rules = (part: string) =>
    small.all(part, 'AWS::ElasticLoadBalancingV2::ListenerRule').map(({ Properties }) => Properties);
  const rule = (path: string) =>
    rules('web').find(
      ({ Conditions }) =>
        JSON.stringify(Conditions).includes(`"${path}"`) || (path === '/' && list(Conditions).length === 1),
    )!;

  it('takes whole segments of a path on its host', () => {
    expect(rule('/api')['Conditions']).toEqual([
      { Field: 'host-header', HostHeaderConfig: { Values: ['small.example.com'] } },
      { Field: 'path-pattern', PathPatternConfig: { Values: ['/api', '/api/*'] } },
    ]);
    expect(rule('/')['Conditions']).toHaveLength(1);
  });

  it('comes before the routes that are shorter', () => {
    const priority = (path: string) => rule(path)['Priority'] as number;
    expect(priority('/old/api')).toBeLessThan(priority('/api'));
    expect(priority('/api')).toBeLessThan(priority('/'));
  });

  it.each([
    ['/api', '/api/orders?x=1', '/orders?x=1'],
    ['/api', '/api', '/'],
    ['/old/api', '/old/api/orders', '/v1/orders'],
    ['/v2', '/v2/a', '/v3/a'],
    ['/v2', '/v2', '/v3'],
  ])('that rewrites %s gives the service %s as %s', (path, asked, seen) => {
    const rewrite = dig(rule(path), 'Transforms', 0, 'UrlRewriteConfig', 'Rewrites', 0) as {
      Regex: string;
      Replace: string;
    };
    expect(asked.replace(new RegExp(rewrite.Regex), rewrite.Replace)).toBe(seen);
  });

  it('asks for a token of the issuer and of the audience where the model says so', () => {
    const [withToken] = prod.all('orders', 'AWS::ElasticLoadBalancingV2::ListenerRule');
    expect(list(withToken!.Properties, 'Actions')).toEqual([
      {
        Order: 1,
        Type: 'jwt-validation',
        JwtValidationConfig: {
          Issuer: 'https://id.example.com/',
          JwksEndpoint: 'https://id.example.com/.well-known/jwks.json',
          AdditionalClaims: [{ Name: 'aud', Format: 'single-string', Values: ['shop-api'] }],
        },
      },
      { Order: 2, Type: 'forward', TargetGroupArn: { Ref: 'HttpTargets' } },
    ]);
    expect(list(rule('/api'), 'Actions').map(({ Type }) => Type)).toEqual(['forward']);
  });

  it('leads to one target group for each port and way of being reached', () => {
    const { Resources } = small.template('web');
    const groups = Object.entries(Resources).filter(
      ([, { Type }]) => Type === 'AWS::ElasticLoadBalancingV2::TargetGroup',
    );
    expect(groups.map(([id, { Properties }]) => [id, Properties['Port'], Properties['ProtocolVersion']])).toEqual([
      ['HttpTargets', 8080, 'HTTP1'],
      ['HttpStickyTargets', 8080, 'HTTP1'],
      ['GrpcTargets', 9090, 'GRPC'],
    ]);
    expect(attributes(Resources['HttpStickyTargets']!.Properties['TargetGroupAttributes'])).toMatchObject({
      'stickiness.enabled': 'true',
      'stickiness.type': 'lb_cookie',
    });
    expect(list(small.one('web', 'AWS::ECS::Service'), 'LoadBalancers')).toHaveLength(3);
  });

  it('is checked by the readiness of the service, on its port and in its times', () => {
    const { Resources } = small.template('web');
    expect(Resources['HttpTargets']!.Properties).toMatchObject({
      HealthCheckPath: '/up',
      HealthCheckPort: '8081',
      HealthCheckIntervalSeconds: 15,
      HealthCheckTimeoutSeconds: 4,
      UnhealthyThresholdCount: 5,
      Matcher: { HttpCode: '200-399' },
    });
    expect(small.one('web', 'AWS::ECS::Service')).toMatchObject({ HealthCheckGracePeriodSeconds: 90 + 5 * 15 });
    const open = small.all('web', 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties['Description']);
    expect(open).toContain('Gateway to web:8081');
  });

  it('of a raw port has a listener of its own behind a network load balancer', () => {
    expect(small.one('broker', 'AWS::ElasticLoadBalancingV2::Listener')).toMatchObject({ Port: 8883, Protocol: 'TCP' });
    expect(small.one('broker', 'AWS::ElasticLoadBalancingV2::TargetGroup')).toMatchObject({
      Port: 1883,
      Protocol: 'TCP',
      HealthCheckProtocol: 'TCP',
    });
    const [open] = small
      .all('broker', 'AWS::EC2::SecurityGroupIngress')
      .filter(({ Properties }) => Properties['CidrIp']);
    expect(open!.Properties).toMatchObject({
      CidrIp: '203.0.113.0/24',
      FromPort: 8883,
      ToPort: 8883,
      IpProtocol: 'tcp',
    });
    expect(open!.Properties['GroupId']).toEqual({ Ref: 'EdgeNetworkLoadBalancerGroupParameter' });
    const kinds = small
      .all('edge', 'AWS::ElasticLoadBalancingV2::LoadBalancer')
      .map(({ Properties }) => Properties['Type']);
    expect(kinds.sort()).toEqual(['application', 'network']);
  });

  it('waits an hour at most for what is under way, which is all that a load balancer takes', () => {
    const waited = ['1h', '2h'].map((drain) => {
      const text = `services: { web: { image: "ghcr.io/acme/web:1", ports: { http: 8080 }, routes: /, drain: ${drain} } }`;
      const group = assemble(platformFrom(text)).one('web', 'AWS::ElasticLoadBalancingV2::TargetGroup');
      return attributes(group['TargetGroupAttributes'])['deregistration_delay.timeout_seconds'];
    });
    expect(waited).toEqual(['3600', '3600']);
  });

  it('of a raw port has a name that leads to the network load balancer, also where that is the only one', () => {
    const text =
      'services: { broker: { image: "ghcr.io/acme/broker:1", ports: { tcp: 1883 }, routes: [{ port: tcp, host: mqtt.example.com }] } }';
    const made = assemble(platformFrom(text, ', hostedZone: example.com'));
    const record = made.one('edge', 'AWS::Route53::RecordSet');
    const balancers = Object.entries(made.template('edge').Resources).filter(
      ([, { Type }]) => Type === 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    );
    expect(balancers.map(([, { Properties }]) => Properties['Type'])).toEqual(['network']);
    expect(record).toMatchObject({
      Name: 'mqtt.example.com',
      AliasTarget: { DNSName: { 'Fn::GetAtt': [balancers[0]![0], 'DNSName'] } },
    });
  });

  it('that takes tcp and udp on one number is one listener and one group, open to both', () => {
    const text = `services: { dns: { image: "ghcr.io/acme/dns:1", ports: { tcp: 5353, udp: 5353 }, routes: [{ port: udp, listen: 53 }, { port: tcp, listen: 53 }, { port: tcp, listen: 5300 }] } }`;
    const made = assemble(platformFrom(text));
    const listeners = made.all('dns', 'AWS::ElasticLoadBalancingV2::Listener').map(({ Properties }) => Properties);
    expect(listeners.map(({ Port, Protocol }) => [Port, Protocol])).toEqual([
      [53, 'TCP_UDP'],
      [5300, 'TCP'],
    ]);
    const groups = made.all('dns', 'AWS::ElasticLoadBalancingV2::TargetGroup').map(({ Properties }) => Properties);
    expect(groups).toEqual([
      expect.objectContaining({ Port: 5353, Protocol: 'TCP_UDP', HealthCheckProtocol: 'TCP' }),
      expect.objectContaining({ Port: 5353, Protocol: 'TCP', HealthCheckProtocol: 'TCP' }),
    ]);
    const open = made
      .all('dns', 'AWS::EC2::SecurityGroupIngress')
      .filter(({ Properties }) => Properties['CidrIp'])
      .map(({ Properties }) => `${Properties['IpProtocol']} ${Properties['FromPort']}`);
    expect(open.sort()).toEqual(['tcp 53', 'tcp 5300', 'udp 53']);
    expect(list(made.one('dns', 'AWS::ECS::Service'), 'LoadBalancers')).toHaveLength(2);
  });
});
