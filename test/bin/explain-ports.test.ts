import { described, slipway } from './support';

const file = described(`platform: calls
services:
  sfu:
    image: sfu:1
    ports: { http: 8080, media: { number: 50000-50100, protocol: udp, hostPort: true } }
    egress: [{ cidr: 198.51.100.0/24, protocol: udp, ports: [3478, 49152-65535] }, { host: api.example.com, ports: [443] }, { namespace: logging, labels: { app: loki }, ports: [3100] }]
    hostPaths: { /logs: /var/log }
  agent: { image: "agent:1", ports: { metrics: 9100 }, placement: node }
environments:
  local: { runtime: compose, compose: { publish: 0.0.0.0 }, accept: [host-path], services: { sfu: { egress: null } } }
  edge: { runtime: kubernetes, domain: a.example.com, accept: [host-port, unsupported-egress-host], services: { sfu: { hostPaths: null } } }
`);
const explain = async (...argv: string[]) => (await slipway(['explain', ...argv, '-f', file])).out;

it('shows ranges of ports, what is published on the host, and where it runs', async () => {
  const edge = await explain('sfu', '-e', 'edge');
  expect(edge).toMatch(/port media +udp 50000-50100, published on the host, told as MEDIA_PORT/);
  expect(edge).toMatch(/port http +http 8080, told as HTTP_PORT/);
  expect(await explain('agent', '-e', 'edge')).toMatch(/placement +one on each node, in its network/);
});

it('shows ways out with their transport, ranges and places', async () => {
  expect(await explain('sfu', '-e', 'edge')).toMatch(
    /egress +198\.51\.100\.0\/24 UDP port 3478, 49152-65535, api\.example\.com port 443, namespace logging app=loki port 3100/,
  );
});

it('shows what a container has of the machine, and where ports are published', async () => {
  expect(await explain('sfu', '-e', 'local')).toMatch(/host path \/logs +\/var\/log of the machine, read-only/);
  expect(await explain('local')).toMatch(/compose\.publish +0\.0\.0\.0/);
});

it('says that the namespace asks nothing of its pods, and why', async () => {
  const out = await explain('edge');
  expect(out).toMatch(/kubernetes\.podSecurity +privileged: something takes ports of its node/);
});
