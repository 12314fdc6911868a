import { type Case, ecs, kubernetes, platform, service } from './describe';

const routed = (routes: string, environment?: string, sections = '') =>
  platform(
    `${sections}services: { api: { build: api, ports: { http: 8080, tcp: 1883, grpc: 9090 }, routes: [${routes}] } }`,
    environment,
  );
const two = (one: string, other: string, environment?: string) =>
  platform(
    `services:\n  api: { build: api, ports: { http: 8080 }, routes: [${one}] }\n  web: { build: web, ports: { http: 8080 }, routes: [${other}] }`,
    environment,
  );
const ingress = 'gateway: { kind: ingress }\n';

/** What a request must be to reach a route. */
export const routeCases: readonly Case[] = [
  { title: 'a method that there is not', text: routed('{ path: /, methods: [<<not-allowed>>FETCH] }') },
  { title: 'no method at all', text: routed('{ path: /, methods: <<out-of-range>>[] }') },
  { title: 'a host as a header', text: routed('{ path: /, headers: { <<bad-format>>host: a.example.com } }') },
  { title: 'a header by a pattern', text: routed('{ path: /, headers: { x-track: <<bad-format>>"beta*" } }') },
  { title: 'a wildcard inside a host', text: routed('{ path: /, host: <<bad-format>>"api.*.example.com" }') },
  { title: 'a wildcard of a part of a name', text: routed('{ path: /, host: <<bad-format>>"*api.example.com" }') },
  { title: "a cookie of the load balancer's", text: routed('{ path: /, sticky: { cookie: <<bad-format>>AWSALB } }') },
  {
    title: 'a raw route by a wildcard',
    text: routed('{ port: tcp, host: <<raw-host>>"*.mqtt.example.com" }', kubernetes),
  },
  {
    title: 'methods and headers of a raw route',
    text: routed('{ port: tcp, methods: <<raw-route>>[GET], headers: <<raw-route>>{ a: b } }'),
  },
  { title: 'methods of gRPC', text: routed('{ path: /, port: grpc, methods: <<grpc-route>>[POST] }') },
  {
    title: 'one method of two routes',
    text: routed('{ path: /v1, methods: [GET, POST] }, { path: <<route-twice>>/v1, methods: [POST, PUT] }'),
  },
  {
    title: 'two headers that one request may have',
    text: routed('{ path: /v1, headers: { a: "1" } }, { path: <<route-twice>>/v1, headers: { b: "1" } }'),
  },
  {
    title: 'values of a header that differ in capitals alone',
    text: routed('{ path: /v1, headers: { A: beta } }, { path: <<route-twice>>/v1/, headers: { a: BETA } }'),
  },
  {
    title: 'more methods than a rule of a load balancer takes',
    text: routed('{ path: /, methods: <<unsupported-conditions>>[GET, POST, PUT, PATCH] }', ecs),
  },
  {
    title: 'more headers than a rule of a load balancer takes',
    text: routed('{ path: /v1, headers: <<unsupported-conditions>>{ a: "1", b: "2", c: "3" } }', ecs),
  },
  {
    title: 'a wildcard inside another on ECS',
    text: routed(
      '{ path: /, host: "*.example.com" }, { path: /, host: <<unsupported-nested-wildcard>>"*.a.example.com" }',
      ecs,
    ),
  },
  {
    title: 'methods and headers on a plain Ingress',
    text: routed(
      '{ path: /, methods: <<unsupported-route-match>>[GET] }, { path: /v1, headers: <<unsupported-route-match>>{ a: "1" } }',
      kubernetes,
      ingress,
    ),
  },
  {
    title: 'a cookie by name on Kubernetes',
    text: service(
      'ports: { http: 8080 }\nroutes: [{ path: /, sticky: <<unsupported-sticky>>{ cookie: A } }]',
      kubernetes,
    ),
  },
  // redirect, respond
  { title: 'a redirect to nowhere', text: routed('{ path: /old, redirect: { to: <<bad-format>>new } }') },
  {
    title: 'a redirect with a query',
    text: routed('{ path: /old, redirect: { to: <<bad-format>>"/new?a=b" } }'),
  },
  {
    title: 'a redirect by a status that is none',
    text: routed('{ path: /old, redirect: { to: /new, status: <<not-allowed>>200 } }'),
  },
  {
    title: 'a response that sends the client elsewhere',
    text: routed('{ path: /old, respond: <<route-answer>>{ status: 304 } }'),
  },
  {
    title: 'a redirect that also responds',
    text: routed('{ path: /old, redirect: { to: /new }, respond: <<route-answer>>{ status: 200 } }'),
  },
  {
    title: 'a redirect with what belongs to a port',
    text: routed(
      '{ path: /old, redirect: { to: /new }, port: <<route-answer>>http, rewrite: <<route-answer>>/, auth: <<route-answer>>none, timeout: <<route-answer>>5s, sticky: <<route-answer>>true, listen: <<route-answer>>80 }',
    ),
  },
  {
    title: 'a redirect to itself',
    text: routed('{ path: /old, redirect: { to: <<redirect-loop>>/old/new } }'),
  },
  {
    title: 'a redirect of everything to a path of it',
    text: routed('{ path: /, redirect: { to: <<redirect-loop>>/app } }, { path: /apps }'),
  },
  {
    title: 'a redirect to the own host by its name',
    text: routed('{ path: /, redirect: { to: <<redirect-loop>>"https://shop.example.com" } }', kubernetes),
  },
  {
    title: 'a redirect by 308 on ECS',
    text: routed('{ path: /old, redirect: { to: /new, status: <<unsupported-redirect-status>>308 } }', ecs),
  },
  {
    title: 'a redirect on a plain Ingress',
    text: routed('{ path: /old, redirect: <<unsupported-redirect>>{ to: /new } }', kubernetes, ingress),
  },
  {
    title: 'a response on Kubernetes',
    text: routed('{ path: /old, respond: <<unsupported-respond>>{ status: 410 } }', kubernetes),
  },
  // weight
  {
    title: 'weights of nothing at all',
    text: two('{ path: /, weight: <<weight>>0 }', '{ path: /, weight: 0 }'),
  },
  {
    title: 'a weight beside a route that takes all',
    text: two('{ path: /, weight: 10 }', '{ path: <<route-twice>>/ }'),
  },
  {
    title: 'weights of routes that rewrite in two ways',
    text: two('{ path: /v1, weight: 1, rewrite: / }', '<<weight>>{ path: /v1, weight: 1 }'),
  },
  {
    title: 'weights of routes with two times',
    text: two('{ path: /v1, weight: 1 }', '{ path: /v1, weight: 1, timeout: <<weight>>5s }'),
  },
  {
    title: 'a weight of a sticky route',
    text: two('{ path: /, weight: 1 }', '{ path: /, weight: 1, sticky: <<weight>>true }'),
  },
  { title: 'a weight beyond the whole', text: routed('{ path: /, weight: <<out-of-range>>101 }') },
  { title: 'a weight of a raw route', text: routed('{ port: tcp, weight: <<raw-route>>5 }') },
  {
    title: 'a weight of a redirect',
    text: routed('{ path: /, weight: <<route-answer>>5, redirect: { to: "https://example.org" } }'),
  },
  {
    title: 'a weight on a plain Ingress',
    text: routed('{ path: /, weight: <<unsupported-weight>>5 }', kubernetes, ingress),
  },
  // TLS of raw routes
  { title: 'TLS of an http route', text: routed('{ path: /, tls: <<raw-route>>terminate }') },
  {
    title: 'TLS of a udp route',
    text: service('ports: { udp: 53 }\nroutes: [{ port: udp, tls: <<raw-route>>passthrough }]'),
  },
  {
    title: 'TLS that ends at a gateway without any',
    text: routed('{ port: tcp, tls: <<raw-tls>>terminate }', ecs, 'gateway: { tls: false }\n'),
  },
  {
    title: 'TLS for no name',
    text: service('ports: { tcp: 1883 }\nroutes: [{ port: tcp, tls: <<raw-tls>>passthrough }]', 'runtime: kubernetes'),
  },
  {
    title: 'TLS that ends on a laptop',
    text: routed('{ port: tcp, tls: <<unsupported-raw-tls>>terminate }'),
  },
  {
    title: 'TLS of a raw port beside a plain Ingress',
    text: routed('/, { port: tcp, tls: <<unsupported-raw-tls>>passthrough }', kubernetes, ingress),
  },
  {
    title: 'a port that two names share on ECS',
    text: routed(
      '{ port: tcp, tls: passthrough, host: a.example.com }, { port: tcp, tls: passthrough, host: b.example.com, listen: <<unsupported-sni>>1883 }',
      ecs,
    ),
  },
  {
    title: 'a port that one name has twice',
    text: routed(
      '{ port: tcp, tls: passthrough, host: a.localhost }, { port: tcp, tls: passthrough, host: a.localhost, listen: <<listen-twice>>1883 }',
    ),
  },
  {
    title: 'a port that a name shares with whoever asks for none',
    text: routed('{ port: tcp }, { port: tcp, tls: passthrough, host: a.localhost, listen: <<listen-twice>>1883 }'),
  },
  {
    title: 'the port of the gateway for TLS on Kubernetes',
    text: routed('/, { port: tcp, tls: terminate, listen: <<listen-twice>>443 }', kubernetes),
  },
  {
    title: 'the name of a load balancer for TLS on Kubernetes',
    text: routed(
      '{ port: tcp, tls: passthrough, host: a.example.com }, { port: tcp, listen: 1884, host: <<raw-host>>a.example.com }',
      kubernetes,
    ),
  },
];
