import { render } from '../../k8s/index';
import { type Data, find, platformFrom, type Read, readBack } from './manifests';

// Whole objects, since a policy that selects too little, or leaves a direction out, opens what no rule names.

const namespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const pods = (name: string) => ({ podSelector: { matchLabels: { 'app.kubernetes.io/name': name } } });
const range = (cidr: string, ...except: string[]) => ({ ipBlock: { cidr, ...(except.length > 0 && { except }) } });
const on = (port: number, protocol = 'TCP') => ({ port, protocol });
const gateway = namespace('envoy-gateway-system');
const both = ['Ingress', 'Egress'];

const rendered = (body: string, environment?: string) => readBack(render(platformFrom(body, environment)));
const policies = (objects: readonly Read[]): Record<string, Data> =>
  Object.fromEntries(
    objects.filter(({ kind }) => kind === 'NetworkPolicy').map((each) => [each.metadata.name, each.spec]),
  );

describe('the policies of a namespace', () => {
  const body = `services:
  web:
    image: "web:1"
    ports: { http: 8080, grpc: 9090 }
    routes: /
    calls: [api.grpc]
    uses: [main.web]
    migrate: [/up]
  api: { image: "api:1", ports: { grpc: 9090, http: 8080 }, uses: [main.api, cache] }
  idle: { image: "idle:1", ports: { http: 8080 } }
jobs:
  report: { image: "web:1", schedule: "0 3 * * *", calls: [api.http], uses: [main.api] }
resources:
  main: { kind: postgres, databases: [web, api] }
  cache: { kind: redis }`;
  const found = policies(rendered(body));

  it('are one for each name of pods that opens or is opened, and those of all', () => {
    expect(Object.keys(found).sort()).toEqual([
      'api',
      'cache',
      'default-acme',
      'default-deny',
      'default-dns',
      'main',
      'main-provision',
      'report',
      'web',
      'web-migrate',
    ]);
  });

  it('select the pods of that name and speak of both directions, also where one is empty', () => {
    for (const [name, { podSelector, policyTypes }] of Object.entries(found)) {
      if (name.startsWith('default-')) continue;
      expect([name, podSelector, policyTypes]).toEqual([name, pods(name).podSelector, both]);
    }
  });

  it('let a service be reached where a route leads and by nobody else, and out along its edges', () => {
    expect(found['web']).toEqual({
      podSelector: pods('web').podSelector,
      policyTypes: both,
      ingress: [{ from: [gateway], ports: [on(8080)] }],
      egress: [
        { to: [pods('api')], ports: [on(9090)] },
        { to: [pods('main')], ports: [on(5432)] },
      ],
    });
  });

  it('open each port to those alone who call it', () => {
    expect(found['api']).toEqual({
      podSelector: pods('api').podSelector,
      policyTypes: both,
      ingress: [
        { from: [pods('report')], ports: [on(8080)] },
        { from: [pods('web')], ports: [on(9090)] },
      ],
      egress: [
        { to: [pods('cache')], ports: [on(6379)] },
        { to: [pods('main')], ports: [on(5432)] },
      ],
    });
  });

  it('let a migration reach the server that it changes, and nothing that only its service calls', () => {
    expect(found['web-migrate']).toEqual({
      podSelector: pods('web-migrate').podSelector,
      policyTypes: both,
      egress: [{ to: [pods('main')], ports: [on(5432)] }],
    });
  });

  it('let who sets a server up reach that server', () => {
    expect(found['main-provision']).toEqual({
      podSelector: pods('main-provision').podSelector,
      policyTypes: both,
      egress: [{ to: [pods('main')], ports: [on(5432)] }],
    });
  });

  it('let nobody out of a server, and in who uses it', () => {
    expect(found['main']).toEqual({
      podSelector: pods('main').podSelector,
      policyTypes: both,
      ingress: [{ from: ['api', 'main-provision', 'report', 'web', 'web-migrate'].map(pods), ports: [on(5432)] }],
    });
    expect(found['cache']).toEqual({
      podSelector: pods('cache').podSelector,
      policyTypes: both,
      ingress: [{ from: [pods('api')], ports: [on(6379)] }],
    });
  });

  it('let cert-manager prove the name by its own pods alone', () => {
    expect(found['default-acme']).toEqual({
      podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [gateway], ports: [on(8089)] }],
    });
  });

  it('say nothing of outside where every address is known', () => {
    for (const { kind, metadata } of rendered(body)) {
      if (kind === 'NetworkPolicy') expect([metadata.name, metadata.annotations]).toEqual([metadata.name, undefined]);
    }
  });
});

describe('the proof of a name', () => {
  it('needs no way in where the certificate is there already', () => {
    const text =
      'gateway: { certificate: shop-tls }\nservices: { web: { image: "web:1", ports: { http: 8080 }, routes: / } }';
    expect(Object.keys(policies(rendered(text)))).not.toContain('default-acme');
  });

  it('needs no way in where nothing is routed', () => {
    const text = 'services: { web: { image: "web:1", ports: { http: 8080 } } }';
    expect(Object.keys(policies(rendered(text))).sort()).toEqual(['default-deny', 'default-dns']);
  });
});

describe('a namespace that is not ours', () => {
  const text = 'owner: team-shop\nservices: { web: { image: "web:1", ports: { http: 8080 } } }';
  const objects = rendered(text, ', namespace: tools, kubernetes: { createNamespace: false }');

  it('is not made, and closed for the pods of this platform alone', () => {
    expect(objects.filter(({ kind }) => kind === 'Namespace')).toEqual([]);
    const ours = { matchLabels: { 'app.kubernetes.io/instance': 'shop-test' } };
    for (const spec of Object.values(policies(objects))) expect(spec.podSelector).toEqual(ours);
    expect(Object.keys(policies(objects)).sort()).toEqual(['shop-default-deny', 'shop-default-dns']);
  });

  it('is told by each policy of all pods whose platform it is of', () => {
    for (const { kind, metadata } of objects) {
      if (kind === 'NetworkPolicy') expect(metadata.annotations).toEqual({ 'slipway/owner': 'team-shop' });
    }
  });

  it('is told by the namespace itself where we make it', () => {
    const { metadata } = find(rendered(text), 'Namespace/shop-test');
    expect(metadata.annotations).toEqual({ 'slipway/owner': 'team-shop' });
    expect(metadata.labels).toMatchObject({
      'app.kubernetes.io/component': 'namespace',
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'latest',
      'pod-security.kubernetes.io/audit': 'restricted',
      'pod-security.kubernetes.io/warn': 'restricted',
    });
  });
});

describe('ports of UDP and of the node', () => {
  const text = `services:
  dns: { image: "dns:1", ports: { udp: 5353 } }
  client: { image: "c:1", calls: [dns] }
  media: { image: "m:1", ports: { tcp: 7880, udp: 7881, metrics: 9100 }, publicAddress: true, scale: 2 }
  node: { image: "n:1", ports: { tcp: { number: 7000, hostPort: true }, udp: { number: "50000-50100", hostPort: true } } }
gateway: { from: [192.0.2.0/24, 198.51.100.0/24] }`;
  const found = policies(rendered(text, ', accept: [host-port]'));

  it('are opened as what they are', () => {
    expect(found['dns'].ingress).toEqual([{ from: [pods('client')], ports: [on(5353, 'UDP')] }]);
    expect(found['client'].egress).toEqual([{ to: [pods('dns')], ports: [on(5353, 'UDP')] }]);
  });

  it('are opened to those whom the gateway is open to, where each instance has an address', () => {
    const clients = [range('192.0.2.0/24'), range('198.51.100.0/24')];
    expect(found['media'].ingress).toEqual([
      { from: clients, ports: [on(7880)] },
      { from: clients, ports: [on(7881, 'UDP')] },
    ]);
  });

  it('are opened on the node to the same, ranges whole', () => {
    const clients = [range('192.0.2.0/24'), range('198.51.100.0/24')];
    expect(found['node'].ingress).toEqual([
      { from: clients, ports: [on(7000)] },
      { from: clients, ports: [{ port: 50000, endPort: 50100, protocol: 'UDP' }] },
    ]);
  });
});

describe('ways out', () => {
  const text = `services:
  web:
    image: "web:1"
    egress:
      - { cidr: 203.0.113.0/24, ports: [443, "8000-8010"] }
      - { cidr: 203.0.113.0/24, protocol: udp, ports: [443] }
      - { cidr: "2001:db8::/32", ports: [443] }
      - { namespace: mail, labels: { app: relay }, ports: [25] }
      - { namespace: logs, ports: [5044] }`;
  const found = policies(rendered(text))['web'];

  it('are what is said: the range, its ports and transport, pods of another namespace by their labels', () => {
    expect(found.ingress).toBeUndefined();
    expect(found.egress).toHaveLength(4);
    expect(found.egress).toContainEqual({
      to: [range('203.0.113.0/24')],
      ports: [on(443), on(443, 'UDP'), { port: 8000, endPort: 8010, protocol: 'TCP' }],
    });
    expect(found.egress).toContainEqual({ to: [range('2001:db8::/32')], ports: [on(443)] });
    expect(found.egress).toContainEqual({
      to: [{ ...namespace('mail'), podSelector: { matchLabels: { app: 'relay' } } }],
      ports: [on(25)],
    });
    expect(found.egress).toContainEqual({ to: [namespace('logs')], ports: [on(5044)] });
  });
});

describe('who collects metrics', () => {
  const text = `services:
  web: { image: "web:1", ports: { http: 8080, metrics: 9100 } }
  api: { image: "api:1", ports: { http: 8080 } }`;

  it('is let in at the ports of metrics alone', () => {
    const found = policies(
      rendered(text, ', kubernetes: { scrapers: [{ namespace: monitoring, labels: { app: prometheus } }] }'),
    );
    expect(found['web']).toEqual({
      podSelector: pods('web').podSelector,
      policyTypes: both,
      ingress: [
        {
          from: [{ ...namespace('monitoring'), podSelector: { matchLabels: { app: 'prometheus' } } }],
          ports: [on(9100)],
        },
      ],
    });
    expect(found['api']).toBeUndefined();
  });

  it('is nobody where nobody is named', () => {
    expect(policies(rendered(text))['web']).toBeUndefined();
  });
});
