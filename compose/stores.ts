import type { ContainerResource, Kafka, Postgres, RabbitMq, Redis, Resource } from '../platform/index';
import { kafkaData, kafkaServerEnv, rabbitmqStart, redisStart } from '../provision/index';
import { deployOf, hardening, tmpfsOptions } from './container';
import { addUnit } from './container-group';
import { merged } from './depends';
import type { ComposeService, Healthcheck, Mount, Value } from './file';
import { provisionName } from './names';
import { attachment } from './networks';
import type { Project } from './project';
import { passwordOf, textOf } from './refs';
import { adminOf, setupStep, stepPart } from './setup';
import { hasSetup, type SetUp } from './traits';

type Server = Exclude<Resource, ContainerResource>;
type Part = Pick<ComposeService, 'user' | 'read_only'> & Partial<ComposeService>;

/**
 * What differs between the official images. All of them run as their own user from the start, which needs no capability:
 * Docker gives a new volume the owner that the directory has in the image.
 */
const parts: { readonly [K in Server['kind']]: (project: Project, server: Extract<Server, { kind: K }>) => Part } = {
  postgres: postgresPart,
  redis: redisPart,
  kafka: kafkaPart,
  rabbitmq: rabbitmqPart,
};

/** A server that runs here, with what sets it up. External ones have nothing in the file. */
export function addResource(project: Project, resource: Resource): void {
  if (resource.provider !== 'container') return;
  if (resource.kind === 'container') addContainerResource(project, resource);
  else addServer(project, resource);
  if (hasSetup(resource)) addSetup(project, resource);
}

/**
 * Directories for which the images ask Docker for volumes. Where none is mounted, Docker makes one without a name, which
 * nothing finds again and `down` leaves behind: these are in memory instead, and stay empty.
 */
const imageVolumes: { readonly [K in Server['kind']]: (server: Extract<Server, { kind: K }>) => string[] } = {
  postgres: (server) => [postgresData(server)],
  redis: () => [redisData],
  kafka: () => [kafkaData, '/etc/kafka/secrets', '/mnt/shared/config'],
  rabbitmq: () => [rabbitmqData],
};

function inMemory(server: Server, { volumes, tmpfs }: Partial<ComposeService>): Pick<ComposeService, 'tmpfs'> {
  const listed = imageVolumes[server.kind] as (server: Server) => string[];
  const mounted = volumes === undefined ? [] : volumes.map(({ target }) => target);
  const empty = listed(server).filter((path) => !mounted.includes(path));
  const all = [...(tmpfs === undefined ? [] : tmpfs), ...empty.map((path) => `${path}:${tmpfsOptions(1)}`)];
  return all.length === 0 ? {} : { tmpfs: all };
}

function addServer<K extends Server['kind']>(project: Project, server: Extract<Server, { kind: K }>): void {
  const partOf = parts[server.kind] as (project: Project, server: Extract<Server, { kind: K }>) => Part;
  const part = partOf(project, server);
  project.add(server.name, {
    image: server.image,
    ...attachment(project.networks.of(server.name), []),
    expose: [String(server.port)],
    restart: 'unless-stopped',
    // Long enough to write down what is in memory.
    stop_grace_period: '60s',
    ...hardening,
    deploy: deployOf(server),
    ...part,
    ...inMemory(server, part),
  });
}

function addContainerResource(project: Project, resource: ContainerResource): void {
  addUnit(project, {
    container: resource.container,
    ports: resource.ports,
    aliases: resource.aliases,
    health: resource.health,
    init: [],
    sidecars: [],
    published: [],
    after: {},
    running: { restart: 'unless-stopped', stop_grace_period: '60s' },
  });
}

function addSetup(project: Project, resource: SetUp): void {
  const { platform } = project;
  const name = provisionName(resource.name);
  const part = stepPart(project, name, resource.name, setupStep(platform, resource));
  project.add(name, {
    ...part,
    ...inMemory(resource, part),
    image: resource.image,
    depends_on: merged([[resource.name, 'service_healthy']]),
    ...attachment(project.networks.of(name), []),
    user: users[resource.kind],
    restart: 'no',
    deploy: setupDeploy,
  });
}

/** A Java program is the largest of them. */
const setupDeploy = deployOf({ cpu: { request: 10, limit: 1000 }, memory: { request: 64, limit: 384 } });

/** Names of users in the images: their numbers differ between Debian and Alpine. */
const users = { postgres: 'postgres', redis: 'redis', kafka: 'appuser', rabbitmq: 'rabbitmq' } as const;

const redisData = '/data';
const rabbitmqData = '/var/lib/rabbitmq';

/** From 18 on the data is in a folder of its version below this one. */
function postgresData({ version }: Postgres): string {
  return version < 18 ? '/var/lib/postgresql/data' : '/var/lib/postgresql';
}

function postgresPart(project: Project, postgres: Postgres): Part {
  const { platform } = project;
  const { user, name } = adminOf(platform, postgres);
  const settings = Object.entries(postgres.parameters).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  return {
    user: users.postgres,
    read_only: true,
    tmpfs: [`/tmp:${tmpfsOptions(64)}`, `/var/run/postgresql:${tmpfsOptions(1)}`],
    volumes: dataOf(project, postgres, postgresData(postgres)),
    ...(settings.length > 0 && { command: ['postgres', ...settings] }),
    environment: { POSTGRES_PASSWORD: passwordOf(platform, name), POSTGRES_USER: user },
    // Over TCP: the server that the image starts for itself, to set up a new volume, listens on the socket alone.
    healthcheck: check(['CMD', 'pg_isready', '-q', '-h', '127.0.0.1', '-U', user]),
  };
}

/** The one that starts the server also makes its users, from the same variables that the check logs in with. */
function redisPart(project: Project, redis: Redis): Part {
  const { platform } = project;
  const step = redisStart(platform, redis);
  const admin = platform.credentials.find((credential) => credential.name === redis.admin);
  const login = step.secrets.find((secret) => secret.credential === redis.admin);
  const as =
    admin === undefined || login === undefined
      ? ['', '']
      : [`REDISCLI_AUTH="$${login.variable}" `, ` --user ${admin.user}`];
  return {
    ...stepPart(project, redis.name, redis.name, step),
    user: users.redis,
    read_only: true,
    ...(redis.persistence && { volumes: dataOf(project, redis, redisData) }),
    healthcheck: check(['CMD-SHELL', `${as[0]}redis-cli${as[1]} -p ${redis.port} ping | grep -q PONG`]),
  };
}

function kafkaPart(project: Project, kafka: Kafka): Part {
  const { platform } = project;
  const variables = kafkaServerEnv(platform, kafka);
  return {
    user: users.kafka,
    // The image writes its configuration beside its programs when it starts.
    read_only: false,
    volumes: dataOf(project, kafka, kafkaData),
    environment: Object.fromEntries(variables.map(({ name, value }) => [name, textOf(platform, value, kafka.name)])),
    // Kafka's own programs take seconds of CPU to start; what makes the topics asks again until it is answered.
    healthcheck: check(['CMD', 'bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${kafka.port}`]),
  };
}

function rabbitmqPart(project: Project, rabbitmq: RabbitMq): Part {
  return {
    ...stepPart(project, rabbitmq.name, rabbitmq.name, rabbitmqStart(project.platform, rabbitmq)),
    user: users.rabbitmq,
    read_only: true,
    volumes: dataOf(project, rabbitmq, rabbitmqData),
    // The server finds its data again under the name of its machine.
    hostname: rabbitmq.name,
    // It listens to clients once users and queues are there.
    healthcheck: {
      ...check(['CMD', 'rabbitmq-diagnostics', '-q', 'check_port_listener', String(rabbitmq.port)]),
      interval: '15s',
      timeout: '15s',
    },
  };
}

function dataOf(project: Project, { name }: Server, target: string): Mount[] {
  return [{ type: 'volume', source: project.volume(name), target }];
}

/** For servers whose checks the description does not give. */
function check(test: readonly Value[]): Healthcheck {
  return { test, interval: '5s', timeout: '5s', retries: 12, start_period: '30s' };
}
