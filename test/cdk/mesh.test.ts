import { type Assembly, assemble, platformFrom } from './assembly';

let assembly: Assembly;
beforeAll(() => {
  assembly = assemble(
    platformFrom(
      `services:
  geo: { image: "ghcr.io/acme/geo:1", ports: { grpc: { number: 9090, as: 90 }, udp: 7946 }, health: none, env: { AT: "\${instance.ip:-0.0.0.0}" } }
  search: { image: "ghcr.io/acme/search:1", ports: { grpc: 9091 }, health: none }
jobs: { load: { image: "ghcr.io/acme/load:1" } }
resources: { hub: { kind: container, image: "consul:1", ports: { http: 8500 } } }
meshes: { discovery: [geo, search, hub, load] }`,
      ', accept: [unsupported-instance]',
    ),
  );
});

/** `To geo:9090/tcp` of every rule that a stack adds to a group. */
const rules = (part: string, type: 'Egress' | 'Ingress') =>
  assembly
    .all(part, `AWS::EC2::SecurityGroup${type}`)
    .map(({ Properties: { Description, FromPort, ToPort, IpProtocol } }) =>
      [Description, FromPort === ToPort, IpProtocol].join(' '),
    )
    .sort();

describe('a mesh on ECS', () => {
  it.each(['geo', 'search', 'hub', 'load'])(
    'lets %s open every member at the port of its container, on both sides',
    (name) => {
      const open = [
        `${name} to geo:7946 true udp`,
        `${name} to geo:9090 true tcp`,
        `${name} to hub:8500 true tcp`,
        `${name} to search:9091 true tcp`,
      ];
      expect(rules(name, 'Egress')).toEqual(open);
      expect(rules(name, 'Ingress')).toEqual(open);
    },
  );

  it('goes by addresses: nobody gets a name in DNS for it, and no stack waits for another', () => {
    const types = assembly.everything().map(([, , { Type }]) => Type);
    expect(types).not.toContain('AWS::ServiceDiscovery::Service');
    for (const part of ['geo', 'search', 'hub']) {
      const { dependencies = [] } = assembly.manifest.artifacts[`small-dev-${part}`]!;
      expect(dependencies.filter((each) => /-(geo|search|hub|load)$/.test(each))).toEqual([]);
    }
  });

  it('has the text in place of the address of an instance', () => {
    expect(JSON.stringify(assembly.one('geo', 'AWS::ECS::TaskDefinition'))).toContain(
      '{"Name":"AT","Value":"0.0.0.0"}',
    );
  });
});
