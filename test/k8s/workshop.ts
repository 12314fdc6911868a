import { platformFrom } from './manifests';

/** A platform that uses what the examples do not. */
export const workshop = platformFrom(
  `
gateway: { headers: { x-frame-options: SAMEORIGIN }, from: [192.0.2.0/24] }
services:
  web:
    image: registry.example.com:5000/acme/web:1.2
    ports: { http: { number: 8079, as: 80 }, grpc: 9090, feed: { number: 7000, protocol: tcp }, voice: { number: 5004, protocol: udp } }
    aliases: [www]
    routes:
      - { path: / }
      - { path: /api, rewrite: /v1, timeout: 90s }
      - { path: /shop.v1.Shop, port: grpc }
      - { path: /, host: other.example.com }
      - { port: feed, listen: 7001 }
      - { port: voice }
    calls: [store]
    uses: [main.web, cache, search]
    secrets: { TOKEN: { name: web-token } }
    env:
      DSN: "host=\${main.web.host} password=\${main.web.password}"
      HEADER: "Bearer \${env.TOKEN}"
      PRICE: "5$ $(NOT) $$x"
      NAME: "\${instance.name} at \${instance.ip}"
      PUBLIC: "\${gateway.url}/x"
    passthrough: [DEBUG]
    files:
      /etc/web/plain.yaml: { content: "peer: \${store.addr}\\n" }
      /etc/web/secret.yaml: { content: "a: 1\\npassword: \${main.web.password}\\nend: '$(x)'" }
    writable: [/var/cache/web, { path: /tmp, medium: memory, size: 32Mi }]
    sidecars: { proxy: { image: "proxy:1", cpu: 0.1, memory: 32Mi, writable: [/tmp], sysctls: { net.ipv4.tcp_syncookies: 1 } } }
    init: { warm: { image: "warm:1", command: [/warm, "\${main.web.url}"] } }
    health:
      startup: 45s
      liveness: { http: /live, interval: 20s, headers: { Cookie: "a=b" } }
      readiness: { grpc: shop.v1.Shop, delay: 3s, timeout: 4s, failures: 5 }
    user: "1000:2000"
    capabilities: [NET_BIND_SERVICE]
    architecture: arm64
    scale: { min: 2, max: 6, cpu: 55, memory: 80 }
    after: { store: healthy, seed: completed }
    egress: [{ cidr: 0.0.0.0/0, ports: [443] }, { cidr: 198.51.100.0/24, ports: [25, 587] }]
  store:
    build: services/store
    ports: { http: 8080 }
    volumes: { photos: { path: /photos, size: 7Gi } }
    migrate: { command: [/store, migrate, "\${main.store.url}"], timeout: 5m }
    uses: [main.store]
    drain: 40s
    scale: 3
    health: { readiness: { tcp: true }, liveness: { command: [/store, ok] } }
  worker: { build: services/store, command: [/store, work], uses: [cache] }
jobs:
  seed: { build: services/store, command: [/store, seed], uses: [main.store], volumes: { spool: { path: /spool, size: 1Gi } }, retries: 2, timeout: 2m }
  announce: { build: services/store, command: [/store, announce], calls: [web.http], after: { web: started } }
  nightly: { image: "nightly:1", schedule: "15 2 * * *", timezone: Europe/Berlin, concurrency: forbid, uses: [main.store] }
resources:
  main: { kind: postgres, version: 18, databases: [web, store], parameters: { max_connections: 50 } }
  cache: { kind: redis, auth: none, persistence: false }
  search: { kind: container, image: "search:1", ports: { http: { number: 9200, as: 80 } }, aliases: [find], volumes: { index: { path: /index, size: 3Gi } }, health: { readiness: { http: /ready } }, user: 1000 }
`,
  ', tier: production, resources: { main: { provider: container } }, accept: [unsupported-gateway-from]',
);
