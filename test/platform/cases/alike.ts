import { type Case, ecs, environments, kubernetes, platform, resource, used } from './describe';

const two = (one: string, other: string, environment?: string) =>
  platform(`services:\n  api: { image: "acme/a:1", ${one} }\n  web: { image: "acme/b:1", ${other} }`, environment);
const web = (fields: string, environment?: string) =>
  platform(`services:\n  api: { image: "acme/a:1", ports: { http: 8080 }, ${fields} }`, environment);
const path = (text: string) => web(`routes: [{ path: <<bad-format>>"${text}" }]`, kubernetes);
const ecsAt = 'runtime: ecs, account: "111111111111", region: eu-west-1';

const manyHeaders = Array.from({ length: 17 }, (_, at) => `x-${at}: "1"`).join(', ');

/** Names that are one for what reads them, and texts that a target does not take. */
export const alikeCases: readonly Case[] = [
  {
    title: 'two secrets with one variable',
    text: two('secrets: { A: { name: a-b } }', 'secrets: { <<secret-variable>>B: { name: a--b } }'),
  },
  {
    title: 'a key of a secret with the variable of another secret',
    text: two('secrets: { A: { name: a-b } }', 'files: { <<secret-variable>>/run/b: { secret: a, key: b } }'),
  },
  {
    title: 'two keys that differ by signs',
    text: two(
      'files: { /run/a: { secret: a, key: t.k } }',
      'files: { <<secret-variable>>/run/b: { secret: a, key: t-k } }',
    ),
  },
  {
    title: 'the password of an administrator that is handed on',
    text: used(
      'uses: [main.users]\n    passthrough: [<<secret-variable>>MAIN_ADMIN_PASSWORD]',
      'kind: postgres\ndatabases: [users]',
    ),
  },
  {
    title: 'secrets of two services that come out as one',
    text: platform(
      'services:\n  x: { build: x, secrets: [Y_A] }\n  x-y: { build: y, secrets: [<<secret-twice>>A] }',
      kubernetes,
    ),
  },
  {
    title: 'variables that differ in capitals and are one secret',
    text: platform('services: { x: { build: x, secrets: { KEY: {}, <<secret-twice>>key: {} } } }', kubernetes),
  },
  {
    title: 'one header of a route twice',
    text: web('routes: [{ path: /, headers: { x-a: "1", <<header-twice>>X-A: "2" } }]'),
  },
  {
    title: 'one header of the gateway twice',
    text: platform('gateway: { headers: { X-Team: a, <<header-twice>>x-team: b } }\nservices: { api: { build: api } }'),
  },
  {
    title: 'one header of a check twice',
    text: web('health: { liveness: { http: /l, headers: { A: "1", <<header-twice>>a: "2" } } }'),
  },
  {
    title: 'a service with the stack of another environment',
    text: environments(
      `dev: { ${ecsAt} }\ndev-eu: { ${ecsAt} }`,
      'services:\n  api: { image: "acme/a:1" }\n  <<stack-twice>>eu-api: { image: "acme/b:1" }',
    ),
    environment: 'dev',
  },
  {
    title: 'a service with a stack that every other environment has',
    text: environments(
      `dev: { ${ecsAt} }\ndev-eu: { ${ecsAt} }`,
      'services:\n  <<stack-twice>>eu-network: { image: "acme/b:1" }',
    ),
    environment: 'dev',
  },
  {
    title: 'topics that are one for CloudFormation',
    text: used(
      'consumes: [main.Orders, main.orders]',
      'kind: kafka\ntopics: { Orders: <<unsupported-name>>{}, orders: {} }',
      ecs,
    ),
  },
  {
    title: 'ports with a weight that are one for the load balancer',
    text: platform(
      `services:
  a: { image: "acme/a:1", ports: { b-c: { number: 80, protocol: http } }, routes: [{ path: /, weight: 1 }] }
  a-b: { image: "acme/a:1", ports: { c: <<unsupported-name>>{ number: 80, protocol: http } }, routes: [{ path: /, weight: 1 }] }`,
      ecs,
    ),
  },
  {
    title: 'routes whose objects have one name',
    text: platform(
      `services:
  a: { image: "acme/a:1", ports: { http: 80 }, routes: [{ path: /, host: b-c.example.com }] }
  a-b: { image: "acme/a:1", ports: { http: 80 }, routes: [{ path: /, host: <<unsupported-name>>c.example.com }] }`,
      kubernetes,
    ),
  },
  {
    title: 'a service whose route has the name of the way to HTTPS',
    text: platform(
      'services:\n  shop-to-https: { image: "acme/a:1", ports: { http: 80 }, routes: [<<unsupported-name>>/] }',
      kubernetes,
    ),
  },
  {
    title: 'volumes that would be one claim',
    text: platform(
      `services:
  a: { image: "acme/a:1", volumes: { x-b: { path: /x } } }
  b-a: { image: "acme/a:1", volumes: { x: <<unsupported-name>>{ path: /x } } }`,
      kubernetes,
    ),
  },
  {
    title: 'a volume that would be the data of a store',
    text: platform(
      `services:
  main: { image: "acme/a:1", uses: [b-main], volumes: { data-b: <<unsupported-name>>{ path: /x } } }
resources: { b-main: { kind: redis } }`,
      kubernetes,
    ),
  },
  // bad-format
  ...[
    '/é',
    '/a//b',
    '//',
    '/x/../y',
    '/x/./y',
    '/x/..',
    '/x/.',
    '/a%2fb',
    '/a%2Fb',
    '/%',
    '/%zz',
    '/a|b',
    '/[a]',
    '/^',
    '/<b>',
  ].map((text): Case => ({ title: `the path ${text}`, text: path(text) })),
  { title: 'a rewrite with dots', text: web('routes: [{ path: /, rewrite: <<bad-format>>/a/../b }]') },
  {
    title: 'a path with signs that a load balancer does not take',
    text: web('routes: [{ path: <<unsupported-route-path>>"/%C3%A9" }]', ecs),
  },
  {
    title: 'a host without a dot on a load balancer',
    text: web('routes: [{ path: /, host: <<unsupported-route-host>>intranet }]', ecs),
  },
  {
    title: 'an owner that is no tag',
    text: platform('owner: <<unsupported-owner>>"R&D <core>"\nservices: { api: { image: "acme/a:1" } }', ecs),
  },
  {
    title: 'a domain that is too long for a certificate',
    text: web(
      'routes: /',
      ecs.replace('shop.example.com', `<<unsupported-certificate-name>>${'x'.repeat(54)}.example.com`),
    ),
  },
  // argument-length
  {
    title: 'a variable that no kernel takes',
    text: web(`env: { A: <<argument-length>>"${'x'.repeat(131_070)}" }`),
  },
  {
    title: 'a word that no kernel takes',
    text: web(`command: [/app, <<argument-length>>"${'é'.repeat(65_536)}"]`),
  },
  {
    title: 'a variable of a migration that no kernel takes',
    text: used(
      `uses: [main.app]\n    migrate: { command: [up], env: { A: <<argument-length>>"${'x'.repeat(131_070)}" } }`,
      'kind: postgres\ndatabases: [app]',
    ),
  },
  {
    title: 'more words and variables together than a kernel takes',
    text: `platform: shop\nservices:\n  <<argument-length>>api:\n    image: "acme/a:1"\n    args: [&a "${'x'.repeat(131_000)}"${', *a'.repeat(16)}]\nenvironments: { dev: { runtime: compose } }\n`,
  },
  // header-count
  {
    title: 'more headers of a route than a gateway takes',
    text: web(`routes: [{ path: /, <<header-count>>headers: { ${manyHeaders} } }]`),
  },
  {
    title: 'more headers of a check than the proxy reads',
    text: web(`<<header-count>>health: { http: /l, headers: { ${manyHeaders} } }`),
  },
  {
    title: 'more headers of the gateway than the Gateway API takes, with the default ones',
    text: platform(
      `gateway: { <<header-count>>headers: { ${manyHeaders} } }\nservices: { api: { image: "acme/a:1", ports: { http: 80 }, routes: / } }`,
    ),
  },
  // postgres-parameter
  {
    title: 'a size for a time',
    text: used(
      'uses: [main.app]',
      'kind: postgres\ndatabases: [app]\nparameters: { statement_timeout: <<postgres-parameter>>16MB }',
    ),
  },
  {
    title: 'a time for a size',
    text: used(
      'uses: [main.app]',
      'kind: postgres\ndatabases: [app]\nparameters: { work_mem: <<postgres-parameter>>16s }',
    ),
  },
  {
    title: 'a unit of a parameter that nobody knows, on RDS',
    text: used(
      'uses: [main.app]',
      'kind: postgres\ndatabases: [app]\nparameters: { pgaudit.size: <<postgres-parameter>>16MB }',
      ecs,
    ),
  },
  {
    title: 'what the field tls says',
    text: used(
      'uses: [main.app]',
      'kind: postgres\ndatabases: [app]\nparameters: { <<postgres-parameter>>rds.force_ssl: 0 }',
      ecs,
    ),
  },
  // roles
  {
    title: 'a role of every server of RDS',
    text: used('uses: [{ name: main.app, user: <<login-name>>rds_superuser }]', 'kind: postgres\ndatabases: [app]'),
  },
  {
    title: 'an owner that RDS has already',
    text: resource('kind: postgres\ndatabases: { app: { owner: <<database-name>>rds_iam } }').replace(
      'build: api',
      'build: api\n    uses: [main.app]',
    ),
  },
  {
    title: 'a service with the name of a word of SQL',
    text: platform(
      'services:\n  <<login-name>>public: { build: api, uses: [main.app] }\nresources: { main: { kind: postgres, databases: [app] } }',
    ),
  },
  {
    title: 'a digit at the start of a parameter',
    text: resource('kind: postgres\ndatabases: [app]\nparameters: { <<bad-format>>9x: 1 }'),
  },
];
