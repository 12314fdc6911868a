import { type Assembly, assemble, list, platformFrom } from './assembly';

const text = `
services:
  broker:
    image: ghcr.io/acme/broker:1
    ports: { mqtt: { number: 1883, protocol: tcp }, sync: { number: 1884, protocol: tcp }, log: { number: 514, protocol: udp } }
    routes:
      - { port: mqtt, listen: 8883, tls: terminate }
      - { port: mqtt, listen: 1883 }
      - { port: sync, listen: 8884, tls: passthrough, host: sync.small.example.com }
      - { port: log }
    health: { tcp: true, port: mqtt }
`;
const certificate = 'arn:aws:acm:eu-west-1:111111111111:certificate/1';
let made: Assembly;
let given: Assembly;

beforeAll(() => {
  made = assemble(platformFrom(text, ', hostedZone: Z0123456789ABC'));
  given = assemble(platformFrom(`gateway: { certificate: "${certificate}" }${text}`));
});

const listeners = (assembly: Assembly) =>
  assembly
    .all('broker', 'AWS::ElasticLoadBalancingV2::Listener')
    .map(({ Properties }) => Properties)
    .sort((one, other) => Number(one['Port']) - Number(other['Port']));

it('ends TLS at the load balancer, and passes it on as it is where the service ends it', () => {
  expect(listeners(made).map(({ Port, Protocol }) => [Port, Protocol])).toEqual([
    [514, 'UDP'],
    [1883, 'TCP'],
    [8883, 'TLS'],
    [8884, 'TCP'],
  ]);
  const ended = listeners(made).filter(({ SslPolicy }) => SslPolicy !== undefined);
  expect(ended).toEqual([
    expect.objectContaining({
      Port: 8883,
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      Certificates: [{ CertificateArn: { Ref: 'EdgeNetworkCertificateParameter' } }],
    }),
  ]);
});

it('makes a certificate for the names of those ports alone, and publishes it', () => {
  expect(made.one('edge', 'AWS::CertificateManager::Certificate')).toMatchObject({
    DomainName: 'mqtt.broker.small.example.com',
    DomainValidationOptions: [{ DomainName: 'mqtt.broker.small.example.com', HostedZoneId: 'Z0123456789ABC' }],
  });
  expect(made.lookups('broker')).toContain('/small/dev/edge/network-certificate');
});

it('takes a certificate that is given', () => {
  expect(given.all('edge', 'AWS::CertificateManager::Certificate')).toEqual([]);
  const [ended] = listeners(given).filter(({ Protocol }) => Protocol === 'TLS');
  expect(list(ended, 'Certificates')).toEqual([{ CertificateArn: certificate }]);
});

it('speaks plain TCP to the service', () => {
  const groups = made.all('broker', 'AWS::ElasticLoadBalancingV2::TargetGroup').map(({ Properties }) => Properties);
  expect(groups.map(({ Protocol, Port }) => `${Protocol} ${Port}`).sort()).toEqual(['TCP 1883', 'TCP 1884', 'UDP 514']);
});
