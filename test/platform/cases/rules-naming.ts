import { type Case, ecs, environments, kubernetes, platform, service, used } from './describe';

const two = (api: string, web: string, environment?: string) =>
  platform(
    `services:\n  api: { build: api, ports: { http: 8080 }, ${api} }\n  web: { build: web, ports: { http: 8080 }, ${web} }`,
    environment,
  );
const long = (letters: number) => 'x'.repeat(letters);

/** Lengths of names, names that are taken, and names that are there twice. */
export const namingCases: readonly Case[] = [
  // name-length
  {
    title: 'a long name of a platform',
    text: `platform: <<name-length>>${long(21)}\nservices: { api: { build: api } }\nenvironments: { dev: { runtime: compose } }\n`,
  },
  {
    title: 'a long name of an environment',
    text: environments('<<name-length>>development-two: { runtime: compose }'),
  },
  { title: 'a long name of a service', text: platform(`services: { <<name-length>>${long(41)}: { build: api } }`) },
  {
    title: 'a long name of a resource',
    text: platform(
      `services: { api: { build: api, uses: [${long(25)}] } }\nresources: { <<name-length>>${long(25)}: { kind: redis } }`,
    ),
  },
  {
    title: 'a long name of a port',
    text: service(`ports: { <<name-length>>${long(16)}: { number: 8080, protocol: http } }`),
  },
  {
    title: 'a long name of a database',
    text: used(`uses: [main.${long(41)}]`, `kind: postgres\ndatabases: [<<name-length>>${long(41)}]`),
  },
  {
    title: 'a long name of a topic',
    text: used(`consumes: [main.${long(201)}]`, `kind: kafka\ntopics: { <<name-length>>${long(201)}: {} }`),
  },
  {
    title: 'a long name of a sidecar and its volume',
    text: service(
      `sidecars: { <<name-length>>${long(41)}: { image: "envoy:1" } }\nvolumes: { <<name-length>>${long(41)}: { path: /data } }`,
    ),
  },
  { title: 'a long path of a route', text: service(`ports: { http: 8080 }\nroutes: <<name-length>>/${long(126)}`) },
  {
    title: 'a long host of a route',
    text: service(`ports: { http: 8080 }\nroutes: [{ host: <<name-length>>${`${long(50)}.`.repeat(3)}com }]`),
  },
  {
    title: 'a long part of a domain',
    text: environments(`dev: { runtime: compose, domain: <<name-length>>${long(64)}.example.com }`),
  },
  { title: 'a long alias', text: service(`ports: { http: 8080 }\naliases: [<<name-length>>${long(64)}]`) },
  // raw-host
  {
    title: 'a raw route by the name of the gateway',
    text: service(
      'ports: { http: 8080, tcp: 1883 }\nroutes: [/, { port: tcp, host: <<raw-host>>shop.example.com }]',
      kubernetes,
    ),
  },
  {
    title: 'a raw route by the name of an http route',
    text: platform(
      'services:\n  api: { build: api, ports: { http: 8080 }, routes: [{ host: a.example.com }] }\n  web: { build: web, ports: { tcp: 25 }, routes: [{ port: tcp, host: <<raw-host>>a.example.com }] }',
      ecs,
    ),
  },
  {
    title: 'one name of the raw routes of two services on Kubernetes',
    text: platform(
      'services:\n  api: { build: api, ports: { tcp: 24 }, routes: [{ port: tcp, host: a.example.com }] }\n  web: { build: web, ports: { tcp: 25 }, routes: [{ port: tcp, host: <<raw-host>>a.example.com }] }',
      kubernetes,
    ),
  },
  // reserved-name
  {
    title: 'a service named like references to variables',
    text: platform('services: { <<reserved-name>>env: { build: api } }'),
  },
  { title: 'a job named default', text: platform('jobs: { <<reserved-name>>default: { build: api } }') },
  {
    title: 'an alias of every container',
    text: service('ports: { http: 8080 }\naliases: [<<reserved-name>>localhost]'),
  },
  {
    title: 'the database of administrators',
    text: used('uses: [main.postgres]', 'kind: postgres\ndatabases: [<<reserved-name>>postgres]'),
  },
  {
    title: "a topic of Kafka's own",
    text: used('consumes: [main.__offsets]', 'kind: kafka\ntopics: [<<reserved-name>>__offsets]'),
  },
  {
    title: "a queue of RabbitMQ's own",
    text: used('consumes: [main.amq.mails]', 'kind: rabbitmq\nqueues: { <<reserved-name>>amq.mails: {} }'),
  },
  // name-twice
  {
    title: 'a service and a job of one name',
    text: platform('services: { api: { build: api } }\njobs: { <<name-twice>>api: { build: api } }'),
  },
  {
    title: 'a service and a resource of one name',
    text: platform('services: { cache: { build: api } }\nresources: { <<name-twice>>cache: { kind: redis } }'),
  },
  { title: 'an alias that is a name', text: two('aliases: [<<name-twice>>web]', 'drain: 5s') },
  { title: 'an alias that is the own name', text: service('ports: { http: 8080 }\naliases: [<<name-twice>>api]') },
  { title: 'one alias of two services', text: two('aliases: [shop]', 'aliases: [<<name-twice>>shop]') },
  { title: 'a sidecar named like its service', text: service('sidecars: { <<name-twice>>api: { image: "envoy:1" } }') },
  {
    title: 'a sidecar named like what runs before it',
    text: service('init: { setup: { image: "busybox:1" } }\nsidecars: { <<name-twice>>setup: { image: "envoy:1" } }'),
  },
  // image-name-twice, only-unknown
  {
    title: 'two builds of one name',
    text: platform('services:\n  api: { build: backend/api }\n  web: { build: <<image-name-twice>>frontend/api }'),
  },
  {
    title: 'an environment that only names',
    text: platform(
      'services: { api: { build: api } }\njobs: { report: { build: api, only: [dev, <<only-unknown>>prod] } }',
    ),
  },
  // ports
];
