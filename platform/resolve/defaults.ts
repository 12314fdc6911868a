import type { Posture, Protocol, Provider, Route, Runtime, Tier } from '../model/platform';
import { nobody } from '../model/user';

// Every default value of the kit. Units as in the model: memory MiB, CPU thousandths of a vCPU, time seconds, storage GiB.
// Sources are beside the values; `slipway explain` shows which of them a field took.

/** Images that outputs add by themselves. */
export const images = {
  haproxy: 'docker.io/library/haproxy:3.2-alpine',
  /** Linked statically, so that its programs run in every container. */
  busybox: 'docker.io/library/busybox:1.37-musl',
  grpcHealthProbe: 'ghcr.io/grpc-ecosystem/grpc-health-probe:v0.4.40',
} as const;

export const container = {
  cpu: 250,
  memory: 512,
  user: nobody,
  readOnlyRoot: true,
  writable: { medium: 'disk', size: { disk: 1024, memory: 64 } },
  volume: { size: 10 },
  dockerfile: 'Dockerfile',
} as const;

/** As the target makes it. */
export const fileMode = '';

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
/** Foreign images may take names of the contract for their own, but most images here are a team's. */
export const contract = 'full';

/** Without a gap. What may not run twice says so, and then has one replica in every tier. */
export const update = { strategy: 'rolling', most: 1 } as const;

export const job = { timeout: 3600, retries: 0, timezone: 'UTC' } as const;
export const scale = { min: { development: 1, production: 2 }, cpu: 70 } as const satisfies Record<string, unknown>;

/** Public name of a tcp or udp port. Dots, since of hyphens two ports of two services could have the same. */
export function rawHost(service: string, port: string, domain: string): string {
  return `${port}.${service}.${domain}`;
}

export const route = { path: '/', timeout: 30, streamTimeout: 3600, sticky: false } as const;

/** 302 can be taken back: browsers keep 301 for good. */
export const answer = { redirect: 302, body: '', contentType: 'text/plain' } as const;

/** Whether a route has the time of its protocol: what a target has no time-out for, it leaves out by default. */
export function hasUsualTimeout({ protocol, timeout }: Pick<Route, 'protocol' | 'timeout'>): boolean {
  return timeout === (protocol === 'http' ? route.timeout : route.streamTimeout);
}

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

/** Of the machine itself alone. */
export const compose = { publish: '127.0.0.1' } as const;

export const hostPath = { readOnly: true } as const;

export const publicAddress = false;
export const placement = 'any';
export const hostPort = false;

export const egress = { protocol: 'tcp' } as const;

/** Of a cluster. The issuer is the name that most guides of cert-manager give. */
export const kubernetes = { namespace: { create: true }, issuer: 'letsencrypt', kind: 'ClusterIssuer' } as const;

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
  // Objects of operators are not made yet, and what is refused is no default.
  kubernetes: { development: 'container', production: 'container' },
  compose: { development: 'container', production: 'container' },
  swarm: { development: 'container', production: 'container' },
};

// Of the stores, each kind has its own beside it.
export * from '../kinds/defaults';
