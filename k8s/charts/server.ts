import type {
  Container as Given,
  Health,
  Kafka,
  Port,
  Postgres,
  Probe,
  RabbitMq,
  Redis,
  Variable,
  Writable,
} from '../../platform/index';
import { kafkaServerEnv, rabbitmqStart, redisStart, type Step } from '../../provision/index';
import { get, type Lookup } from '../lookup';
import { type ServerKind, serverUser } from '../servers';

/** A store's server: its container, the ports that it answers on and how it is asked whether it does. */
export interface Server {
  readonly container: Given;
  readonly ports: readonly Port[];
  readonly aliases: readonly string[];
  readonly health: Health;
}

type Store = Postgres | Redis | Kafka | RabbitMq;

export function serverOf(lookup: Lookup, store: Store): Server {
  switch (store.kind) {
    case 'postgres':
      return postgresServer(lookup, store);
    case 'redis':
      return redisServer(lookup, store, redisStart(lookup.platform, store));
    case 'kafka':
      return kafkaServer(lookup, store);
    case 'rabbitmq':
      return rabbitmqServer(store, rabbitmqStart(lookup.platform, store));
  }
}

/** A container that runs a step of `provision/`, as the server's own user. */
export function stepContainer(kind: ServerKind, image: string, step: Step): Given {
  return {
    ...bare(kind, image),
    name: step.name,
    command: step.command.map((word) => [word]),
    env: stepEnv(step),
    files: stepFiles(step),
    ...(kind === 'kafka' ? { cpu: { request: 100, limit: 1000 }, memory: { request: 256, limit: 384 } } : small),
    writable: [scratch],
  };
}

const small = { cpu: { request: 50, limit: 500 }, memory: { request: 64, limit: 128 } };
const scratch: Writable = { path: '/tmp', medium: 'memory', size: 16 };

function postgresServer(lookup: Lookup, store: Postgres): Server {
  // The image's volume moved up with version 18, where each version has a folder of its own.
  const mount = store.version >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data';
  const folder = store.version >= 18 ? `${mount}/${store.version}/docker` : `${mount}/pgdata`;
  const admin = get(lookup.credentials, store.admin);
  const probe = command(['pg_isready', '--quiet', '--host', '127.0.0.1', '--dbname', 'postgres']);
  return {
    container: {
      ...server(store, mount),
      args: Object.entries(store.parameters).flatMap(([name, value]) => [['-c'], [`${name}=${value}`]]),
      env: [
        { name: 'PGDATA', value: [folder], secret: false, from: 'contract' },
        // The server and its clients in this container listen to the same variable.
        { name: 'PGPORT', value: [String(store.port)], secret: false, from: 'contract' },
        password('POSTGRES_PASSWORD', admin.name),
        { name: 'POSTGRES_USER', value: [admin.user], secret: false, from: 'contract' },
      ],
      writable: [...data(store, mount), scratch, { path: '/var/run/postgresql', medium: 'memory', size: 1 }],
    },
    ...answers(store, { liveness: probe, readiness: probe, startup: 600 }),
  };
}

function redisServer(lookup: Lookup, store: Redis, start: Step): Server {
  const login = start.secrets.find((secret) => secret.credential === store.admin);
  const ask = (prefix: string, options: string) => `${prefix}redis-cli -p ${store.port}${options} ping | grep -q PONG`;
  const user = login === undefined ? '' : get(lookup.credentials, login.credential).user;
  const script = login === undefined ? ask('', '') : ask(`REDISCLI_AUTH="$${login.variable}" `, ` --user ${user}`);
  const probe = command(['/bin/sh', '-c', script]);
  return {
    container: { ...started(store, start, '/data'), writable: [...data(store, '/data'), scratch] },
    ...answers(store, { liveness: probe, readiness: probe, startup: 300 }),
  };
}

function kafkaServer(lookup: Lookup, store: Kafka): Server {
  const mount = '/var/lib/kafka/data';
  const env = kafkaServerEnv(lookup.platform, store).map(
    (each): Variable => ({ ...each, secret: false, from: 'contract' }),
  );
  return {
    container: {
      ...server(store, mount),
      env,
      // The image writes its configuration at the start, and rotates logs besides those on the console.
      writable: [
        ...data(store, mount),
        { path: '/opt/kafka/config', medium: 'memory', size: 1 },
        { path: '/opt/kafka/logs', medium: 'disk', size: 256 },
        { path: '/tmp', medium: 'disk', size: 64 },
      ],
    },
    ...answers(store, { liveness: tcp(store), readiness: tcp(store), startup: 300 }),
  };
}

/** Asked by TCP: `rabbitmq-diagnostics` starts a second Erlang machine, which takes longer than a check may. */
function rabbitmqServer(store: RabbitMq, start: Step): Server {
  const mount = '/var/lib/rabbitmq';
  return {
    container: {
      ...started(store, start, mount),
      writable: [...data(store, mount), scratch, { path: '/var/log/rabbitmq', medium: 'disk', size: 64 }],
    },
    ...answers(store, { liveness: tcp(store), readiness: tcp(store), startup: 300 }),
  };
}

/** The server's container, with a volume where it keeps anything. */
function server(store: Store, mount: string): Given {
  return {
    ...bare(store.kind, store.image),
    name: store.name,
    cpu: store.cpu,
    memory: store.memory,
    volumes: store.storage > 0 ? [{ name: 'data', path: mount, size: store.storage }] : [],
  };
}

/** The same, started by a step of `provision/`. */
function started(store: Store, start: Step, mount: string): Given {
  return {
    ...server(store, mount),
    command: start.command.map((word) => [word]),
    env: stepEnv(start),
    files: stepFiles(start),
  };
}

function bare(kind: ServerKind, image: string): Given {
  return {
    name: kind,
    image: { kind: 'reference', reference: image },
    architecture: 'any',
    command: [],
    args: [],
    env: [],
    files: [],
    ...small,
    user: serverUser(kind, image),
    readOnlyRoot: true,
    writable: [],
    volumes: [],
    capabilities: [],
    ulimits: [],
    sysctls: {},
  };
}

/** Where a server without storage keeps its data: gone with the pod. */
function data(store: Store, path: string): Writable[] {
  return store.storage > 0 ? [] : [{ path, medium: 'memory', size: Math.floor(store.memory.limit / 2) }];
}

function answers(store: Store, health: Health): Pick<Server, 'ports' | 'aliases' | 'health'> {
  const { kind, port } = store;
  return { ports: [{ name: kind, protocol: 'tcp', number: port, as: port }], aliases: [], health };
}

function stepEnv(step: Step): Variable[] {
  return [
    ...step.env.map((each): Variable => ({ ...each, secret: false, from: 'contract' })),
    ...step.secrets.map(({ variable, credential }) => password(variable, credential)),
  ];
}

function stepFiles(step: Step): Given['files'] {
  return step.files.map(({ path, text }) => ({ path, content: [text], secret: false }));
}

function password(name: string, credential: string): Variable {
  return { name, value: [{ kind: 'credential', credential, attribute: 'password' }], secret: true, from: 'contract' };
}

const times = { delay: 0, interval: 10, timeout: 5, failures: 3 } as const;

function tcp(store: Store): Probe {
  return { action: { kind: 'tcp' }, port: store.kind, number: store.port, ...times };
}

function command(words: readonly string[]): Probe {
  return { action: { kind: 'command', command: words }, port: '', number: 0, ...times };
}
