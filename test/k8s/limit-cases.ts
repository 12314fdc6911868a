export const store = 'main: { kind: postgres, databases: [web] }';
const route = (fields: string) =>
  `services: { web: { image: "web:1", ports: { http: 8080 }, routes: [{ path: /, ${fields} }] } }`;
const ingressOf = (services: string) => `gateway: { kind: ingress }\n${services}`;
const web = (fields: string) => `services: { web: { image: "web:1", ports: { http: 8080 }, ${fields} } }`;
export const auth = 'gateway: { auth: { issuer: "https://id.example.com/", audience: shop } }\n';

/** What a limit refuses: its code, a description (and the rest of its environment), and the field that it names. */
export const refused: [code: string, body: string, environment: string, field: string][] = [
  [
    'unsupported',
    `${web('uses: [main.web]')}\nresources: { main: { kind: postgres, databases: [web], provider: operator } }`,
    ', tier: production',
    'resources.main.provider',
  ],
  ['unsupported-respond', route('respond: { status: 410 }'), '', 'services.web.routes.0.respond'],
  [
    'unsupported-redirect',
    ingressOf(route('redirect: { to: "https://a.example.com" }')),
    '',
    'services.web.routes.0.redirect',
  ],
  [
    'unsupported-raw-tls',
    ingressOf('services: { web: { image: "web:1", ports: { tcp: 1 }, routes: [{ port: tcp, tls: terminate }] } }'),
    '',
    'services.web.routes.0.tls',
  ],
  ['unsupported-weight', ingressOf(route('weight: 5')), '', 'services.web.routes.0.weight'],
  ['unsupported-route-match', ingressOf(route('methods: [GET]')), '', 'services.web.routes.0.methods'],
  ['unsupported-route-match', ingressOf(route('headers: { a: b }')), '', 'services.web.routes.0.headers'],
  ['unsupported-replicas', 'resources: { cache: { kind: redis, replicas: 2 } }', '', 'resources.cache.replicas'],
  [
    'unsupported-aliases',
    'resources: { cache: { kind: redis, provider: external, aliases: [memo] } }',
    '',
    'resources.cache.aliases',
  ],
  ['unsupported-backup', 'resources: { cache: { kind: redis, backup: 2d } }', '', 'resources.cache.backup'],
  ['unsupported-root-user', web('user: 0'), '', 'services.web.user'],
  [
    'unsupported-shared-volume',
    `${web('mounts: { /in: other.data }')
      .trimEnd()
      .replace(/^services: \{ /, 'services: { other: { image: "o:1", volumes: { data: { path: /out } } }, ')}`,
    '',
    'services.web.mounts./in',
  ],
  [
    'unsupported-shared-replicas',
    `${web('mounts: { /in: docs.data }')}\nresources: { docs: { kind: container, image: "d:1", replicas: 2, volumes: { data: { path: /data } } } }`,
    ', kubernetes: { sharedStorageClass: many }',
    'services.web.mounts./in',
  ],
  [
    'unsupported-claim-name',
    `${web('mounts: { /in: api.x-y }')
      .trimEnd()
      .replace(/^services: \{ /, 'services: { api: { image: "o:1", volumes: { x-y: { path: /out } } }, ')}
jobs: { api-x: { image: "o:1", volumes: { y: { path: /y } } } }`,
    ', kubernetes: { sharedStorageClass: many }',
    'services.api.volumes.x-y',
  ],
  [
    'unsupported-claim-name',
    `${web('mounts: { /in: uploads.web-0 }, volumes: { uploads: { path: /up } }')
      .trimEnd()
      .replace(/^services: \{ /, 'services: { uploads: { image: "o:1", volumes: { web-0: { path: /out } } }, ')}`,
    ', kubernetes: { sharedStorageClass: many }',
    'services.uploads.volumes.web-0',
  ],
  [
    'unsupported-file-mode',
    web('sidecars: { b: { image: "b:1", user: 1001, files: { /etc/b/key: { content: x, mode: "0600" } } } }'),
    '',
    'services.web.sidecars.b.files./etc/b/key',
  ],
  [
    'unsupported-root-user',
    web('sidecars: { proxy: { image: "proxy:1", user: "0:1" } }'),
    '',
    'services.web.sidecars.proxy.user',
  ],
  [
    'unsupported-root-user',
    'resources: { mail: { kind: container, image: "mail:1", user: 0 } }',
    '',
    'resources.mail.user',
  ],
  ['unsupported-capabilities', web('capabilities: [NET_ADMIN]'), '', 'services.web.capabilities'],
  ['unsupported-ulimits', web('ulimits: { nofile: 65536 }'), '', 'services.web.ulimits'],
  ['unsupported-sysctls', web('sysctls: { net.core.somaxconn: 1024 }'), '', 'services.web.sysctls'],
  [
    'unsupported-sysctls',
    web(
      'sysctls: { net.ipv4.tcp_syncookies: 1 }, sidecars: { proxy: { image: "proxy:1", sysctls: { net.ipv4.tcp_syncookies: 0 } } }',
    ),
    '',
    'services.web.sidecars.proxy.sysctls',
  ],
  [
    'unsupported-architecture',
    web('architecture: arm64, sidecars: { proxy: { image: "proxy:1", architecture: amd64 } }'),
    '',
    'services.web.sidecars.proxy.architecture',
  ],
  [
    'unsupported-large-files',
    web(`files: { /big: { content: "${'x'.repeat(1_000_001)}" } }`),
    '',
    'services.web.files',
  ],
  [
    'unsupported-large-manifest',
    `defaults: { services: { env: { A: &a "${'x'.repeat(120_000)}", ${Array.from({ length: 12 }, (_, at) => `B${at}: *a`).join(', ')} } } }\n${web('cpu: 1')}`,
    '',
    'services.web.env',
  ],
  [
    'unsupported-large-annotations',
    web('cpu: 1'),
    `, kubernetes: { annotations: { note: "${'x'.repeat(130_000)}", more: "${'x'.repeat(130_000)}" } }`,
    'environments.test.kubernetes',
  ],
  [
    'unsupported-listeners',
    web(`routes: [${Array.from({ length: 63 }, (_, at) => `{ host: h${at}.example.com }`).join(', ')}]`),
    '',
    'services.web.routes.62.host',
  ],
  [
    'unsupported-passthrough-text',
    web('passthrough: [REGION], env: { WHERE: "in ${env.REGION}" }'),
    '',
    'services.web.env',
  ],
  [
    'unsupported-permissions',
    web('permissions: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/b"] }]'),
    '',
    'services.web.permissions',
  ],
  ['unsupported-scale-requests', web('scale: { min: 1, max: 3, requests: 50 }'), '', 'services.web.scale.requests'],
  [
    'unsupported-scale-lag',
    'services: { work: { image: "work:1", consumes: [mq.jobs], scale: { min: 1, max: 3, lag: 50 } } }\nresources: { mq: { kind: rabbitmq, queues: [jobs] } }',
    '',
    'services.work.scale.lag',
  ],
  [
    'unsupported-scale-to-zero',
    'services: { work: { image: "work:1", consumes: [mq.jobs], scale: { min: 0, max: 3, lag: 50 } } }\nresources: { mq: { kind: rabbitmq, queues: [jobs] } }',
    '',
    'services.work.scale.min',
  ],
  [
    'unsupported-after',
    'services: { web: { image: "web:1", after: [api] }, api: { image: "api:1", ports: { http: 8080 } } }',
    '',
    'services.web.after',
  ],
  [
    'unsupported-after',
    'services: { web: { image: "web:1", after: { bao: healthy } } }\nresources: { bao: { kind: openbao } }',
    '',
    'services.web.after',
  ],
  [
    'unsupported-after',
    'services: { web: { image: "web:1", uses: [log], after: { log: started } } }\nresources: { log: { kind: container, image: "log:1", ports: { udp: 514 } } }',
    '',
    'services.web.after',
  ],
  [
    'unsupported-after',
    'jobs: { nightly: { image: "a:1", schedule: "0 3 * * *", after: { bao: healthy } } }\nresources: { bao: { kind: openbao } }',
    '',
    'jobs.nightly.after',
  ],
  [
    'unsupported-after-job',
    'services: { api: { image: "api:1", ports: { http: 8080 } } }\njobs: { load: { image: "a:1", calls: [api] }, nightly: { image: "a:1", schedule: "0 3 * * *", after: [load] } }',
    '',
    'jobs.nightly.after',
  ],
  [
    'unsupported-after-job',
    'jobs: { one: { image: "one:1" }, two: { image: "two:1", after: { one: completed } } }',
    '',
    'jobs.two.after',
  ],
  [
    'unsupported-name',
    `services: { web: { image: "web:1", uses: [main.web], migrate: [/web] } }\njobs: { web-migrate: { image: "a:1" } }\nresources: { ${store} }`,
    '',
    'jobs.web-migrate',
  ],
  ['unsupported-name', web('init: { write-files: { image: "a:1" } }'), '', 'services.web.init.write-files'],
  [
    'unsupported-name',
    'services: { web: { build: redis, sidecars: { cache: { image: "redis:8" } } } }',
    '',
    'services.web.sidecars.cache.image',
  ],
  [
    'unsupported-port-range',
    web('placement: any').replace(
      'http: 8080',
      'http: 8080, udp: { number: 10000-10999, hostPort: true }, media: { number: 20000-21000, protocol: udp, hostPort: true }',
    ),
    ', accept: [host-port]',
    'services.web.ports.media.number',
  ],
  [
    'unsupported-node-volumes',
    web('placement: node, volumes: { data: { path: /data } }'),
    ', accept: [host-port]',
    'services.web.volumes',
  ],
  [
    'unsupported-node-edges',
    'services: { web: { image: "web:1", ports: { http: 8080 }, placement: node }, api: { image: "api:1", calls: [web] } }',
    ', accept: [host-port]',
    'services.web.placement',
  ],
  ['unsupported-host-path', web('hostPaths: { /logs: /var/log }'), '', 'services.web.hostPaths'],
  [
    'unsupported-egress-host',
    web('egress: [{ cidr: 192.0.2.0/24, ports: [443] }, { host: api.example.com, ports: [443] }]'),
    '',
    'services.web.egress.1.host',
  ],
  ['unsupported-route-auth', auth + route('auth: required'), '', 'services.web.routes.0.auth'],
  ['unsupported-sticky', route('sticky: true'), '', 'services.web.routes.0.sticky'],
  ['unsupported-long-timeout', route('timeout: 4200d'), '', 'services.web.routes.0.timeout'],
  ['unsupported-idle-timeout', `gateway: { idleTimeout: 5m }\n${route('auth: none')}`, '', 'gateway.idleTimeout'],
  ['unsupported-gateway-from', `gateway: { from: [192.0.2.0/24] }\n${route('auth: none')}`, '', 'gateway.from'],
  ['unsupported-rewrite', `gateway: { kind: ingress }\n${route('rewrite: /v1')}`, '', 'services.web.routes.0.rewrite'],
  [
    'unsupported-route-timeout',
    `gateway: { kind: ingress }\n${route('timeout: 1m')}`,
    '',
    'services.web.routes.0.timeout',
  ],
  [
    'unsupported-grpc-route',
    'gateway: { kind: ingress }\nservices: { web: { image: "web:1", ports: { grpc: 9090 }, routes: [{ path: / }] } }',
    '',
    'services.web.routes.0.port',
  ],
  [
    'unsupported-response-headers',
    `gateway: { kind: ingress, headers: { x-frame-options: DENY } }\n${route('auth: none')}`,
    '',
    'gateway.headers',
  ],
  ['unsupported-gateway-port', `gateway: { kind: ingress, port: 8443 }\n${route('auth: none')}`, '', 'gateway.port'],
];
