import { type Case, compose, ecs, environments, job, kubernetes, platform, resource, service, used } from './describe';

const two = (api: string, users = 'ports: { http: 8080, grpc: 9090 }') =>
  platform(`services:\n  api:\n    build: api\n    ${api}\n  users:\n    build: users\n    ${users}`);
const postgres = 'kind: postgres\ndatabases: [users, orders]';

/** Descriptions of the right shape that mean nothing in an environment. */
export const resolutionCases: readonly Case[] = [
  {
    title: 'an environment that there is not',
    text: 'platform: shop\nservices: { api: { build: api } }\n<<unknown-environment>>environments: { dev: { runtime: compose } }\n',
    environment: 'prod',
  },
  {
    title: 'an environment named like a method of objects',
    text: 'platform: shop\nservices: { api: { build: api } }\n<<unknown-environment>>environments: { dev: { runtime: compose } }\n',
    environment: 'toString',
  },
  {
    title: 'an override of a service that there is not',
    text: service('ports: { http: 8080 }', `${compose}\nservices:\n  <<unknown-override>>apis: { drain: 5s }`),
  },
  {
    title: 'an override of a resource that there is not',
    text: resource('kind: redis', `${compose}\nresources:\n  <<unknown-override>>cache: { replicas: 1 }`),
  },
  {
    title: 'a null that takes away what the base does not have',
    text: service(
      'env: { LEVEL: debug }',
      `${compose}\nservices: { api: { env: { <<nothing-to-remove>>LEVLE: null } } }`,
    ),
  },
  {
    title: 'a field of an environment without a value, which is no null',
    text: service('drain: 5s', `${compose}\nservices:\n  api:\n    <<wrong-type>>drain:`),
  },
  {
    title: 'a service of an environment without fields',
    text: service('drain: 5s', `${compose}\nservices:\n  <<wrong-type>>api:`),
  },
  {
    title: 'a call of a service that the environment takes away',
    text: platform(
      'services:\n  api: { build: a, calls: [<<absent-here>>peer] }\n  peer: { build: b, ports: { http: 8080 } }',
      `${compose}\nservices: { peer: null }`,
    ),
  },
  {
    title: 'a taken field that must be there',
    text: platform(
      'services:\n  api: { image: "nginx:1.29", volumes: { data: { path: /a } } }',
      `${compose}\nservices: { api: { volumes: { data: { path: <<missing-field>>null } } } }`,
    ),
  },
  { title: 'ecs without account', text: environments('<<no-account>>dev: { runtime: ecs, region: eu-west-1 }') },
  { title: 'ecs without region', text: environments('<<no-region>>dev: { runtime: ecs, account: "111111111111" }') },
  { title: 'ecs without either', text: environments('<<no-account>><<no-region>>dev: { runtime: ecs }') },
  {
    title: 'a patch that does nothing',
    text: environments(
      'dev: { runtime: compose, overrides: { compose: [<<override-operation>>{ path: /services }] } }',
    ),
  },
  {
    title: 'a patch that sets and removes',
    text: environments(
      'dev: { runtime: compose, overrides: { compose: [<<override-operation>>{ path: /services, set: 1, remove: true }] } }',
    ),
  },
  {
    title: 'a patch without target',
    text: environments('dev: { runtime: compose, overrides: { k8s: [<<override-target>>{ path: /spec, set: 1 }] } }'),
  },
  { title: 'no memory at all', text: service('memory: <<bad-amount>>0Mi') },
  { title: 'no CPU at all', text: service('cpu: { limit: <<bad-amount>>0m }') },
  { title: 'no storage at all', text: resource('kind: kafka\nstorage: <<bad-amount>>0Gi', ecs) },
  { title: 'half seconds', text: service('drain: <<whole-seconds>>1500ms') },
  { title: 'half days', text: resource('kind: redis\nbackup: <<whole-days>>36h', ecs) },
  { title: 'two images', text: service('image: <<image-and-build>>nginx:1.29') },
  { title: 'no image', text: platform('services:\n  <<no-image>>api: { ports: { http: 8080 } }') },
  { title: 'a sidecar without image', text: service('sidecars: { <<no-image>>proxy: { memory: 64Mi } }') },
  { title: 'a port that does not say its protocol', text: service('ports: { api: <<port-protocol>>8080 }') },
  {
    title: 'a health check that asks twice',
    text: service('ports: { http: 8080 }\n<<probe-actions>>health:\n  http: /livez\n  tcp: true'),
  },
  {
    title: 'gRPC health without a grpc port',
    text: service('ports: { http: 8080 }\nhealth: <<probe-port>>{ grpc: true }'),
  },
  {
    title: 'a health check over a port that there is not',
    text: service('ports: { http: 8080 }\nhealth: { http: /, port: <<unknown-port>>admin }'),
  },
  { title: 'a route of a worker', text: service('routes: <<route-port>>/api') },
  {
    title: 'a route to a port that there is not',
    text: service('ports: { http: 8080 }\nroutes: [{ path: /, port: <<unknown-port>>web }]'),
  },
  {
    title: 'a path of a raw route',
    text: service('ports: { tcp: 5000 }\nroutes: [{ port: tcp, path: <<raw-route>>/ }]'),
  },
  {
    title: 'a time-out of a raw route',
    text: service('ports: { tcp: 5000 }\nroutes: [{ port: tcp, timeout: <<raw-route>>5m }]'),
  },
  {
    title: 'a public port of an http route',
    text: service('ports: { http: 8080 }\nroutes: [{ path: /, listen: <<raw-route>>8443 }]'),
  },
  { title: 'a call of a service that there is not', text: two('calls: [<<unknown-service>>user]') },
  { title: 'a call of a resource', text: used('calls: [<<unknown-service>>main]', 'kind: redis') },
  { title: 'a use of a service', text: two('uses: [<<unknown-resource>>users]') },
  { title: 'a use of a resource that there is not', text: used('uses: [<<unknown-resource>>man]', 'kind: redis') },
  {
    title: 'a call of what exists elsewhere',
    text: two('calls: [<<absent-here>>users]', 'only: [other]\n    ports: { http: 8080 }').replace(
      'environments:\n',
      'environments:\n  other: { runtime: compose }\n',
    ),
    environment: 'dev',
  },
  { title: 'a call of itself', text: service('ports: { http: 8080 }\ncalls: [<<calls-itself>>api]') },
  { title: 'a call of a worker', text: two('calls: [<<calls-worker>>users]', 'health: none') },
  { title: 'a call of a port that there is not', text: two('calls: [<<unknown-port>>users.rpc]') },
  {
    title: 'a use of a server instead of a database',
    text: used('uses: [<<needs-part>>main, main.users, main.orders]', postgres),
  },
  {
    title: 'a use of a database that there is not',
    text: used('uses: [<<unknown-part>>main.order, main.users, main.orders]', postgres),
  },
  { title: 'a database of Redis', text: used('uses: [<<no-parts>>main.sessions]', 'kind: redis') },
  { title: 'a use of Kafka', text: used('uses: [<<use-of-broker>>main.created]', 'kind: kafka\ntopics: [created]') },
  {
    title: 'a message to a database',
    text: used('publishes: [<<not-a-broker>>main.users]\n    uses: [main.users, main.orders]', postgres),
  },
  {
    title: 'a topic that there is not',
    text: used('publishes: [<<unknown-part>>main.createt]', 'kind: kafka\ntopics: [created]'),
  },
  {
    title: 'a broker without a topic',
    text: used('consumes: [<<needs-part>>main]', 'kind: rabbitmq\nqueues: [mails]'),
  },
  { title: 'a start after what there is not', text: two('after: [<<unknown-after>>user]') },
  {
    title: 'a variable that a port and an edge give',
    text: platform(
      'services:\n  <<variable-twice>>api: { build: api, ports: { http: 8080, cache: { number: 7000, protocol: tcp } }, uses: [cache] }\nresources:\n  cache: { kind: container, image: "memcached:1.6", ports: { tcp: 11211 } }',
    ),
  },
  { title: 'a reference that does not end', text: service('env: { A: <<reference-syntax>>"${gateway.url" }') },
  {
    title: 'variables that refer to one another',
    text: service('env:\n  A: ${env.B}\n  B: <<reference-cycle>>${env.A}'),
  },
  { title: 'a reference to nothing', text: service('env: { A: <<unknown-reference>>"${users.url}" }') },
  {
    title: 'a reference to a variable that there is not',
    text: service('env: { A: <<unknown-reference>>"${env.Z}" }'),
  },
  {
    title: 'a reference to a service without a call',
    text: two('env: { A: <<reference-without-edge>>"${users.url}" }'),
  },
  {
    title: 'a reference to itself',
    text: service('ports: { http: 8080 }\nenv: { A: <<reference-to-itself>>"${api.url}" }'),
  },
  {
    title: 'a reference to what has no port',
    text: two('env: { A: <<calls-worker>>"${users.addr}" }', 'drain: 5s'),
  },
  {
    title: 'a reference to a job',
    text: `${service('env: { A: <<unknown-reference>>"${load.addr}" }')}jobs: { load: { image: "l:1" } }\n`,
  },
  {
    title: 'a reference to a port that is not called',
    text: two('calls: [users.http]\n    env: { A: <<reference-without-edge>>"${users.grpc.addr}" }'),
  },
  {
    title: 'a reference to a database without a use',
    text: used(
      'uses: [main.users]\n    env: { A: <<reference-without-edge>>"${main.orders.url}" }',
      'kind: postgres\ndatabases: [users, <<unused-database>>orders]',
    ),
  },
  {
    title: 'a reference to an attribute that there is not',
    text: two('calls: [users]\n    env: { A: <<unknown-attribute>>"${users.uri}" }'),
  },
  {
    title: 'a reference without attribute',
    text: used('uses: [main]\n    env: { A: <<unknown-attribute>>"${main}" }', 'kind: redis'),
  },
  {
    title: 'a reference to one of two databases',
    text: used('uses: [main.users, main.orders]\n    env: { A: <<ambiguous-reference>>"${main.url}" }', postgres),
  },
  { title: 'a reference in a command to nothing', text: job('command: [/app, <<unknown-reference>>"${users.url}"]') },
  {
    title: 'a file from two sources',
    text: service('files: { /etc/app.yaml: <<file-source>>{ from: app.yaml, content: x } }'),
  },
  {
    title: 'a file that is not beside the description',
    text: service('files: { /etc/app.yaml: <<missing-file>>app.yaml }'),
  },
  {
    title: 'several things in several places',
    text: two(
      'calls: [<<unknown-service>>user]\n    uses: [<<unknown-resource>>main]',
      'ports: { http: 8080, web: <<port-protocol>>8081 }',
    ),
  },
  {
    title: 'a wrong override at the place of the override',
    text: service('drain: 5s', `${kubernetes}\nservices:\n  api: { drain: <<whole-seconds>>500ms }`),
  },
  {
    title: 'a wrong base in every environment once',
    text: `${service('drain: <<whole-seconds>>500ms', ecs)}  more: { runtime: compose }\n`,
  },
];
