import { formatProblem, loadText, resolve, rules } from '../../../platform/index';
import { documentOf, everyEnvironment } from '../../support/platforms';
import {
  compose,
  ecs,
  environments,
  job,
  kubernetes,
  lines,
  platform,
  production,
  resource,
  service,
  used,
} from '../cases/describe';

/** What the command line would print. */
function sentences(text: string): string[] {
  const { document, problems } = loadText('platform.yaml', text);
  const found =
    document === undefined ? problems : document.environments.flatMap((name) => resolve(document, name).problems);
  return [...new Set(found.map(formatProblem))];
}

describe('rules', () => {
  it('are more than forty, each with a code of its own', () => {
    expect(rules.length).toBeGreaterThan(40);
    expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
  });

  it.each(everyEnvironment())('find nothing in %s, %s', (example, environment) => {
    expect(resolve(documentOf(example), environment).problems).toEqual([]);
  });

  it('print a place, a code, a sentence and a fix', () => {
    const text = service(
      'ports: { http: 8080 }\nhealth:\n  http: /readyz\n  timeout: 30s\nuses: [main.orders]',
      compose,
    );
    expect(sentences(`${text}resources: { man: { kind: postgres, databases: [orders] } }\n`)).toEqual([
      lines(`
        platform.yaml:8:16   health-timeout  services.api.health.timeout is "30s", but must be shorter than interval "10s"
                             fix: set timeout to 9s or less, or raise interval`),
      lines(`
        platform.yaml:9:12   unknown-resource  services.api.uses.0 names resource "main", which does not exist
                             fix: did you mean "man"?`),
      lines(`
        platform.yaml:13:49  unused-database  resources.man.databases.0 holds the database "orders", which no service and no job uses
                             fix: add man.orders to uses: of its service or job, or remove it here (no data is dropped by that)`),
    ]);
  });

  it('never show a value that looks like a secret', () => {
    const found = sentences(service('env: { DB_PASSWORD: hunter2, STORE: "redis://app:hunter2@cache:6379" }'));
    expect(found).toHaveLength(2);
    expect(found.join('\n')).not.toContain('hunter2');
  });

  it('do not judge a value that the resolver could not read', () => {
    expect(sentences(service('memory: 0Mi', ecs)).map((text) => text.split(/ +/)[1])).toEqual(['bad-amount']);
  });
});

const http = 'ports: { http: 8080 }';
const orders = 'main: { kind: postgres, databases: [orders] }';
const shared = (web: string, resources = orders) =>
  platform(
    `services:\n  orders: { build: a, uses: [main.orders] }\n  web: { build: b, ${web} }\nresources:\n  ${resources}`,
  );

/** What stands next to something refused, and is right. */
const accepted: readonly [string, string][] = [
  ['the longest names', platform(`services: { ${'x'.repeat(40)}: { build: api } }`)],
  ['a service named like a word of the language', platform('services: { services: { build: api } }')],
  ['aliases of their own', platform('services: { a: { build: a, aliases: [x] }, b: { build: b, aliases: [y] } }')],
  [
    'a sidecar of one name at two services',
    platform(
      'services: { a: { build: a, sidecars: { p: { image: "p:1" } } }, b: { build: b, sidecars: { p: { image: "p:1" } } } }',
    ),
  ],
  ['one build of two services', platform('services: { a: { build: app }, b: { build: ./app/ } }')],
  [
    'two stages of one build',
    platform('services: { a: { build: { context: app, target: a } }, b: { build: { context: app, target: b } } }'),
  ],
  ['one number of a tcp and a udp port', service('ports: { tcp: 53, udp: 53 }')],
  ['a low port on a laptop', service('ports: { http: 80 }')],
  ['a low port on Kubernetes', service('ports: { http: 80 }', kubernetes)],
  ['a low port on ecs', service('ports: { http: 80 }', ecs)],
  ['a low port for callers on Kubernetes', service('ports: { http: { number: 8080, as: 80 } }', kubernetes)],
  ['a low port of root on ecs', service('user: 0\nports: { http: 80 }', ecs)],
  [
    'a low port where the kernel lets everybody',
    service('sysctls: { net.ipv4.ip_unprivileged_port_start: 0 }\nports: { http: 80 }', kubernetes),
  ],
  ['a container without ports that nobody uses', resource('kind: container\nimage: "agent:1"')],
  [
    'one path of two hosts',
    service(`${http}\nroutes: [{ path: /, host: a.example.com }, { path: /, host: b.example.com }]`),
  ],
  ['a path below another', service(`${http}\nroutes: [/v1, /v1/orders]`)],
  [
    'raw routes over tcp and udp on one port',
    service('ports: { tcp: 53, udp: 53 }\nroutes: [{ port: tcp }, { port: udp }]'),
  ],
  ['gRPC without TLS on a laptop', service('ports: { grpc: 9090 }\nroutes: /')],
  [
    'hosts of every route instead of a domain',
    service(`${http}\nroutes: [{ host: a.example.com }]`, 'runtime: kubernetes'),
  ],
  ['a service without routes and domain', service(http, 'runtime: kubernetes')],
  ['a domain that is its zone', service(http, `${ecs}\nhostedZone: shop.example.com`)],
  ['a zone by its id', service(http, `${ecs}\nhostedZone: Z0123456789ABCDEFGHIJ`)],
  [
    'a certificate of the region',
    platform(
      'gateway: { certificate: "arn:aws:acm:eu-west-1:111111111111:certificate/1" }\nservices: { api: { build: a } }',
      ecs,
    ),
  ],
  [
    'a certificate by name on Kubernetes',
    platform('gateway: { certificate: shop-tls }\nservices: { api: { build: a } }', kubernetes),
  ],
  [
    'a long idle time on Kubernetes',
    platform('gateway: { idleTimeout: 2h }\nservices: { api: { build: a } }', kubernetes),
  ],
  [
    'a port of operators beside a service',
    platform(
      'services: { a: { build: a, calls: [b, b.metrics] }, b: { build: b, ports: { http: 8080, metrics: 9100 } } }',
    ),
  ],
  [
    'two ports of a peer',
    platform(
      'services: { a: { build: a, calls: [b.http, b.grpc] }, b: { build: b, ports: { http: 8080, grpc: 9090 } } }',
    ),
  ],
  [
    'calls in a circle',
    platform(
      'services: { a: { build: a, ports: { http: 8080 }, calls: [b] }, b: { build: b, ports: { http: 8080 }, calls: [a] } }',
    ),
  ],
  ['a reader of a database', shared('uses: [{ name: main.orders, access: read }]')],
  [
    'a job that writes a database',
    platform(
      `services: { orders: { build: a, uses: [main.orders] } }\njobs: { clean: { build: a, uses: [main.orders] } }\nresources: { ${orders} }`,
    ),
  ],
  [
    'a database that another environment uses',
    environments(
      'dev: { runtime: compose }\nprod: { runtime: compose, services: { api: { uses: [main.orders] } } }',
      `services: { api: { build: a } }\nresources: { ${orders} }`,
    ),
  ],
  [
    'permissions on what is in a bucket',
    service('permissions: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::mails/*"] }]', ecs),
  ],
  ['egress to everywhere', service('egress: [{ cidr: 0.0.0.0/0, ports: [443] }]', ecs)],
  [
    'a start after a job and a worker',
    platform(
      'services: { a: { build: a, after: { seed: completed, w: started } }, w: { build: w } }\njobs: { seed: { build: a } }',
    ),
  ],
  [
    'a chain of starts',
    platform(
      'services: { a: { build: a, after: [b] }, b: { build: b, ports: { http: 8080 }, after: [c] }, c: { build: c, ports: { http: 8080 } } }',
    ),
  ],
  [
    'a diamond of starts',
    platform(
      'services: { a: { build: a, after: { b: started, c: started } }, b: { build: b, after: { d: started } }, c: { build: c, after: { d: started } }, d: { build: d } }',
    ),
  ],
  ['a try one second shorter than its interval', service(`${http}\nhealth: { http: /, timeout: 9s }`)],
  ['a delay within the start', service(`${http}\nhealth: { http: /, delay: 5s, startup: 60s }`)],
  ['gRPC health of a gRPC port', service('ports: { grpc: 9090 }\nhealth: { grpc: true }')],
  ['no replica', service('scale: 0')],
  [
    'no replica until messages wait',
    used('consumes: [main.mails]\n    scale: { min: 0, max: 5, lag: 10 }', 'kind: kafka\ntopics: [mails]'),
  ],
  [
    'an environment that takes the room of a target away',
    service('scale: { min: 1, max: 5, cpu: 60 }', `${compose}\nservices: { api: { scale: { max: 1 } } }`),
  ],
  ['a target with room in another tier', service('scale: { max: 2, cpu: 60 }', `${compose}${production}`)],
  [
    'the usual brokers in five zones',
    resource('kind: kafka', `${ecs.replace('eu-west-1', 'us-east-1')}${production}\nzones: [a, b, c, d, e]`),
  ],
  ['the largest task of Fargate', service('cpu: 16\nmemory: 120Gi', ecs)],
  ['a tiny task on Fargate', service('cpu: 0.1\nmemory: 20Mi', ecs)],
  ['more than Fargate has, on Kubernetes', service('cpu: 32\nmemory: 200Gi', kubernetes)],
  [
    'a variable of a migration that its service has too',
    service('env: { A: x }\nmigrate: { command: [/app], env: { A: y } }'),
  ],
  [
    'one secret of two services',
    platform(
      'services: { a: { build: a, secrets: { K: { name: k } } }, b: { build: b, secrets: { K: { name: k } } } }',
    ),
  ],
  [
    'a writable directory in a volume, and a file in it',
    service('volumes: { data: { path: /data } }\nwritable: [/data/tmp]\nfiles: { /data/tmp/a: { content: x } }'),
  ],
  ['shared memory', service('writable: [{ path: /dev/shm, medium: memory, size: 32Mi }]')],
  [
    'a digest in production',
    platform(`services: { api: { image: "ghcr.io/acme/api@sha256:${'0'.repeat(64)}" } }`, `${compose}${production}`),
  ],
  ['a moving tag in development', platform('services: { api: { image: redis } }')],
  ['a build in a folder above', platform('services: { api: { build: ../services/api } }')],
  ['a generated password', service('secrets: { DB_PASSWORD: { generate: true } }')],
  ['a zone of its own', job('schedule: "*/5 8-18 * * mon-fri"\ntimezone: America/Argentina/Buenos_Aires')],
  ['the 29th of February', job('schedule: "0 0 29 2 *"')],
  ['three zones of six', service(http, `${ecs.replace('eu-west-1', 'us-east-1')}\nzones: [d, e, f]`)],
  [
    'a zone of a region that nobody here knows',
    service(http, `${ecs.replace('eu-west-1', 'mx-central-1')}\nzones: [a, d]`),
  ],
  ['the smallest network', service(http, `${ecs}\ncidr: 192.168.4.0/22`)],
  ['one domain on a laptop and in the cloud', environments('a: { runtime: compose }\nb: { runtime: compose }')],
  [
    'a server that is elsewhere, without image',
    used(
      'uses: [main]',
      'kind: container\nprovider: external\nexternal: { host: mongo.example.com }\nports: { tcp: 27017 }',
    ),
  ],
  [
    'a Kafka elsewhere that another environment runs with its own settings',
    `${used('consumes: [main.mails]', 'kind: kafka\ntopics: { mails: { partitions: 12 } }\nexternal: { host: kafka.example.com }\nmemory: 2Gi')}
  test:
    runtime: compose
    resources: { main: { provider: external, memory: null } }
`,
  ],
  [
    'an image of the description that a managed server has the version of',
    `${used('uses: [main.users]', 'kind: postgres\ndatabases: [users]\nimage: "postgres:16-alpine"\ninstance: db.m7g.large')}
  test:
${ecs.replace(/^/gm, '    ')}
`,
  ],
  [
    'a managed Kafka with as many copies as brokers',
    used('consumes: [main.mails]', 'kind: kafka\ntopics: { mails: { replicas: 2, retention: forever } }', ecs),
  ],
  ['a queue that forgets, in development', resource('kind: rabbitmq\nqueues: { mails: { durable: false } }')],
  [
    'one replica of each store in production',
    used('uses: [main.users]', 'kind: postgres\ndatabases: [users]\nreplicas: 1', `${ecs}${production}`),
  ],
];

describe('rules let pass', () => {
  it.each(accepted)('%s', (_title, text) => {
    expect(sentences(text)).toEqual([]);
  });
});
