import { type Assembly, assemble, dig, type Json, list, platformFrom } from './assembly';

const text = `services:
  api: { image: "ghcr.io/acme/api:1", ports: { http: { number: 8080, as: 80 }, udp: 5353 }, health: { command: [/probe] } }
  web: { image: "ghcr.io/acme/web:1", calls: [api], env: { UDP: "\${api.udp.addr}", HTTP: "\${api.http.addr}" } }
  reader: { image: "ghcr.io/acme/web:1", uses: [search], env: { SEARCH: "\${search.addr}" } }
jobs:
  sync:
    image: ghcr.io/acme/sync:1
    calls: [api.http]
    uses: [search]
    env: { API: "\${api.http.addr}", SEARCH: "\${search.addr}" }
    files: { /etc/sync/s.conf: { content: "to \${api.http.url}" } }
resources:
  search: { kind: container, image: "ghcr.io/acme/search:1", ports: { tcp: 7700 } }
`;

let assembly: Assembly;
beforeAll(() => {
  assembly = assemble(platformFrom(text));
});

const definitions = (part: string): Json[] =>
  list(assembly.one(part, 'AWS::ECS::TaskDefinition'), 'ContainerDefinitions');
const variables = (part: string, at = 0): Record<string, unknown> =>
  Object.fromEntries(list(definitions(part)[at], 'Environment').map(({ Name, Value }) => [String(Name), Value]));

describe('what Service Connect does not give a name', () => {
  it('is found by jobs by its full name in DNS, at the port of its container', () => {
    expect(variables('sync')).toMatchObject({
      API: 'api.small-dev.internal:8080',
      SEARCH: 'search.small-dev.internal:7700',
    });
    expect(JSON.stringify(definitions('sync'))).toContain('to http://api.small-dev.internal:8080');
  });

  it('is found so over UDP, and by its short name over TCP', () => {
    expect(variables('web')).toMatchObject({ UDP: 'api.small-dev.internal:5353', HTTP: 'api:80' });
    expect(variables('reader')).toMatchObject({ SEARCH: 'search:7700' });
  });

  it('has a namespace in the VPC, in which each of them registers its tasks', () => {
    expect(assembly.one('cluster', 'AWS::ServiceDiscovery::PrivateDnsNamespace')).toMatchObject({
      Name: 'small-dev.internal',
      Vpc: { Ref: 'NetworkVpcIdParameter' },
    });
    for (const part of ['api', 'search']) {
      expect(assembly.one(part, 'AWS::ServiceDiscovery::Service')).toMatchObject({
        Name: part,
        NamespaceId: { Ref: 'ClusterDnsNamespaceParameter' },
        DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 10 }], RoutingPolicy: 'MULTIVALUE' },
        HealthCheckCustomConfig: { FailureThreshold: 1 },
      });
      const service = assembly.one(part, 'AWS::ECS::Service');
      expect(dig(service, 'ServiceRegistries')).toEqual([{ RegistryArn: { 'Fn::GetAtt': ['DnsName', 'Arn'] } }]);
      expect(dig(service, 'ServiceConnectConfiguration', 'Enabled')).toBe(true);
    }
    expect(dig(assembly.one('web', 'AWS::ECS::Service'), 'ServiceRegistries')).toBeUndefined();
  });

  it('is opened at that port, and no other', () => {
    const rules = (part: string) =>
      assembly
        .all(part, 'AWS::EC2::SecurityGroupEgress')
        .map(({ Properties }) => `${Properties['Description']}/${Properties['IpProtocol']}`)
        .sort();
    expect(rules('sync')).toEqual(['sync to api:8080/tcp', 'sync to search:7700/tcp']);
    expect(rules('web')).toEqual(['web to api:5353/udp', 'web to api:8080/tcp']);
  });
});

it('makes no namespace in DNS where nobody needs one', () => {
  const made = assemble(platformFrom('services: { web: { image: "ghcr.io/acme/web:1" } }'));
  expect(made.all('cluster', 'AWS::ServiceDiscovery::PrivateDnsNamespace')).toEqual([]);
});
