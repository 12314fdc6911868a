import { type Case, compose, ecs, kubernetes, platform, service, used } from './describe';
import { routeCases } from './routes';

const two = (api: string, web: string, environment?: string) =>
  platform(
    `services:\n  api: { build: api, ports: { http: 8080 }, ${api} }\n  web: { build: web, ports: { http: 8080 }, ${web} }`,
    environment,
  );

/** Names, ports, routes, gateway and edges. */
export const networkCases: readonly Case[] = [
  { title: 'one number of two ports', text: service('ports: { grpc: <<port-twice>>8080, http: 8080 }') },
  {
    title: 'one number for callers of two ports',
    text: service('ports: { http: { number: 8080, as: 80 }, metrics: { number: 9090, as: <<as-twice>>80 } }'),
  },
  {
    title: 'two primary ports',
    text: service(
      'ports: { http: { number: 8080, primary: true }, grpc: { number: 9090, primary: <<primary-twice>>true } }',
    ),
  },
  {
    title: 'a low port where sysctls closes it',
    text: service(
      'sysctls: { net.ipv4.ip_unprivileged_port_start: 1024 }\nports: { http: <<privileged-port>>80 }',
      kubernetes,
    ),
  },
  {
    title: 'a low port that sysctls closes to root, in the long form',
    text: service(
      'user: 0\nsysctls: { net.ipv4.ip_unprivileged_port_start: 1024 }\nports: { http: { number: <<privileged-port>>443, as: 8443 } }',
      ecs,
    ),
  },
  {
    title: 'a use of a container without ports',
    text: used('uses: [<<uses-without-ports>>main]', 'kind: container\nimage: "busybox:1.37"'),
  },
  // routes
  { title: 'one path of two services', text: two('routes: /v1', 'routes: [{ path: <<route-twice>>/v1 }]') },
  { title: 'one path with and without a slash at its end', text: two('routes: /v1/', 'routes: <<route-twice>>/v1') },
  { title: 'one path twice in a service', text: service('ports: { http: 8080 }\nroutes: [/v1, <<route-twice>>/v1]') },
  {
    title: 'one public port of two raw routes',
    text: platform(
      'services:\n  api: { build: api, ports: { tcp: 5000 }, routes: [{ port: tcp }] }\n  web: { build: web, ports: { tcp: 6000 }, routes: [{ port: tcp, listen: <<listen-twice>>5000 }] }',
    ),
  },
  {
    title: 'the public port of the gateway',
    text: two('routes: /', 'routes: /web').replace(
      'ports: { http: 8080 }, routes: /web',
      'ports: { tcp: 5000 }, routes: [{ port: tcp, listen: <<listen-twice>>8080 }]',
    ),
  },
  {
    title: 'gRPC through a load balancer without TLS',
    text: platform(
      'gateway: { tls: false }\nservices: { api: { build: api, ports: { grpc: 9090 }, routes: <<grpc-without-tls>>/shop.Api } }',
      ecs,
    ),
  },
  {
    title: 'tokens of nobody',
    text: service('ports: { http: 8080 }\nroutes: [{ path: /, auth: <<auth-without-issuer>>required }]'),
  },
  {
    title: 'tokens over plain HTTP on ecs',
    text: platform(
      'gateway: { tls: false, auth: { issuer: "https://id.example.com/", audience: shop } }\nservices: { api: { build: api, ports: { http: 8080 }, routes: [{ path: /, auth: <<auth-without-tls>>required }] } }',
      ecs,
    ),
  },
  {
    title: 'another path for gRPC, and cookies',
    text: service(
      'ports: { grpc: 9090 }\nroutes: [{ path: /shop.Api, rewrite: <<grpc-route>>/, sticky: <<grpc-route>>true }]',
    ),
  },
  {
    title: 'a route without a public name',
    text: service('ports: { http: 8080 }\nroutes: /', 'runtime: kubernetes').replace('  dev:', '  <<no-domain>>dev:'),
  },
  {
    title: 'names outside the hosted zone',
    text: service(
      'ports: { http: 8080 }\nroutes: [/, { host: <<host-outside-zone>>api.example.org }]',
      `${ecs}\nhostedZone: example.net`,
    ).replace('domain: shop', 'domain: <<host-outside-zone>>shop'),
  },
  // gateway
  {
    title: 'a certificate by name on ecs',
    text: platform('gateway: { certificate: <<certificate>>shop-tls }\nservices: { api: { build: api } }', ecs),
  },
  {
    title: 'a certificate of another region',
    text: platform(
      'gateway: { certificate: <<certificate>>"arn:aws:acm:us-east-1:111111111111:certificate/1" }\nservices: { api: { build: api } }',
      ecs,
    ),
  },
  {
    title: 'a certificate by ARN on Kubernetes',
    text: platform(
      'gateway: { certificate: <<certificate>>"arn:aws:acm:us-east-1:111111111111:certificate/1" }\nservices: { api: { build: api } }',
      kubernetes,
    ),
  },
  {
    title: 'a certificate without TLS',
    text: platform(
      'gateway: { tls: false, certificate: <<certificate>>shop-tls }\nservices: { api: { build: api } }',
      kubernetes,
    ),
  },
  {
    title: 'an idle time-out beyond what a load balancer takes',
    text: platform('gateway: { idleTimeout: <<idle-timeout>>2h }\nservices: { api: { build: api } }', ecs),
  },
  {
    title: 'a header of two lines',
    text: platform(
      'gateway: { headers: { x-team: <<header-value>>"shop\\r\\nset-cookie: a=b" } }\nservices: { api: { build: api } }',
    ),
  },
  {
    title: 'a header of a health check with an emoji',
    text: service('ports: { http: 8080 }\nhealth: { http: /, headers: { x-check: <<header-value>>"✓" } }'),
  },
  {
    title: 'a range that does not start at its first address',
    text: service('egress: [{ cidr: <<bad-range>>10.0.0.1/16, ports: [443] }]'),
  },
  {
    title: 'a range with an octet that there is not',
    text: platform('gateway: { from: [<<bad-range>>10.0.256.0/24] }\nservices: { api: { build: api } }'),
  },
  { title: 'a network that starts elsewhere', text: service('drain: 5s', `${ecs}\ncidr: <<bad-range>>10.0.1.0/16`) },
  {
    title: 'a sampler that there is not',
    text: service(
      'drain: 5s',
      `${compose}\ntelemetry: { endpoint: "http://otel:4317", sampler: <<telemetry-sampler>>sometimes }`,
    ),
  },
  // edges
  { title: 'one call twice', text: two('calls: [web, <<edge-twice>>web]', 'drain: 5s') },
  { title: 'a call of a service and of its port', text: two('calls: [web, <<edge-twice>>web.http]', 'drain: 5s') },
  {
    title: 'one database twice',
    text: used(
      'uses: [main.users, { name: <<x>>main.users, access: read }]'.replace('{ name: <<x>>', '<<edge-twice>>{ name: '),
      'kind: postgres\ndatabases: [users]',
    ),
  },
  {
    title: 'one topic twice',
    text: used('publishes: [main.created, <<edge-twice>>main.created]', 'kind: kafka\ntopics: [created]'),
  },
  {
    title: 'a database of two services',
    text: platform(
      'services:\n  orders: { build: a, uses: [main.orders] }\n  web: { build: b, uses: [<<shared-database>>main.orders] }\nresources:\n  main: { kind: postgres, databases: [orders] }',
    ),
  },
  {
    title: 'a database of two services, one of which migrates it',
    text: platform(
      'services:\n  a: { build: a, uses: [<<shared-database>>{ name: main.a, access: write }] }\n  b: { build: b, uses: [main.a], migrate: [/app, migrate] }\nresources:\n  main: { kind: postgres, databases: [a] }',
    ),
  },
  {
    title: 'a database that two services of one folder migrate',
    text: platform(
      'services:\n  a: { build: a, uses: [main.a], migrate: [/app, migrate] }\n  b: { build: ./a/, uses: [<<shared-database>>main.a], migrate: [/app, migrate] }\nresources:\n  main: { kind: postgres, databases: [a] }',
    ),
  },
  {
    title: 'a database of two images',
    text: platform(
      'services:\n  a: { image: "acme/a:1", uses: [main.a] }\n  b: { image: "acme/a:2", uses: [<<shared-database>>main.a] }\nresources:\n  main: { kind: postgres, databases: [a] }',
    ),
  },
  {
    title: 'a database that nobody uses',
    text: used('uses: [main.users]', 'kind: postgres\ndatabases: { users: {}, <<unused-database>>orders: {} }'),
  },
  {
    title: 'rights in Redis',
    text: used('uses: [{ name: main, access: <<access-without-database>>read }]', 'kind: redis'),
  },
  {
    title: 'permissions on every bucket',
    text: service(
      'permissions: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::mails/*", <<permission-on-everything>>"arn:aws:s3:::*"] }]',
      ecs,
    ),
  },
  {
    title: 'permissions of another partition',
    text: service(
      'permissions: [{ actions: ["s3:GetObject"], resources: [<<permission-elsewhere>>"arn:aws-cn:s3:::mails/*"] }]',
      ecs,
    ),
  },
  {
    title: 'a region that is cut off',
    text: service('drain: 5s', ecs.replace('region: eu-west-1', 'region: <<isolated-region>>us-iso-east-1')),
  },
  {
    title: 'egress into the own network',
    text: service('egress: [{ cidr: <<egress-inside>>10.0.4.0/24, ports: [443] }]', ecs),
  },
  ...routeCases,
];
