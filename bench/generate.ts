/** What the generated platform calls itself. */
export const platformName = 'bench';

const usersPerServer = 25;
const usersPerCache = 100;

/** One service of a generated platform, by its place. */
export interface Shape {
  readonly name: string;
  /** Earlier services that it calls: three, as far as there are so many. */
  readonly calls: readonly string[];
  /** Server of its database; '' for none. Every second service has one. */
  readonly database: string;
  /** Its cache; '' for none. Every third service has one. */
  readonly cache: string;
  /** Topics; '' for none. Every fourth service writes its own and reads that of the one before. */
  readonly publishes: string;
  readonly consumes: string;
}

/** The services of a platform of so many. The same for ever, and those of a smaller platform come first. */
export function shapes(services: number): Shape[] {
  const servers = serverNames(services);
  const caches = cacheNames(services);
  return Array.from({ length: services }, (_, at) => ({
    name: serviceName(at),
    calls: [...new Set([at - 1, Math.floor(at / 2), Math.floor(at / 3)])]
      .filter((peer) => peer >= 0 && peer < at)
      .map(serviceName),
    database: at % 2 === 0 ? servers[(at / 2) % servers.length]! : '',
    cache: at % 3 === 0 ? caches[(at / 3) % caches.length]! : '',
    publishes: at % 4 === 3 ? `${serviceName(at)}-changed` : '',
    consumes: at % 4 === 3 && at > 4 ? `${serviceName(at - 4)}-changed` : '',
  }));
}

export function serverNames(services: number): string[] {
  return Array.from({ length: Math.ceil(services / usersPerServer) }, (_, at) => `main${at + 1}`);
}

export function cacheNames(services: number): string[] {
  return Array.from({ length: Math.ceil(services / usersPerCache) }, (_, at) => `cache${at + 1}`);
}

function serviceName(at: number): string {
  return `service${String(at + 1).padStart(4, '0')}`;
}

/** The description of a platform of so many services, in the mix of the shop, on every runtime that Slipway renders. */
export function describe(services: number): string {
  const all = shapes(services);
  // A workflow builds at most 128 images at once.
  const many = services > 128;
  const builds = many ? ['unsupported-matrix'] : [];
  // The load balancer opens one port of each, and its security group has 60 rules until AWS raises the quota.
  const prod = [...builds, ...(services > 60 ? ['unsupported-rule-count'] : [])];
  return [
    `platform: ${platformName}`,
    'owner: team-bench',
    'repository: acme/bench',
    'services:',
    ...all.flatMap(service),
    'resources:',
    ...serverNames(services).flatMap((server) => [
      `  ${server}:`,
      '    kind: postgres',
      `    databases: [${all
        .filter((each) => each.database === server)
        .map((each) => each.name)
        .join(', ')}]`,
    ]),
    ...cacheNames(services).map((cache) => `  ${cache}: { kind: redis }`),
    '  events:',
    '    kind: kafka',
    `    topics: [${all.flatMap((each) => (each.publishes === '' ? [] : [each.publishes])).join(', ')}]`,
    'environments:',
    '  local: { runtime: compose, accept: [unsupported-autoscaling] }',
    '  prod:',
    '    runtime: ecs',
    '    tier: production',
    '    account: "222222222222"',
    '    region: eu-west-1',
    '    domain: bench.example.com',
    ...(prod.length > 0 ? [`    accept: [${prod.join(', ')}]`] : []),
    `  edge: { runtime: kubernetes, tier: development, domain: edge.bench.example.com${many ? ', accept: [unsupported-matrix]' : ''} }`,
    '',
  ].join('\n');
}

function service(shape: Shape): string[] {
  const uses = [
    ...(shape.database === '' ? [] : [`${shape.database}.${shape.name}`]),
    ...(shape.cache === '' ? [] : [shape.cache]),
  ];
  return [
    `  ${shape.name}:`,
    `    build: services/${shape.name}`,
    '    ports: { http: 8080, grpc: 9090 }',
    `    routes: /${shape.name}`,
    ...(shape.calls.length === 0 ? [] : [`    calls: [${shape.calls.join(', ')}]`]),
    ...(uses.length === 0 ? [] : [`    uses: [${uses.join(', ')}]`]),
    ...(shape.database === '' ? [] : ['    migrate: [/app, migrate, up]']),
    ...(shape.publishes === '' ? [] : [`    publishes: [events.${shape.publishes}]`]),
    ...(shape.consumes === '' ? [] : [`    consumes: [events.${shape.consumes}]`]),
    '    scale: { min: 2, max: 10, cpu: 60 }',
  ];
}
