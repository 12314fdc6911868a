import type { Posture, Protocol, Provider, Runtime, Size, Tier } from '../model/platform';

// Every default value of the kit. Units as in the model: memory MiB, CPU thousandths of a vCPU, time seconds, storage GiB.
// Sources are beside the values; `slipway explain` shows which of them a field took.

/** Images that outputs add by themselves. */
export const images = {
  haproxy: 'docker.io/library/haproxy:3.2-alpine',
  /** Linked statically, so that its programs run in every container. */
  busybox: 'docker.io/library/busybox:1.37-musl',
  grpcHealthProbe: 'ghcr.io/grpc-ecosystem/grpc-health-probe:v0.4.40',
} as const;

/** Servers as containers. */
export const serverImages = {
  postgres: (version: number) => `docker.io/library/postgres:${version}-alpine`,
  redis: (version: string) => `docker.io/library/redis:${version}-alpine`,
  kafka: (version: string) => `docker.io/apache/kafka:${version}.1`,
  rabbitmq: (version: string) => `docker.io/library/rabbitmq:${version}-alpine`,
} as const;

export const container = {
  cpu: 250,
  memory: 512,
  /** `nonroot` of distroless images. */
  user: { uid: 65532, gid: 65532 },
  readOnlyRoot: true,
  writable: { medium: 'disk', size: { disk: 1024, memory: 64 } },
  volume: { size: 10 },
  dockerfile: 'Dockerfile',
} as const;

/** Share of the memory limit that the Go runtime keeps its heap under. */
export const memoryLimitShare = 0.9;

export const architecture = {
  /** Graviton costs less for the same work; images of others are seldom built for it. */
  ecs: { build: 'arm64', image: 'amd64' },
  eks: { build: 'arm64', image: 'amd64' },
  kubernetes: { build: 'any', image: 'any' },
  compose: { build: 'any', image: 'any' },
  swarm: { build: 'any', image: 'any' },
} as const satisfies Record<Runtime, unknown>;

export const probe = { delay: 0, interval: 10, timeout: 2, failures: 3 } as const;
export const health = { startup: 0, http: { liveness: '/livez', readiness: '/readyz' } } as const;

/** Names of ports that say their protocol, in the order in which they are a service's main port. */
export const portProtocols: Readonly<Record<string, Protocol>> = {
  http: 'http',
  grpc: 'grpc',
  ws: 'ws',
  tcp: 'tcp',
  udp: 'udp',
  metrics: 'http',
  admin: 'http',
};

/** Ports for whoever runs the service: a plain call, route or health check does not mean them. */
export const operatorPorts: readonly string[] = ['metrics', 'admin'];

/** One field gives all four numbers: deregistration < preStop + shutdown < grace. */
export const drain = {
  shutdown: 20,
  preStop: 5,
  /** Time between the end of the server's own budget and the kill. */
  margin: 5,
} as const;

export const migrate = { timeout: 600 } as const;
export const job = { timeout: 3600, retries: 0, timezone: 'UTC' } as const;
export const scale = { min: { development: 1, production: 2 }, cpu: 70 } as const satisfies Record<string, unknown>;

export const route = { path: '/', timeout: 30, streamTimeout: 3600, sticky: false } as const;

export const gateway = {
  port: { https: 443, http: 80, compose: 8080 },
  kind: 'gateway-api',
  class: { 'gateway-api': 'envoy-gateway', ingress: 'nginx' },
  namespace: { 'gateway-api': 'envoy-gateway-system', ingress: 'ingress-nginx' },
  idleTimeout: 60,
  from: ['0.0.0.0/0'],
  /** OWASP Secure Headers; a content policy is the service's own matter, since a page needs another one than an API. */
  headers: { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' },
  /** Sent over TLS only. */
  strictTransportSecurity: { development: 'max-age=86400', production: 'max-age=31536000; includeSubDomains' },
} as const;

export const environment = {
  engine: 'cdk',
  tier: 'development',
  size: 'small',
  cidr: '10.0.0.0/16',
  zones: { development: ['a', 'b'], production: ['a', 'b', 'c'] },
  localDomain: 'localhost',
  logLevel: { development: 'debug', production: 'info' },
  tracesSampler: 'parentbased_always_on',
} as const;

export const posture: Readonly<Record<Tier, Posture>> = {
  development: {
    natGateways: 1,
    vpcEndpoints: false,
    flowLogs: false,
    logRetention: 7,
    deletionProtection: false,
    retain: false,
    customerKeys: false,
    containerInsights: false,
    accessLogs: false,
    strictHttp: false,
    exec: true,
    spot: true,
    spread: 'preferred',
    podDisruptionBudget: false,
  },
  production: {
    // One NAT gateway a zone; resolve.ts multiplies.
    natGateways: 3,
    vpcEndpoints: true,
    flowLogs: true,
    logRetention: 365,
    deletionProtection: true,
    retain: true,
    customerKeys: true,
    containerInsights: true,
    accessLogs: true,
    strictHttp: true,
    exec: false,
    spot: false,
    spread: 'required',
    podDisruptionBudget: true,
  },
};

export const provider: Readonly<Record<Runtime, Record<Tier, Provider>>> = {
  ecs: { development: 'managed', production: 'managed' },
  eks: { development: 'managed', production: 'managed' },
  kubernetes: { development: 'container', production: 'operator' },
  compose: { development: 'container', production: 'container' },
  swarm: { development: 'container', production: 'container' },
};

/** What a store takes by default. `cpu` and `memory` are of the container, `instance` of the managed service. */
export interface StoreDefaults {
  readonly port: number;
  readonly tlsPort: number;
  readonly cpu: number;
  readonly memory: number;
  readonly instance: Readonly<Record<Size, string>>;
  readonly storage: Readonly<Record<Size, number>>;
  /** Servers where the provider makes several. A container is always one. */
  readonly replicas: Readonly<Record<Tier, number>>;
  /** Days. */
  readonly backup: Readonly<Record<Tier, number>>;
}

export const stores = {
  postgres: {
    port: 5432,
    tlsPort: 5432,
    cpu: 250,
    memory: 512,
    instance: { small: 'db.t4g.micro', medium: 'db.m8g.large', large: 'db.m8g.2xlarge' },
    storage: { small: 20, medium: 100, large: 500 },
    replicas: { development: 1, production: 2 },
    backup: { development: 1, production: 35 },
  },
  redis: {
    port: 6379,
    tlsPort: 6379,
    cpu: 100,
    memory: 256,
    instance: { small: 'cache.t4g.micro', medium: 'cache.m7g.large', large: 'cache.r7g.xlarge' },
    storage: { small: 1, medium: 5, large: 20 },
    replicas: { development: 1, production: 2 },
    // Without a copy a replaced node starts empty, and sessions are data.
    backup: { development: 1, production: 15 },
  },
  kafka: {
    port: 9092,
    // MSK: 9098 is IAM over TLS inside the VPC.
    tlsPort: 9098,
    cpu: 500,
    memory: 1024,
    // kafka.t3.small is refused with KRaft.
    instance: { small: 'kafka.m7g.large', medium: 'kafka.m7g.xlarge', large: 'kafka.m7g.4xlarge' },
    storage: { small: 10, medium: 100, large: 1000 },
    // MSK wants a multiple of the zones; resolve.ts takes at least one a zone.
    replicas: { development: 2, production: 3 },
    backup: { development: 0, production: 0 },
  },
  rabbitmq: {
    port: 5672,
    tlsPort: 5671,
    cpu: 250,
    memory: 512,
    instance: { small: 'mq.m7g.medium', medium: 'mq.m7g.large', large: 'mq.m7g.2xlarge' },
    storage: { small: 5, medium: 20, large: 100 },
    replicas: { development: 1, production: 3 },
    backup: { development: 0, production: 0 },
  },
} as const satisfies Record<string, StoreDefaults>;

export const versions = { postgres: 17, redis: '8', kafka: '4.1', rabbitmq: '4.2' } as const;

export const topic = { partitions: 3, replicas: 3, retention: 7 * 86400, cleanup: 'delete' } as const;
export const queue = { durable: true, quorum: { development: false, production: true } } as const;
export const redis = { auth: 'password', eviction: 'noeviction', persistence: true } as const;
export const rabbitmq = { vhost: '/' } as const;
