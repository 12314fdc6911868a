import { output, platformFrom } from './workshop';

const { service, document, files } = output(
  platformFrom(
    `services:
  api: { image: "api:1", ports: { http: 8080 }, routes: [{ path: /both, weight: 60 }], volumes: { data: { path: /data } } }
resources:
  events: { kind: kafka, topics: { made: {} } }
  tasks: { kind: rabbitmq, queues: { mail: {}, audit: {} } }
  charts: { kind: grafana, routes: /charts }
  hub:
    kind: container
    image: "hub:1"
    ports: { http: { number: 8300, as: 80 }, mqtt: { number: 1883, protocol: tcp }, log: { number: 5140, protocol: udp } }
    routes: [{ path: /hub, rewrite: / }, { path: /both, weight: 40 }, { port: mqtt, listen: 18883 }, { port: log, listen: 15140 }]
    health: { http: /ready }
    publishes: [tasks.mail, events.made]
    egress: [{ cidr: 192.0.2.0/24, ports: [443] }]
    mounts: { /srv/data: api.data }
  pair: { kind: container, image: "pair:1", ports: { http: 80 }, health: none, replicas: 2, routes: [{ path: /pair, sticky: true }] }
  still: { kind: container, image: "still:1", ports: { http: 80 }, health: none }`,
    'runtime: compose, accept: [unsupported-egress-ports]',
  ),
);
const config = [...files].find(([path]) => path.endsWith('haproxy.cfg') && path.includes('gateway'))?.[1] ?? '';
const section = (name: string) =>
  config.split(/\n(?=[a-z])/).find((each) => each.startsWith(`${name}\n`)) ?? `no ${name} in ${config}`;

describe('a server with routes on Compose', () => {
  it('is reached by the gateway on the port of its container, once it is ready', () => {
    expect(section('backend hub-0')).toContain('server-template hub-0- 1 hub:8300 resolvers docker');
    expect(section('backend hub-0')).toContain('http-check send meth GET uri "/ready"');
    expect(section('backend hub-0')).toContain('http-request replace-path');
    expect(section('backend charts-0')).toContain('server-template charts-0- 1 charts:3000');
    expect(config).not.toContain('still');
  });

  it('shares requests with a service', () => {
    expect(config).toContain('use_backend api-0 if');
    expect(config).toMatch(/use_backend api-0 if .*rand\(100\).* -m int lt 60/);
    expect(config).toContain('use_backend hub-1 if');
  });

  it('has its tcp port opened by the gateway and its udp port by the machine', () => {
    expect(section('listen hub-2')).toContain('bind :18883');
    expect(service('gateway').ports!.map(({ published, protocol }) => `${published}/${protocol}`)).toEqual([
      '8080/tcp',
      '18883/tcp',
    ]);
    expect(service('hub-network').ports).toEqual([
      { host_ip: '127.0.0.1', target: 5140, published: '15140', protocol: 'udp' },
    ]);
  });

  it('shares a network with the gateway, which waits for each of its containers', () => {
    expect(Object.keys(service('gateway').networks!)).toEqual(
      expect.arrayContaining(['gateway_api', 'gateway_charts', 'gateway_hub', 'gateway_pair']),
    );
    expect(Object.keys(service('gateway').networks!)).not.toContain('gateway_still');
    expect(service('charts').networks).toHaveProperty('gateway_charts');
    expect(Object.keys(service('gateway').depends_on!)).toEqual(['api', 'charts', 'hub', 'pair', 'pair-1']);
  });

  it('gets requests at each of its replicas, which answer to its name there', () => {
    expect(section('backend pair-0')).toContain('server-template pair-0- 2 pair:80');
    expect(section('backend pair-0')).toContain('cookie slipway-pair-0 insert');
    expect(service('pair').networks).toHaveProperty('gateway_pair');
    expect(service('pair-1').networks!['gateway_pair']!.aliases).toContain('pair');
  });
});

describe('a server with topics, ways out and mounts on Compose', () => {
  it('shares a network with its brokers, which let it in', () => {
    const own = Object.keys(service('hub-network').networks!);
    expect(own).toEqual(expect.arrayContaining(['hub_events', 'hub_tasks']));
    const [, rights = ''] = [...files].find(([path]) => path.endsWith('rabbitmq.sh')) ?? [];
    expect(rights).toMatch(/amq.*default\|mail/);
    expect(rights).not.toMatch(/\|audit/);
  });

  it('has a network with a way out, on which it is alone', () => {
    expect(document.networks['hub.egress']).toMatchObject({ internal: false });
    const there = Object.entries(document.services).filter(([, { networks = {} }]) => 'hub.egress' in networks);
    expect(there.map(([name]) => name)).toEqual(['hub-network']);
  });

  it('reads the volume of a service, and never writes it', () => {
    expect(service('hub').volumes!.filter(({ target }) => target === '/srv/data')).toEqual([
      { type: 'volume', source: 'api_data', target: '/srv/data', read_only: true, volume: { nocopy: true } },
    ]);
  });
});
