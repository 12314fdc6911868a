import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { cacheNames, type Shape, serverNames } from '../generate';
import { databaseSql, name, plainVariables, ports, serviceVariables, topicsOf, variableName } from './settings';

type Service = Record<string, unknown>;

/** The Compose file as plain data, with a network for each two that may speak. */
export function writeCompose(services: readonly Shape[], folder: string): void {
  mkdirSync(join(folder, 'files'), { recursive: true });
  const links = linksOf(services);
  const networks = new Map<string, string[]>();
  for (const [from, to] of links) {
    for (const end of [from, to]) networks.set(end, [...(networks.get(end) ?? []), `${from}_${to}`]);
  }
  const of = (owner: string) => ({
    networks: Object.fromEntries((networks.get(owner) ?? []).map((network) => [network, {}])),
  });
  const all: Record<string, Service> = {};
  const add = (owner: string, service: Service) => {
    all[owner] = { ...service, ...of(owner), ...hardened };
  };
  for (const shape of services) {
    add(shape.name, serviceOf(shape));
    if (shape.database !== '') add(`${shape.name}-migrate`, migrationOf(shape));
  }
  addStores(services, add);
  add('gateway', gatewayOf(services));
  add('probes', {
    image: 'docker.io/library/busybox:1.37',
    command: ['cp', '/bin/busybox', '/probes/wget'],
    restart: 'no',
  });
  // What Kafka writes beside its data is on volumes of its user.
  const scratch = ['events_logs', 'events_tmp'];
  add('events-volumes', {
    image: 'docker.io/library/busybox:1.37',
    command: ['chown', '1000:1000', ...scratch.map((each) => `/volumes/${each}`)],
    user: '0:0',
    volumes: scratch.map((source) => ({ type: 'volume', source, target: `/volumes/${source}` })),
    restart: 'no',
  });
  const document = {
    name: `${name}-local`,
    services: all,
    networks: Object.fromEntries(
      [...links.map(([from, to]) => `${from}_${to}`), 'public'].map((each) => [each, { internal: each !== 'public' }]),
    ),
    volumes: Object.fromEntries([...storeNames(services), 'probes', ...scratch].map((store) => [store, {}])),
    configs: writeFiles(services, folder),
  };
  writeFileSync(join(folder, 'compose.yaml'), stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }));
}

const hardened = {
  user: '65532:65532',
  cap_drop: ['ALL'],
  read_only: true,
  security_opt: ['no-new-privileges:true'],
  deploy: { resources: { limits: { cpus: '0.25', memory: '512M' }, reservations: { cpus: '0.25', memory: '512M' } } },
};

/** Who opens connections to whom. */
function linksOf(services: readonly Shape[]): (readonly [string, string])[] {
  return [
    ...services.flatMap((shape) => [
      ['gateway', shape.name] as const,
      ...shape.calls.map((peer) => [shape.name, peer] as const),
      ...(shape.cache === '' ? [] : [[shape.name, shape.cache] as const]),
      ...(shape.database === '' ? [] : [[shape.name, shape.database] as const]),
      ...(topicsOf(shape).length === 0 ? [] : [[shape.name, 'events'] as const]),
    ]),
    ...[...serverNames(services.length), 'events'].map((store) => [`${store}-provision`, store] as const),
  ];
}

function storeNames(services: readonly Shape[]): string[] {
  return [...serverNames(services.length), ...cacheNames(services.length), 'events'];
}

const password = (login: string) => `\${${variableName(login)}_PASSWORD:?set it}`;
const healthy = { condition: 'service_healthy' };
const done = { condition: 'service_completed_successfully' };

function variables(shape: Shape, migrates: boolean): Record<string, string> {
  const login = migrates ? `${shape.name}_migrate` : shape.name;
  const secret = password(`${shape.database}-${shape.name}${migrates ? '-migrate' : ''}`);
  const cache = password(`${shape.cache}-${shape.name}`);
  const version = `\${${variableName(shape.name)}_VERSION:-dev}`;
  return {
    ...plainVariables(shape, 'local', 'debug'),
    ...(migrates ? {} : serviceVariables(shape)),
    OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${name},deployment.environment.name=local,service.version=${version}`,
    SERVICE_VERSION: version,
    ...(shape.database === ''
      ? {}
      : {
          DATABASE_URL: `postgres://${login}:${secret}@${shape.database}:${ports.postgres}/${shape.name}?sslmode=disable`,
          PGDATABASE: shape.name,
          PGHOST: shape.database,
          PGPASSWORD: secret,
          PGPORT: String(ports.postgres),
          PGSSLMODE: 'disable',
          PGUSER: login,
        }),
    ...(shape.cache === ''
      ? {}
      : {
          REDIS_ADDR: `${shape.cache}:${ports.redis}`,
          REDIS_PASSWORD: cache,
          REDIS_TLS: 'false',
          REDIS_URL: `redis://${shape.name}:${cache}@${shape.cache}:${ports.redis}`,
          REDIS_USERNAME: shape.name,
        }),
    ...(topicsOf(shape).length === 0 || migrates
      ? {}
      : { KAFKA_BROKERS: `events:${ports.kafka}`, KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT' }),
  };
}

function built(shape: Shape): Service {
  return {
    image: `\${${variableName(shape.name)}_IMAGE:-localhost/${name}/${shape.name}:dev}`,
    build: { context: `../../../services/${shape.name}`, dockerfile: 'Dockerfile' },
  };
}

function storesBefore(shape: Shape): Record<string, object> {
  return {
    ...(shape.cache === '' ? {} : { [shape.cache]: healthy }),
    ...(shape.database === '' ? {} : { [shape.database]: healthy, [`${shape.database}-provision`]: done }),
    ...(topicsOf(shape).length === 0 ? {} : { events: healthy, 'events-provision': done }),
  };
}

function serviceOf(shape: Shape): Service {
  return {
    ...built(shape),
    depends_on: {
      ...storesBefore(shape),
      ...(shape.database === '' ? {} : { [`${shape.name}-migrate`]: done }),
      probes: done,
    },
    volumes: [{ type: 'volume', source: 'probes', target: '/probes', read_only: true }],
    environment: variables(shape, false),
    expose: [String(ports.http), String(ports.grpc)],
    restart: 'unless-stopped',
    scale: 2,
    healthcheck: {
      test: ['CMD', '/probes/wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${ports.http}/readyz`],
      interval: '10s',
      timeout: '2s',
      retries: 3,
    },
    stop_grace_period: '30s',
  };
}

function migrationOf(shape: Shape): Service {
  return {
    ...built(shape),
    depends_on: storesBefore(shape),
    environment: variables(shape, true),
    entrypoint: ['/app', 'migrate', 'up'],
    restart: 'no',
  };
}

function addStores(services: readonly Shape[], add: (owner: string, service: Service) => void): void {
  const store = (owner: string, image: string, target: string, check: string[], environment: Record<string, string>) =>
    add(owner, {
      image,
      environment,
      volumes: [{ type: 'volume', source: owner, target }],
      healthcheck: { test: ['CMD', ...check], interval: '5s', timeout: '5s', retries: 12, start_period: '30s' },
      restart: 'unless-stopped',
      stop_grace_period: '60s',
    });
  const step = (owner: string, image: string, config: string, environment: Record<string, string>) =>
    add(`${owner}-provision`, {
      image,
      environment,
      depends_on: { [owner]: healthy },
      configs: [{ source: config, target: `/provision/${config}` }],
      entrypoint: ['/bin/sh', `/provision/${config}`],
      restart: 'no',
    });
  const logins = (of: (shape: Shape) => string[]) =>
    Object.fromEntries(services.flatMap(of).map((login) => [`${variableName(login)}_PASSWORD`, password(login)]));
  for (const server of serverNames(services.length)) {
    store(server, 'docker.io/library/postgres:17-alpine', '/var/lib/postgresql/data', ['pg_isready'], {
      POSTGRES_PASSWORD: password(`${server}-admin`),
    });
    const own = logins((shape) =>
      shape.database === server ? [`${server}-${shape.name}`, `${server}-${shape.name}-migrate`] : [],
    );
    step(server, 'docker.io/library/postgres:17-alpine', `${server}.sql`, {
      ...own,
      PGHOST: server,
      PGUSER: 'postgres',
    });
  }
  for (const cache of cacheNames(services.length)) {
    const own = logins((shape) => (shape.cache === cache ? [`${cache}-${shape.name}`] : []));
    store(cache, 'docker.io/library/redis:8-alpine', '/data', ['redis-cli', 'ping'], own);
  }
  store('events', 'docker.io/apache/kafka:4.1.1', '/var/lib/kafka/data', ['true'], { KAFKA_NODE_ID: '1' });
  step('events', 'docker.io/apache/kafka:4.1.1', 'kafka.sh', { KAFKA_BROKERS: `events:${ports.kafka}` });
}

function gatewayOf(services: readonly Shape[]): Service {
  return {
    image: 'docker.io/library/haproxy:3.2-alpine',
    depends_on: Object.fromEntries(services.map((shape) => [shape.name, { condition: 'service_started' }])),
    configs: [{ source: 'haproxy.cfg', target: '/usr/local/etc/haproxy/haproxy.cfg' }],
    ports: [{ target: 8080, published: '8080', host_ip: '127.0.0.1' }],
    restart: 'unless-stopped',
  };
}

function writeFiles(services: readonly Shape[], folder: string): Record<string, object> {
  const texts = new Map<string, string>();
  for (const server of serverNames(services.length))
    texts.set(`${server}.sql`, databaseSql(services.filter((shape) => shape.database === server)));
  for (const cache of cacheNames(services.length))
    texts.set(
      `${cache}.sh`,
      services
        .filter((shape) => shape.cache === cache)
        .map((shape) => `user '${shape.name}'`)
        .join('\n'),
    );
  texts.set(
    'kafka.sh',
    services
      .filter((shape) => shape.publishes !== '')
      .map((shape) => `topics --create --topic ${shape.publishes}`)
      .join('\n'),
  );
  texts.set(
    'haproxy.cfg',
    services
      .flatMap((shape) => [
        `use_backend ${shape.name} if { path_beg /${shape.name} }`,
        `backend ${shape.name}`,
        `  server-template s 2 ${shape.name}:${ports.http} check`,
      ])
      .join('\n'),
  );
  for (const [file, text] of texts) writeFileSync(join(folder, 'files', file), text);
  return Object.fromEntries([...texts.keys()].map((file) => [file, { file: `./files/${file}` }]));
}
