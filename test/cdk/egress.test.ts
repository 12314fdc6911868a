import { render } from '../../cdk/index';
import { Assembly, platformFrom } from './assembly';

const platform = platformFrom(
  `services:
  web:
    image: ghcr.io/acme/web:1
    egress:
      - { cidr: 192.0.2.0/24, ports: [443] }
      - { cidr: 198.51.100.0/24, protocol: udp, ports: [3478, 49152-65535] }
      - { cidr: 198.51.100.0/24, ports: [3478] }
      - { cidr: "2001:db8::/32", ports: [443] }
      - { host: api.example.com, ports: [443, 8443] }
      - { host: rates.example.com, ports: [8443] }
      - { host: rates.example.com, protocol: udp, ports: [443] }`,
  ', accept: [unsupported-egress-host, unsupported-ip-version]',
);
const assembly = new Assembly(platform, render(platform));

it('opens the ways out by transport and range, each once; by name every address, and nothing by IPv6', () => {
  const rules = assembly.all('web', 'AWS::EC2::SecurityGroupEgress').map(({ Properties }) => {
    const { CidrIp, CidrIpv6, IpProtocol, FromPort, ToPort } = Properties;
    expect(CidrIpv6).toBeUndefined();
    return `${CidrIp} ${FromPort}-${ToPort}/${IpProtocol}`;
  });
  expect(rules.sort()).toEqual([
    // TCP on 443 of every address is open in the group itself.
    '0.0.0.0/0 443-443/udp',
    '0.0.0.0/0 8443-8443/tcp',
    '192.0.2.0/24 443-443/tcp',
    '198.51.100.0/24 3478-3478/tcp',
    '198.51.100.0/24 3478-3478/udp',
    '198.51.100.0/24 49152-65535/udp',
  ]);
});

it('keeps the logical id of a rule for one TCP port', () => {
  const { Resources } = assembly.template('web');
  expect(Resources['EgressTo19202024Port4432a586d9c'] ?? Object.keys(Resources)).toMatchObject({
    Properties: { CidrIp: '192.0.2.0/24', FromPort: 443 },
  });
});
