import { output, platformFrom } from './workshop';

const text = `
services:
  sfu:
    image: "sfu:1"
    ports: { http: { number: 8080, as: 80 }, media: { number: 50000-50100, protocol: udp, hostPort: true }, stun: { number: 3478, protocol: udp, hostPort: true } }
    routes: /
  agent: { image: "agent:1", ports: { udp: 8125, metrics: 9100 }, placement: node }
  caller: { image: "caller:1", calls: [sfu, agent.udp] }
resources:
  turn: { kind: container, image: "turn:1", ports: { tcp: { number: 5349, hostPort: true }, relay: { number: 49000-49001, protocol: udp, hostPort: true } } }
`;
const of = (publish: string) => output(platformFrom(text, `runtime: compose, compose: { publish: "${publish}" }`));
const { service, document } = of('0.0.0.0');

it('publishes ports of the host under their own numbers, ranges as ranges', () => {
  // Callers use another number of it, so that a container beside it holds its network.
  expect(service('sfu').network_mode).toBe('service:sfu-network');
  expect(service('sfu-network').ports).toEqual([
    { host_ip: '0.0.0.0', target: 3478, published: '3478', protocol: 'udp' },
    '0.0.0.0:50000-50100:50000-50100/udp',
  ]);
  expect(service('turn').ports).toEqual([
    { host_ip: '0.0.0.0', target: 5349, published: '5349', protocol: 'tcp' },
    '0.0.0.0:49000-49001:49000-49001/udp',
  ]);
});

it('says the range that the container listens on', () => {
  expect(service('turn').expose).toEqual(['5349', '49000-49001/udp']);
  expect(service('sfu-network').expose).toContain('50000-50100/udp');
});

it('has one of what would be on each node, and publishes all of its ports', () => {
  expect(service('agent').deploy.replicas).toBe(1);
  expect(service('agent').ports).toEqual([
    { host_ip: '0.0.0.0', target: 8125, published: '8125', protocol: 'udp' },
    { host_ip: '0.0.0.0', target: 9100, published: '9100', protocol: 'tcp' },
  ]);
  expect(service('agent').network_mode).toBeUndefined();
});

it('has a network into the machine for what it publishes, and for nothing else', () => {
  const open = Object.entries(document.networks)
    .filter(([, { internal }]) => !internal)
    .map(([name]) => name);
  expect(open.sort()).toEqual(['agent.public', 'gateway.public', 'sfu.public', 'turn.public']);
});

it('writes an IPv6 address of a range in brackets', () => {
  expect(of('fd00::7').service('turn').ports).toContain('[fd00::7]:49000-49001:49000-49001/udp');
});
