export const image = 'image: ghcr.io/acme/web:1';

/** Each limit once: its code, what a description says, and where the limit finds it. */
export const cases: [code: string, text: string, path: string, environment?: string][] = [
  ['unsupported', `services: { web: { ${image} } }`, 'environments.dev.engine', ', engine: pulumi'],
  [
    'unsupported-volume',
    'resources: { docs: { kind: container, image: "mongo:8", ports: { tcp: 27017 }, volumes: { data: { path: /data } } } }\nservices: {}',
    'resources.docs.volumes.data',
  ],
  [
    'unsupported-shared-volume',
    `resources: { docs: { kind: container, ${image}, volumes: { data: { path: /data } } } }\nservices: { web: { ${image}, mounts: { /in: docs.data } } }`,
    'services.web.mounts./in',
  ],
  [
    'unsupported-shared-volume',
    `resources: { docs: { kind: container, ${image}, volumes: { data: { path: /data } }, sidecars: { copy: { ${image}, mounts: { /in: docs.data } } } } }\nservices: {}`,
    'resources.docs.sidecars.copy.mounts./in',
  ],
  [
    'unsupported-replica-volumes',
    `services: { web: { ${image}, volumes: { data: { path: /data } }, scale: { min: 1, max: 2 } } }`,
    'services.web.volumes.data',
  ],
  [
    'unsupported-name',
    `services: { web: { ${image}, volumes: { data: { path: /data } } }, web-volumes: { ${image} } }`,
    'services.web-volumes',
  ],
  [
    'unsupported-task-storage',
    `services: { web: { ${image}, writable: [{ path: /a, medium: disk, size: 150Gi }, { path: /b, medium: disk, size: 51Gi }] } }`,
    'services.web.writable',
  ],
  [
    'unsupported-task-storage',
    `resources: { docs: { kind: container, ${image}, volumes: { data: { path: /data, size: 201Gi } } } }\nservices: {}`,
    'resources.docs.volumes',
  ],
  [
    'unsupported-writable-memory',
    `services: { web: { ${image}, writable: [/a, { path: /tmp, medium: memory }] } }`,
    'services.web.writable.1',
  ],
  [
    'unsupported-redirect-target',
    `services: { web: { ${image}, ports: { http: 80 }, routes: [/, { path: /b, redirect: { to: "/${'x'.repeat(128)}" } }] } }`,
    'services.web.routes.1.redirect.to',
  ],
  ['unsupported-owner', `owner: "<team>"\nservices: { web: { ${image} } }`, 'owner'],
  [
    'unsupported-route-path',
    `services: { web: { ${image}, ports: { http: 80 }, routes: [/a, "/b,c"] } }`,
    'services.web.routes.1.path',
  ],
  [
    'unsupported-route-host',
    `services: { web: { ${image}, ports: { http: 80 }, routes: [{ host: a.example.com }, { host: intranet }] } }`,
    'services.web.routes.1.host',
  ],
  ['unsupported-capability', `services: { web: { ${image}, capabilities: [NET_ADMIN] } }`, 'services.web.capabilities'],
  [
    'unsupported-ulimit',
    `services: { web: { ${image}, ulimits: { nofile: 1024, nproc: 64 } } }`,
    'services.web.ulimits.nproc',
  ],
  [
    'unsupported-host-port',
    `services: { web: { ${image}, ports: { http: 8080, media: { number: 50000-50100, protocol: udp, hostPort: true } } } }`,
    'services.web.ports.media',
  ],
  [
    'unsupported-public-address',
    `services: { web: { ${image}, ports: { tcp: 7881 }, publicAddress: true, scale: 2 } }`,
    'services.web.publicAddress',
  ],
  [
    'unsupported-placement',
    `services: { web: { ${image}, ports: { http: 8080 }, placement: node } }`,
    'services.web.placement',
  ],
  [
    'unsupported-host-path',
    `services: { web: { ${image}, sidecars: { tail: { image: "tail:1", hostPaths: { /logs: /var/log } } } } }`,
    'services.web.sidecars.tail.hostPaths',
  ],
  [
    'unsupported-egress-host',
    `services: { web: { ${image}, egress: [{ host: api.example.com, ports: [443] }] } }`,
    'services.web.egress.0.host',
  ],
  [
    'unsupported-ip-version',
    `services: { web: { ${image}, egress: [{ cidr: 192.0.2.0/24, ports: [443] }, { cidr: "2001:db8::/32", ports: [443] }] } }`,
    'services.web.egress.1.cidr',
  ],
  [
    'unsupported-egress-namespace',
    `services: {}\njobs: { seed: { ${image}, egress: [{ namespace: mail, ports: [25] }] } }`,
    'jobs.seed.egress.0.namespace',
  ],
  [
    'unsupported-rule-count',
    `services: { web: { ${image}, egress: [{ cidr: 192.0.2.0/24, ports: [${Array.from({ length: 60 }, (_, at) => at + 1)}] }] } }`,
    'services.web',
  ],
  [
    'unsupported-conditions',
    `services: { web: { ${image}, ports: { http: 8080 }, routes: [/, { path: /v1, headers: { a: b, c: d, e: f } }] } }`,
    'services.web.routes.1.headers',
  ],
  [
    'unsupported-nested-wildcard',
    `services: { web: { ${image}, ports: { http: 8080 }, routes: [{ host: "*.a.example.com" }, { host: "*.example.com" }] } }`,
    'services.web.routes.0.host',
  ],
  [
    'unsupported-sni',
    `services: { web: { ${image}, ports: { a: { number: 1, protocol: tcp }, b: { number: 2, protocol: tcp } }, routes: [{ port: a, listen: 9, tls: passthrough, host: a.example.com }, { port: b, listen: 9, tls: passthrough, host: b.example.com }] } }`,
    'services.web.routes.1.listen',
  ],
  [
    'unsupported-redirect-status',
    `services: { web: { ${image}, routes: [{ path: /, redirect: { to: "https://a.example.com", status: 307 } }] } }`,
    'services.web.routes.0.redirect.status',
  ],
  [
    'unsupported-shares',
    `services: { ${['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}: { ${image}, ports: { http: 8080 }, routes: [{ path: /, weight: 1 }] }`).join(', ')} }`,
    'services.f.routes.0.weight',
  ],
  ['unsupported-passthrough', `services: { web: { ${image}, passthrough: [THEME] } }`, 'services.web.passthrough'],
  ['unsupported-instance', `services: { web: { ${image}, env: { HOST: "\${instance.name}" } } }`, 'services.web.env'],
  [
    'unsupported-secret-argument',
    `services: { web: { ${image}, secrets: [TOKEN], args: ["--token=\${env.TOKEN}"] } }`,
    'services.web.args',
  ],
  [
    'unsupported-architecture',
    `services: { web: { ${image}, architecture: arm64, sidecars: { agent: { image: "agent:1", architecture: amd64 } } } }`,
    'services.web.sidecars.agent.architecture',
  ],
  ['unsupported-health', `services: { web: { ${image}, ports: { http: 8080 }, health: /up } }`, 'services.web.health'],
  [
    'unsupported-health',
    `services: { web: { ${image}, ports: { grpc: 9090 }, routes: /, health: { grpc: orders } } }`,
    'services.web.health',
  ],
  [
    'unsupported-health-headers',
    `services: { web: { ${image}, ports: { http: 8080 }, routes: /, health: { http: /up, headers: { x-check: a } } } }`,
    'services.web.health',
  ],
  [
    'unsupported-health-timing',
    `services: { web: { ${image}, health: { command: [/probe], startup: 4m, delay: 90s } } }`,
    'services.web.health',
  ],
  [
    'unsupported-health-timing',
    `services: { web: { ${image}, ports: { http: 8080 }, routes: /, health: { http: /up, interval: 3s, timeout: 1s } } }`,
    'services.web.health',
  ],
  [
    'unsupported-start-order',
    `services: { web: { ${image}, after: [api] }, api: { ${image}, ports: { http: 8080 } } }`,
    'services.web.after',
  ],
  [
    'unsupported-start-order',
    `services: { web: { ${image}, uses: [bao], after: { bao: healthy } } }\nresources: { bao: { kind: container, image: "bao:2", ports: { http: 8200 } } }`,
    'services.web.after',
  ],
  [
    'unsupported-start-order',
    `services: { api: { ${image}, ports: { http: 8080 } } }\njobs: { nightly: { ${image}, schedule: "0 3 * * *", after: [api] } }`,
    'jobs.nightly.after',
  ],
  [
    'unsupported-start-order',
    `services: { api: { ${image}, ports: { http: 8080 } } }\njobs: { load: { ${image}, calls: [api] }, nightly: { ${image}, schedule: "0 3 * * *", after: [load] } }`,
    'jobs.nightly.after',
  ],
  [
    'unsupported-dynamic-reference',
    `services: { web: { ${image}, env: { A: "{{resolve:\${env.B}" , B: "ssm:/x}}" } } }`,
    'services.web.env.A',
  ],
  [
    'unsupported-dynamic-reference',
    `services: { web: { ${image}, sidecars: { beside: { image: "b:1", args: ["{{resolve:secretsmanager:x}}"] } } } }`,
    'services.web.sidecars.beside',
  ],
  [
    'unsupported-dynamic-reference',
    'services: {}\nresources: { docs: { kind: container, image: "mongo:8", ports: { tcp: 27017 }, files: { /etc/a/b: { content: "{{resolve:ssm:x}}" } } } }',
    'resources.docs.files',
  ],
  [
    'unsupported-dynamic-reference',
    `services: { web: { ${image}, ports: { http: 8080 }, health: none, routes: [{ path: /, respond: { body: "{{resolve:ssm:x}}", status: 200 } }] } }`,
    'services.web.routes',
  ],
  ['unsupported-stop-timeout', `services: { web: { ${image}, drain: 150s } }`, 'services.web.drain'],
  [
    'unsupported-drain',
    `services: { web: { ${image}, ports: { http: 8080 }, routes: /, drain: 2h } }`,
    'services.web.drain',
  ],
  [
    'unsupported-aliases',
    `services: { web: { ${image}, ports: { http: 8080 }, aliases: [www] } }`,
    'services.web.aliases',
  ],
  [
    'unsupported-aliases',
    `services: { web: { ${image}, uses: [main.web] } }\nresources: { main: { kind: postgres, databases: [web], aliases: [db] } }`,
    'resources.main.aliases',
  ],
  [
    'unsupported-aliases',
    `services: { web: { ${image}, publishes: [bus.made] } }\nresources: { bus: { kind: kafka, topics: [made], aliases: [stream] } }`,
    'resources.bus.aliases',
  ],
  [
    'unsupported-dns-port',
    `services: {}\njobs: { sync: { ${image}, uses: [docs] } }\nresources: { docs: { kind: container, image: "mongo:8", ports: { tcp: { number: 27017, as: 27000 } } } }`,
    'jobs.sync.uses',
  ],
  [
    'unsupported-scale-lag',
    `services: { web: { ${image}, consumes: [bus.jobs], scale: { min: 1, max: 4, lag: 100 } } }\nresources: { bus: { kind: rabbitmq, queues: [jobs] } }`,
    'services.web.scale.lag',
  ],
  [
    'unsupported-scale-requests',
    `services: { web: { ${image}, ports: { http: 8080 }, scale: { min: 1, max: 4, requests: 100 } } }`,
    'services.web.scale.requests',
  ],
  ['unsupported-schedule', `services: {}\njobs: { sync: { ${image}, schedule: "0 0 1 * 1" } }`, 'jobs.sync.schedule'],
  ['unsupported-instance', `services: { web: { ${image}, env: { A: "\${instance.ip:-none}" } } }`, 'services.web.env'],
  ['unsupported-name', `services: { network: { ${image} } }`, 'services.network'],
  [
    'unsupported-name',
    `services: { web: { ${image}, uses: [main.web], migrate: [/app, up] }, web-migrate: { ${image} } }\nresources: { main: { kind: postgres, databases: [web] } }`,
    'services.web-migrate',
  ],
  ['unsupported-name', 'services: {}\nresources: { edge: { kind: redis } }', 'resources.edge'],
  [
    'unsupported-replica-names',
    'services: {}\nresources: { hub: { kind: container, image: "hub:1", replicas: 3 } }',
    'resources.hub.replicas',
  ],
  [
    'unsupported-persistence',
    'services: {}\nresources: { cache: { kind: redis, backup: 0s } }',
    'resources.cache.persistence',
  ],
  [
    'unsupported-storage',
    'services: {}\nresources: { cache: { kind: redis, storage: 77Gi } }',
    'resources.cache.storage',
  ],
  [
    'unsupported-route-timeout',
    `services: { web: { ${image}, ports: { http: 8080 }, routes: [{ path: /, timeout: 90s }] } }`,
    'services.web.routes.0.timeout',
  ],
  [
    'unsupported-header',
    `gateway: { headers: { referrer-policy: no-referrer } }\nservices: { web: { ${image}, ports: { http: 8080 }, routes: / } }`,
    'gateway.headers.referrer-policy',
  ],
  [
    'unsupported-targets',
    `services: { web: { ${image}, ports: { ${[1, 2, 3, 4, 5, 6].map((at) => `p${at}: { number: 808${at}, protocol: http }`).join(', ')} }, routes: [${[1, 2, 3, 4, 5, 6].map((at) => `{ path: /p${at}, port: p${at} }`).join(', ')}] } }`,
    'services.web.routes',
  ],
  [
    'unsupported-shared-listen',
    `services: { sip: { ${image}, ports: { tcp: 5060 }, routes: [{ port: tcp }] }, turn: { ${image}, ports: { udp: 5061 }, routes: [{ port: udp, listen: 5060 }] } }`,
    'services.turn.routes.0.listen',
  ],
  [
    'unsupported-shared-listen',
    `services: { sip: { ${image}, ports: { tcp: 5060, udp: 5061 }, routes: [{ port: udp, listen: 5060 }, { port: tcp }] } }`,
    'services.sip.routes.0.listen',
  ],
  [
    'unsupported-udp-health',
    `services: { turn: { ${image}, ports: { udp: 3478 }, routes: [{ port: udp }] } }`,
    'services.turn.health',
  ],
];
