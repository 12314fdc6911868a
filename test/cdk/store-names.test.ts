import { limits } from '../../cdk/index';
import { type Assembly, assemble, dig, platformFrom } from './assembly';

const text = `services:
  api: { image: "ghcr.io/acme/api:1", uses: [main.api, ledger.books, archive.old], publishes: [bus.made] }
resources:
  main: { kind: postgres, databases: [api], aliases: [db, database] }
  bus: { kind: kafka, topics: [made], aliases: [stream] }
  ledger: { kind: postgres, databases: [books], provider: external, aliases: [books-db], external: { host: ledger.example.com } }
  archive: { kind: postgres, databases: [old], provider: external, aliases: [old-db] }
`;
const platform = platformFrom(text);

let assembly: Assembly;
beforeAll(() => {
  assembly = assemble(platform);
});

const type = 'AWS::ServiceDiscovery::Instance';
/** Alias to host, of a stack. */
const records = (part: string) =>
  Object.fromEntries(
    assembly
      .all(part, type)
      .map(({ Properties }) => [
        String(dig(Properties, 'InstanceId')),
        dig(Properties, 'InstanceAttributes', 'AWS_INSTANCE_CNAME'),
      ]),
  );

describe('further names of a store on AWS', () => {
  it('are records of its endpoint, in the stack of the store', () => {
    const endpoint = { 'Fn::GetAtt': ['MainDatabase', 'Endpoint.Address'] };
    expect(records('main')).toEqual({ db: endpoint, database: endpoint });
  });

  it('of a server that is elsewhere are records of its host, given or looked up', () => {
    expect(records('cluster')).toEqual({ 'books-db': 'ledger.example.com', 'old-db': { Ref: 'ArchiveHostParameter' } });
  });

  it('stand in the namespace of the platform, which the cluster has for them', () => {
    expect(assembly.one('cluster', 'AWS::ServiceDiscovery::PrivateDnsNamespace')).toMatchObject({
      Name: 'small-dev.internal',
    });
    for (const each of assembly.all('main', 'AWS::ServiceDiscovery::Service'))
      expect(each.Properties).toMatchObject({
        NamespaceId: { Ref: 'ClusterDnsNamespaceParameter' },
        DnsConfig: { DnsRecords: [{ Type: 'CNAME', TTL: 60 }], RoutingPolicy: 'WEIGHTED' },
      });
  });

  it('refuses them for a server of several addresses, and says what the others are', () => {
    const found = limits.filter(({ code }) => code === 'unsupported-aliases').map((each) => each.find(platform));
    expect(found.flat().map((path) => path.join('.'))).toEqual([
      'resources.archive.aliases',
      'resources.ledger.aliases',
      'resources.main.aliases',
      'resources.bus.aliases',
    ]);
    expect(records('bus')).toEqual({});
  });

  it('make no namespace where nobody has any', () => {
    const without = assemble(platformFrom(text.replaceAll(/aliases: \[[^\]]*\], ?|, aliases: \[[^\]]*\]/g, '')));
    expect(without.all('cluster', 'AWS::ServiceDiscovery::PrivateDnsNamespace')).toEqual([]);
  });
});
