import { type Case, compose, platform } from './describe';

const hub = (fields: string, more = '', environment: string = compose) =>
  platform(
    `services:\n  api: { build: api, ports: { http: 8080 }${more} }\nresources:\n  cache: { kind: redis }\n  hub: { kind: container, image: "hub:1", ports: { http: 80 }, health: none, ${fields} }`,
    environment,
  );

/** Edges of servers of kind `container` that cannot be. */
export const serverCases: readonly Case[] = [
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
