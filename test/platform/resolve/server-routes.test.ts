import { type ContainerResource, loadText, type Platform, printText, resolve, routing } from '../../../platform/index';

const description = `platform: shop
services:
  api: { build: api, ports: { http: 8080 }, routes: [{ path: /api }, { path: /both, weight: 90 }], volumes: { data: { path: /data } }, uses: [charts, plain], health: none }
resources:
  events: { kind: kafka, topics: { made: {}, done: {} } }
  tasks: { kind: rabbitmq, queues: { mail: {}, audit: {} } }
  charts: { kind: grafana, routes: /charts }
  plain: { kind: grafana }
  board: { kind: kibana, routes: [{ path: /board/ }] }
  login: { kind: keycloak, routes: [{ host: login.example.com }] }
  hub:
    kind: container
    image: "hub:1"
    health: none
    ports: { http: { number: 8300, as: 80 }, mqtt: { number: 1883, protocol: tcp } }
    routes: [{ path: /hub }, { path: /both, weight: 10 }, { port: mqtt, listen: 8883 }]
    publishes: [events.made, tasks.mail]
    consumes: [tasks.audit]
    egress: [{ cidr: 192.0.2.0/24, ports: ["8000-8100", 443] }]
    mounts: { /srv: api.data }
    env: { AT: "\${gateway.hub.mqtt.addr}", TASKS: "\${tasks.url}" }
    init: { announce: { image: "a:1", env: { BROKERS: "\${events.brokers}" } } }
environments:
  local: { runtime: compose }
  again:
    runtime: kubernetes
    domain: shop.example.com
    resources:
      charts: { routes: null }
      board: { routes: [] }
      hub: { routes: [{ path: /other, timeout: 5s }], mounts: null, env: { AT: null } }
  external: { runtime: compose, resources: { hub: null, charts: { provider: external, external: { host: charts.example.com }, routes: null } } }
`;

const { document } = loadText('platform.yaml', description);
const resolved = (environment: string): Platform => {
  const { platform, problems } = resolve(document!, environment);
  if (platform === undefined) throw new Error(JSON.stringify(problems));
  return platform;
};
const local = resolved('local');
const server = (name: string, platform = local): ContainerResource => {
  const found = platform.resources.find((each) => each.name === name);
  if (found?.kind !== 'container') throw new Error(`no server ${name}`);
  return found;
};
const paths = (name: string, platform?: Platform) => server(name, platform).routes.map(({ path }) => path);
const variables = (name: string) =>
  Object.fromEntries(server(name).container.env.map(({ name: key, value }) => [key, printText(value)]));

describe('routes of a server', () => {
  it('are resolved as those of services are, and need the gateway', () => {
    expect(local.gateway.used).toBe(true);
    expect(server('hub').routes).toMatchObject([
      { service: 'hub', port: 'http', number: 8300, path: '/hub', host: 'localhost', rewrite: '/hub', timeout: 30 },
      { path: '/both', weight: 10 },
      { port: 'mqtt', protocol: 'tcp', listen: 8883, path: '' },
    ]);
    expect(variables('hub')['AT']).toBe('localhost:8883');
  });

  it('open the ports that they lead to for the gateway, and no other', () => {
    const opened = local.flows
      .filter(({ from }) => from.kind === 'gateway')
      .map(({ to, port }) => `${to.kind} ${to.name} ${port}`);
    expect(opened.filter((each) => each.includes('hub'))).toEqual(['resource hub 1883', 'resource hub 8300']);
    expect(opened).toContain('resource charts 3000');
    expect(opened.filter((each) => each.includes('plain'))).toEqual([]);
  });

  it('share requests with those of services by weight', () => {
    expect(
      routing.sharedRoutes(local).map((group) => group.map(({ service, weight }) => `${service} ${weight}`)),
    ).toEqual([['api 90', 'hub 10']]);
  });

  it('are merged from an environment: replaced, emptied and taken away', () => {
    const again = resolved('again');
    expect(paths('hub', again)).toEqual(['/other']);
    expect(server('hub', again).routes[0]!.timeout).toBe(5);
    expect(paths('charts', again)).toEqual([]);
    expect(paths('board', again)).toEqual([]);
    expect(paths('login', again)).toEqual(['/']);
  });

  it('are none of a server that is elsewhere', () => {
    const external = resolved('external');
    expect(server('charts', external)).toMatchObject({ routes: [], egress: [], publishes: [] });
    expect(routing.routed(external).map(({ name }) => name)).toEqual(['api', 'board', 'login', 'plain']);
  });

  it('are found by what they lead to, with services among servers by name', () => {
    expect(routing.routed(local).map(({ name }) => name)).toEqual(['api', 'board', 'charts', 'hub', 'login', 'plain']);
    const [route] = server('hub').routes;
    expect(routing.ownerOf(local, route!).name).toBe('hub');
    expect(routing.portOf(local, route!).as).toBe(80);
    expect(routing.mostOf(server('hub'))).toBe(1);
    expect(() => routing.ownerOf(local, { service: 'nobody' })).toThrow('routes to "nobody"');
    expect(() => routing.portOf(local, { service: 'hub', port: 'none' })).toThrow('names port "none" of "hub"');
    expect(routing.placesOf(local, ({ weight }) => weight === 10).map(({ path }) => path.join('.'))).toEqual([
      'resources.hub.routes.1',
    ]);
  });
});

describe('a server of the catalogue behind the gateway', () => {
  it('is told the path that leads to it, and answers its check and its users there', () => {
    expect(variables('charts')).toMatchObject({
      GF_SERVER_ROOT_URL: '<url of the gateway>/charts/',
      GF_SERVER_SERVE_FROM_SUB_PATH: 'true',
    });
    expect(server('charts').health.readiness?.action).toMatchObject({ kind: 'http', path: '/charts/api/health' });
    expect(variables('board')).toMatchObject({ SERVER_BASEPATH: '/board', SERVER_REWRITEBASEPATH: 'true' });
    const [first] = local.services;
    const urls = Object.fromEntries(first!.env.map(({ name, value }) => [name, printText(value)]));
    expect(urls['GRAFANA_URL']).toMatch(/:3000\/charts$/);
  });

  it('is told nothing of a path where it has a host, or no route at all', () => {
    expect(variables('login')).toMatchObject({ KC_PROXY_HEADERS: 'xforwarded' });
    expect(Object.keys(variables('login'))).not.toContain('KC_HTTP_RELATIVE_PATH');
    expect(Object.keys(variables('plain'))).not.toContain('GF_SERVER_ROOT_URL');
    expect(server('plain').health.readiness?.action).toMatchObject({ path: '/api/health' });
  });
});

describe('topics, ways out and mounts of a server', () => {
  it('are edges with a login where the broker asks for one', () => {
    expect(server('hub').publishes.map(({ resource, part, credential }) => [resource, part, credential])).toEqual([
      ['events', 'made', ''],
      ['tasks', 'mail', 'tasks-hub'],
    ]);
    expect(server('hub').consumes.map(({ part }) => part)).toEqual(['audit']);
    expect(local.credentials.find(({ name }) => name === 'tasks-hub')).toMatchObject({ workload: 'hub', user: 'hub' });
    expect(variables('hub')['TASKS']).toContain('<password of tasks-hub>');
  });

  it('are open for what runs before it too', () => {
    const [announce] = server('hub').init;
    expect(printText(announce!.env[0]!.value)).toContain('events');
  });

  it('open the brokers, and let it come after them', () => {
    const opened = local.flows.filter(({ from }) => from.name === 'hub').map(({ to }) => to.name);
    expect(opened).toEqual(['events', 'tasks']);
    expect(server('hub').after.map(({ name, given }) => [name, given])).toEqual([
      ['events', false],
      ['tasks', false],
    ]);
  });

  it('are resolved as those of services are', () => {
    expect(server('hub').egress).toEqual([
      {
        to: { kind: 'range', cidr: '192.0.2.0/24' },
        protocol: 'tcp',
        ports: [
          { first: 443, last: 443 },
          { first: 8000, last: 8100 },
        ],
      },
    ]);
    expect(server('hub').container.mounts).toEqual([{ path: '/srv', owner: 'api', volume: 'data' }]);
  });
});
