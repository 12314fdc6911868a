import { type Case, compose, ecs, kubernetes, platform, service } from './describe';

const onHost = `${kubernetes}\naccept: [host-port]`;

/** Ranges of ports, ports of the host, and instances on every node, where they cannot be. */
export const hostPortCases: readonly Case[] = [
  // port-range and port-range-closed
  {
    title: 'a range of ports that ends before it starts',
    text: service('ports: { media: { number: <<port-range-closed>>50100-50000, protocol: udp, hostPort: true } }'),
  },
  {
    title: 'a range of ports that nobody reaches',
    text: service('ports: { media: { number: <<port-range-closed>>50000-50100, protocol: udp } }'),
  },
  {
    title: 'a range of ports under other numbers',
    text: service(
      'ports: { media: { number: 50000-50100, as: <<port-range-closed>>60000, protocol: udp, hostPort: true } }',
    ),
  },
  {
    title: 'a range of ports by HTTP',
    text: service('ports: { http: { number: <<port-range-closed>>8000-8010, hostPort: true } }'),
  },
  {
    title: 'a port in a range of the same container',
    text: service('ports: { udp: 50050, media: { number: <<port-twice>>50000-50100, protocol: udp, hostPort: true } }'),
  },
  {
    title: 'a port in words',
    text: service('ports: { media: { number: <<bad-format>>eighty, protocol: udp, hostPort: true } }'),
  },
  // port-range-inside
  {
    title: 'a call of a range of ports',
    text: platform(
      'services:\n  api: { build: api, calls: [<<port-range-inside>>sfu.media] }\n  sfu: { build: sfu, ports: { http: 8080, media: { number: 50000-50100, protocol: udp, hostPort: true } } }',
    ),
  },
  {
    title: 'a call of what has nothing but a range',
    text: platform(
      'services:\n  api: { build: api, calls: [<<calls-worker>>sfu] }\n  sfu: { build: sfu, ports: { media: { number: 50000-50100, protocol: udp, hostPort: true } } }',
    ),
  },
  {
    title: 'a use of a range of ports',
    text: platform(
      'services:\n  api: { build: api, uses: [<<port-range-inside>>turn.relay] }\nresources:\n  turn: { kind: container, image: "turn:1", ports: { tcp: 3478, relay: { number: 50000-50100, protocol: udp, hostPort: true } } }',
    ),
  },
  {
    title: 'a route to a range of ports',
    text: service(
      'ports: { http: 8080, media: { number: 50000-50100, protocol: udp, hostPort: true } }\nroutes: [{ port: <<port-range-inside>>media }]',
    ),
  },
  {
    title: 'a group whose member is a range of ports',
    text: platform(
      'services:\n  a: { build: a, ports: { tcp: 7946 } }\n  b: { build: b, ports: { tcp: 7946, media: { number: 50000-50100, protocol: udp, hostPort: true } } }\nmeshes: { gossip: [a, <<port-range-inside>>b.media] }',
    ),
  },
  // host-port-twice
  {
    title: 'one port of the host for two',
    text: platform(
      'services:\n  a: { build: a, ports: { udp: { number: 3478, hostPort: true } } }\n  b: { build: b, ports: { <<host-port-twice>>media: { number: 3000-4000, protocol: udp, hostPort: true } } }'.replace(
        '<<host-port-twice>>media: ',
        'media: <<host-port-twice>>',
      ),
    ),
  },
  // host-port-as
  {
    title: 'a port of the host that callers know by another number',
    text: service('ports: { tcp: { number: 3478, as: <<host-port-as>>80, hostPort: true } }'),
  },
  // host-port
  {
    title: 'ports of the node on Kubernetes',
    text: service('ports: { tcp: <<host-port>>{ number: 3478, hostPort: true } }', kubernetes),
  },
  {
    title: 'the network of the node on Kubernetes',
    text: service('ports: { metrics: 9100 }\nplacement: <<host-port>>node', kubernetes),
  },
  // placement-scale
  {
    title: 'replicas of one a node',
    text: service('placement: node\nscale: <<placement-scale>>3', onHost),
  },
  { title: 'a placement that there is not', text: service('placement: <<not-allowed>>zone', compose) },
  // limits
  {
    title: 'ports of the host and one a node on ECS',
    text: platform(
      'services:\n  a: { build: a, ports: { udp: <<unsupported-host-port>>{ number: 3478, hostPort: true } } }\n  b: { build: b, ports: { udp: 3479 }, placement: <<unsupported-placement>>node }',
      ecs,
    ),
  },
  {
    title: 'a range of too many ports, volumes of one a node and calls of it on Kubernetes',
    text: platform(
      'services:\n  a: { build: a, ports: { udp: { number: <<unsupported-port-range>>10000-11000, hostPort: true } } }\n  b: { build: b, placement: <<unsupported-node-edges>>node, calls: [c], volumes: <<unsupported-node-volumes>>{ data: { path: /data } } }\n  c: { build: c, ports: { http: 8080 } }',
      onHost,
    ),
  },
];
