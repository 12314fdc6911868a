import { type Case, compose, environments, kubernetes, platform } from './describe';

const hub = (fields: string, more = '', environment: string = compose) =>
  platform(
    `services:\n  api: { build: api, ports: { http: 8080 }${more} }\nresources:\n  cache: { kind: redis }\n  hub: { kind: container, image: "hub:1", ports: { http: 80 }, health: none, ${fields} }`,
    environment,
  );

const observed = (fields: string, more = '', environment: string = compose) =>
  platform(
    `services:\n  api: { build: api, ports: { http: 8080 }, routes: /charts }\nresources:\n  events: { kind: kafka, topics: { made: {} } }\n  charts: { kind: grafana, ${fields} }${more}`,
    environment,
  );
const zone = (name: string, more = '') =>
  `${name}: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: ${name}.example.com, hostedZone: example.com${more} }`;

/** Routes, topics, ways out and mounts of servers that cannot be. */
const reached: readonly Case[] = [
  { title: 'a path of a server that a service has', text: observed('routes: <<route-twice>>/charts') },
  { title: 'a route of a server without a port', text: hub('routes: [{ path: /, port: <<unknown-port>>web }]') },
  { title: 'a list of no routes', text: observed('routes: <<out-of-range>>[]') },
  { title: 'a raw route of a server with a path', text: observed('routes: [{ port: http, listen: <<raw-route>>80 }]') },
  {
    title: 'a public port of a server that the gateway has',
    text: observed(
      'routes: /c',
      '\n  mqtt: { kind: mosquitto, routes: [{ port: mqtt, listen: <<listen-twice>>8080 }] }',
    ),
  },
  {
    title: 'a public port that two servers have',
    text: observed(
      'routes: [{ path: /c }]',
      '\n  mqtt: { kind: mosquitto, routes: [{ port: mqtt }] }\n  other: { kind: mosquitto, routes: [{ port: mqtt, listen: <<listen-twice>>1883 }] }',
    ),
  },
  {
    title: 'a token for a server that nobody signs',
    text: observed('routes: [{ path: /c, auth: <<auth-without-issuer>>required }]'),
  },
  { title: 'a request to a server in no time', text: observed('routes: [{ path: /c, timeout: <<zero-duration>>0s }]') },
  {
    title: 'a redirect of a server to itself',
    text: observed('routes: [{ path: /c, redirect: { to: <<redirect-loop>>/c } }]'),
  },
  {
    title: 'a sticky share of the requests of a server',
    text: observed('routes: [{ path: /c, weight: 5, sticky: <<weight>>true }]'),
  },
  {
    title: 'a path of a server that is too long',
    text: observed(`routes: <<name-length>>/${'c'.repeat(130)}`),
  },
  {
    title: 'one host of a server in two environments',
    text: environments(
      `${zone('a')}\n${zone('b')}`,
      'resources:\n  hub: { kind: container, image: "hub:1", ports: { http: 80 }, health: none, routes: [{ host: <<domain-twice>>hub.example.com }] }',
    ),
  },
  {
    title: 'a host that an environment gives a server again',
    text: environments(
      `${zone('a')}\n${zone('b', ', resources: { hub: { routes: [{ host: <<domain-twice>>a.example.com }] } }')}`,
      'resources:\n  hub: { kind: container, image: "hub:1", ports: { http: 80 }, health: none, routes: / }',
    ),
  },
  {
    title: 'routes, topics and ways out of a server that is elsewhere',
    text: observed(
      'provider: external, external: { host: charts.example.com }, <<provider-field>>routes: /c, <<provider-field>>publishes: [events.made], <<provider-field>>egress: [{ cidr: 0.0.0.0/0, ports: [443] }], <<provider-field>>consumes: [events.made], <<provider-field>>mounts: { <<provider-field>>/a: api.data }',
    ),
  },
  {
    title: 'a server that an operator would run',
    text: observed('provider: <<provider-runtime>>operator, routes: /c'),
  },
  { title: 'a topic of a server that there is not', text: observed('publishes: [<<unknown-part>>events.mode]') },
  {
    title: 'a topic of a server that is written twice',
    text: observed('consumes: [events.made, <<edge-twice>>events.made]'),
  },
  {
    title: 'a way out of a server to nowhere',
    text: observed('egress: [<<egress-target>>{ ports: [443] }]', '', kubernetes),
  },
  {
    title: 'a port of a way out of a server twice',
    text: observed('egress: [{ cidr: 0.0.0.0/0, ports: [443, <<listed-twice>>443] }]', '', kubernetes),
  },
  {
    title: 'a way out of a server to no range',
    text: observed('egress: [{ cidr: <<bad-range>>10.0.0.1/16, ports: [443] }]', '', kubernetes),
  },
  { title: 'a volume for a server that nobody has', text: observed('mounts: { /srv: <<unknown-volume>>api.data }') },
  { title: 'a volume for a server that is its own', text: observed('mounts: { /srv: <<unknown-volume>>charts.data }') },
  {
    title: 'a volume for a server where a directory of it is',
    text: hub('mounts: { /srv: other.data }, writable: [<<mount-twice>>/srv]').replace(
      '\n  hub:',
      '\n  other: { kind: container, image: "other:1", volumes: { data: { path: /data } } }\n  hub:',
    ),
  },
];

/** Edges of servers of kind `container` that cannot be. */
export const serverCases: readonly Case[] = [
  ...reached,
  { title: 'a call of nothing by a server', text: hub('calls: [<<unknown-service>>apis]') },
  { title: 'a call of a store by a server', text: hub('calls: [<<unknown-service>>cache]') },
  { title: 'a use of nothing by a server', text: hub('uses: [<<unknown-resource>>caches]') },
  { title: 'an edge of a server that is written twice', text: hub('calls: [api, <<edge-twice>>api]') },
  {
    title: 'a reference of a server without an edge',
    text: hub('env: { TO: <<reference-without-edge>>"${api.addr}" }'),
  },
  { title: 'a wait of a server for nothing', text: hub('after: [<<unknown-after>>apis]') },
  {
    title: 'a wait of a server for a check that there is not',
    text: hub('calls: [api], after: { api: <<after-condition>>completed }'),
  },
  {
    title: 'a service and a server that wait for one another, one by its use',
    text: hub('calls: [api], after: { api: <<start-cycle>>started }', ', uses: [hub]'),
  },
  {
    title: 'a sidecar of a server by its own name',
    text: hub('sidecars: { <<name-twice>>hub: { image: "a:1" } }'),
  },
  {
    title: 'two servers that write one database',
    text: platform(
      'resources:\n  main: { kind: postgres, databases: [app] }\n  one: { kind: container, image: "one:1", uses: [main.app] }\n  two: { kind: container, image: "two:1", uses: [<<shared-database>>main.app] }',
    ),
  },
  {
    title: "a variable of a sidecar of a server that is another program's",
    text: hub('sidecars: { a: { image: "a:1", env: { <<reserved-variable>>SLIPWAY_A: b } } }'),
  },
];
