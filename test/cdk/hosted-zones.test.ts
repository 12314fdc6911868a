import { type Assembly, assemble, dig, platformFrom } from './assembly';

let made: Assembly;

beforeAll(() => {
  made = assemble(
    platformFrom(
      `
services:
  web:
    image: ghcr.io/acme/web:1
    ports: { http: 8080, tcp: 1883 }
    routes:
      - /
      - { host: shop.example.org }
      - { host: "*.shop.example.org" }
      - { host: deep.small.example.com }
      - { port: tcp, host: mqtt.example.org }
`,
      ', hostedZone: [example.com, example.org, small.example.com]',
    ),
  );
});

/** Which zone an id stands for: the name that its lookup asks for. */
function zoneOf(id: unknown): string {
  const [, call] = /"([A-Za-z0-9]+)","HostedZones/.exec(JSON.stringify(id)) ?? [];
  const lookup = made.template('edge').Resources[call ?? ''];
  return JSON.parse(String(dig(lookup?.Properties, 'Create'))).parameters.DNSName;
}

it('writes each host into the nearest of the zones', () => {
  const records = made.all('edge', 'AWS::Route53::RecordSet').map(({ Properties }) => Properties);
  expect(Object.fromEntries(records.map(({ Name, HostedZoneId }) => [Name, zoneOf(HostedZoneId)]))).toEqual({
    'small.example.com': 'small.example.com',
    'deep.small.example.com': 'small.example.com',
    'shop.example.org': 'example.org',
    '*.shop.example.org': 'example.org',
    'mqtt.example.org': 'example.org',
  });
});

it('has one certificate for all of them, proved in the zone of each', () => {
  const certificate = made.one('edge', 'AWS::CertificateManager::Certificate');
  expect(certificate).toMatchObject({
    DomainName: 'small.example.com',
    SubjectAlternativeNames: ['*.shop.example.org', 'deep.small.example.com', 'shop.example.org'],
  });
  const proved = certificate['DomainValidationOptions'] as { DomainName: string; HostedZoneId: unknown }[];
  expect(proved.map(({ DomainName, HostedZoneId }) => [DomainName, zoneOf(HostedZoneId)])).toEqual([
    ['small.example.com', 'small.example.com'],
    ['deep.small.example.com', 'small.example.com'],
    ['shop.example.org', 'example.org'],
  ]);
});

it('looks up each zone that it needs once, the first of the description under the id that one alone has', () => {
  const lookups = made.all('edge', 'Custom::SlipwayLookup');
  expect(lookups).toHaveLength(2);
  const one = assemble(
    platformFrom(
      'services: { web: { image: "web:1", ports: { http: 8080 }, routes: [/, { host: a.example.org }] } }',
      ', hostedZone: [small.example.com, example.org]',
    ),
  );
  const alone = assemble(
    platformFrom(
      'services: { web: { image: "web:1", ports: { http: 8080 }, routes: / } }',
      ', hostedZone: small.example.com',
    ),
  );
  const ids = (assembly: Assembly) =>
    assembly
      .everything()
      .filter(([, , { Type }]) => Type === 'Custom::SlipwayLookup')
      .map(([, id]) => id);
  expect(ids(one)).toEqual(expect.arrayContaining(ids(alone)));
  expect(ids(one)).toHaveLength(2);
});
