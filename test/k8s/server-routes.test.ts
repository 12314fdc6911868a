import { limits, render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { type Data, find, platformFrom, readBack } from './manifests';

const body = (hub: string) => `services:
  api: { image: "api:1", ports: { http: 8080 }, routes: [{ path: /both, weight: 60 }] }
resources:
  events: { kind: kafka, topics: { made: {} } }
  charts: { kind: grafana, routes: /charts }
  hub:
    kind: container
    image: "hub:1"
    ports: { http: { number: 8300, as: 80 }, grpc: 9090, mqtt: { number: 1883, protocol: tcp }, feed: { number: 8301, protocol: tcp } }
    replicas: 2
    routes: ${hub}
    health: { http: /ready, port: http }
    publishes: [events.made]
    egress: [{ cidr: 192.0.2.0/24, ports: [443] }, { namespace: logging, ports: [3100] }]`;
const platform = platformFrom(
  body(
    '[{ path: /hub, rewrite: / }, { path: /both, weight: 40 }, { path: /hub.v1, port: grpc }, { port: mqtt, listen: 8883 }, { port: feed, listen: 9443, tls: passthrough, host: feed.example.com }]',
  ),
);
const objects = readBack(render(platform));
/** The route of an owner with a path: its name ends with a hash of the path. */
const route = (owner: string, path: string) => {
  const [found, ...others] = objects.filter(
    ({ kind, metadata, spec }) =>
      kind === 'HTTPRoute' &&
      metadata.labels['app.kubernetes.io/name'] === owner &&
      spec.rules[0].matches[0].path.value === path,
  );
  if (found === undefined || others.length > 0) throw new Error(`${others.length} more routes of ${owner} for ${path}`);
  return found;
};
const rule = (owner: string, path: string) => route(owner, path).spec.rules[0];

describe('a server with routes on Kubernetes', () => {
  it('is led to by its Service, and so are all of its pods', () => {
    expect(rule('hub', '/hub').backendRefs).toEqual([{ name: 'hub', port: 80 }]);
    expect(find(objects, 'Service/hub').spec.selector).toEqual({ 'app.kubernetes.io/name': 'hub' });
    expect(find(objects, 'StatefulSet/hub').spec.replicas).toBe(2);
    expect(rule('hub', '/hub').filters[0].urlRewrite.path.replacePrefixMatch).toBe('/');
    expect(rule('charts', '/charts').backendRefs).toEqual([{ name: 'charts', port: 3000 }]);
  });

  it('is labelled as what it is', () => {
    const label = 'app.kubernetes.io/component';
    expect(route('hub', '/hub').metadata.labels[label]).toBe('container');
    expect(route('api', '/both').metadata.labels[label]).toBe('service');
  });

  it('says that it speaks HTTP/2 where it does', () => {
    const [grpc] = find(objects, 'Service/hub').spec.ports.filter(({ name }: Data) => name === 'grpc');
    expect(grpc.appProtocol).toBe('kubernetes.io/h2c');
  });

  it('shares requests with a service in one object', () => {
    expect(rule('api', '/both').backendRefs).toEqual([
      { name: 'api', port: 8080, weight: 60 },
      { name: 'hub', port: 80, weight: 40 },
    ]);
    expect(() => route('hub', '/both')).toThrow('0 more');
  });

  it('has a load balancer for a port of tcp, and a listener for one by TLS', () => {
    const { spec, metadata } = find(objects, 'Service/hub-public-tcp');
    expect(spec).toMatchObject({ type: 'LoadBalancer', selector: { 'app.kubernetes.io/name': 'hub' } });
    expect(spec.ports).toEqual([{ name: 'mqtt', port: 8883, targetPort: 1883, protocol: 'TCP' }]);
    expect(Object.values(metadata.annotations!)).toEqual(['mqtt.hub.shop.example.com']);
    const [tls] = objects.filter(({ kind }) => kind === 'TLSRoute');
    expect(tls!.spec).toMatchObject({
      hostnames: ['feed.example.com'],
      rules: [{ backendRefs: [{ name: 'hub', port: 8301 }] }],
    });
    const listeners = find(objects, 'Gateway/shop').spec.listeners as Data[];
    expect(listeners.find(({ port }) => port === 9443)).toMatchObject({
      hostname: 'feed.example.com',
      protocol: 'TLS',
    });
  });

  it('lets the gateway in at the routed ports, and clients at the raw one', () => {
    const { ingress } = find(objects, 'NetworkPolicy/hub').spec;
    const opened = ingress.map(({ from, ports }: Data) => [
      ports[0].port,
      ...from.map((peer: Data) => Object.keys(peer)[0]),
    ]);
    expect(opened).toEqual([
      [1883, 'ipBlock'],
      [8300, 'namespaceSelector'],
      [8301, 'namespaceSelector'],
      [9090, 'namespaceSelector'],
    ]);
  });

  it('may open its ways out and its broker, and nothing else', () => {
    const { egress } = find(objects, 'NetworkPolicy/hub').spec;
    const ports = egress.flatMap((each: Data) => each.ports.map(({ port }: Data) => port)).sort();
    expect(ports).toEqual([3100, 443, 9092]);
  });

  it('stands with the stores where it needs nothing, its routes with the gateway', () => {
    expect(find(objects, 'StatefulSet/charts').file).toBe('base/stores/charts.yaml');
    expect(route('charts', '/charts').file).toBe('services/charts.yaml');
    expect(find(objects, 'StatefulSet/hub').file).toBe('services/hub.yaml');
    expect(route('hub', '/hub').file).toBe('services/hub.yaml');
  });

  it('is valid', () => {
    expect(objects.flatMap(({ file: _file, ...object }) => schemaProblems(object))).toEqual([]);
  });
});

describe('a server with routes behind a plain Ingress', () => {
  const gateway = 'gateway: { kind: ingress }\n';

  it('is led to by host and path', () => {
    const other = readBack(
      render(platformFrom(gateway + body('[{ path: /hub }, { host: hub.example.com }]').replace(', weight: 60', ''))),
    );
    const { rules } = find(other, 'Ingress/shop').spec;
    expect(
      rules.map(({ host, http }: Data) => [
        host,
        ...http.paths.map(({ path, backend }: Data) => `${path} ${backend.service.name}`),
      ]),
    ).toEqual([
      ['shop.example.com', '/both api', '/charts charts', '/hub hub'],
      ['hub.example.com', '/ hub'],
    ]);
    expect(other.filter(({ kind }) => kind === 'HTTPRoute')).toEqual([]);
  });

  it.each([
    ['unsupported-rewrite resources.hub.routes.0.rewrite', '{ path: /hub, rewrite: / }'],
    ['unsupported-route-timeout resources.hub.routes.0.timeout', '{ path: /hub, timeout: 5s }'],
    ['unsupported-route-match resources.hub.routes.0.methods', '{ path: /hub, methods: [GET] }'],
    ['unsupported-route-match resources.hub.routes.0.headers', '{ path: /hub, headers: { a: b } }'],
    ['unsupported-weight resources.hub.routes.0.weight', '{ path: /hub, weight: 5 }'],
    ['unsupported-redirect resources.hub.routes.0.redirect', '{ path: /hub, redirect: { to: /charts } }'],
    ['unsupported-grpc-route resources.hub.routes.0.port', '{ path: /hub, port: grpc }'],
    ['unsupported-raw-tls resources.hub.routes.0.tls', '{ port: mqtt, tls: passthrough }'],
  ])('refuses %s', (expected, route) => {
    const other = platformFrom(gateway + body(`[${route}]`).replace(', weight: 60', ''));
    const found = limits.flatMap((limit) => limit.find(other).map((path) => `${limit.code} ${path.join('.')}`));
    expect(found).toEqual([expected]);
  });
});

describe('what the standards of Kubernetes have no field for', () => {
  it.each([
    ['unsupported-sticky resources.hub.routes.0.sticky', '{ path: /hub, sticky: true }'],
    ['unsupported-respond resources.hub.routes.0.respond', '{ path: /hub, respond: { status: 503 } }'],
    ['unsupported-long-timeout resources.hub.routes.0.timeout', '{ path: /hub, timeout: 100000h }'],
  ])('is refused of a server: %s', (expected, route) => {
    const other = platformFrom(body(`[${route}]`));
    const found = limits.flatMap((limit) => limit.find(other).map((path) => `${limit.code} ${path.join('.')}`));
    expect(found).toEqual([expected]);
  });

  it('are names of hosts that a server may open, and volumes of others', () => {
    const other = platformFrom(
      'services: { api: { image: "api:1", volumes: { data: { path: /data } } } }\nresources: { hub: { kind: container, image: "hub:1", mounts: { /srv: api.data }, egress: [{ host: example.org, ports: [443] }] } }',
    );
    const found = limits.flatMap((limit) => limit.find(other).map((path) => `${limit.code} ${path.join('.')}`));
    expect(found.sort()).toEqual([
      'unsupported-egress-host resources.hub.egress.0.host',
      'unsupported-shared-volume resources.hub.mounts./srv',
    ]);
  });
});
