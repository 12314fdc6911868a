import type { Runtime } from '../../platform/index';

/**
 * Fields of the model that no fact can find on a target, and why. A field that the target cannot express is listed with
 * the code of that limit, which an environment must accept.
 */
export interface Unread {
  readonly runtimes: readonly Runtime[];
  /** Paths with stars; `**` at the end is everything below. */
  readonly fields: readonly string[];
  readonly because: string | { readonly code: `unsupported-${string}` };
}

const all: readonly Runtime[] = ['ecs', 'kubernetes', 'compose'];
const here: readonly Runtime[] = ['kubernetes', 'compose'];
const stores = ['postgres', 'redis', 'kafka', 'rabbitmq'] as const;
const ofStores = (...fields: readonly string[]) =>
  stores.flatMap((kind) => fields.map((field) => `resources.${kind}.${field}`));

/** What only says again what other fields say. */
const said: readonly Unread[] = [
  {
    runtimes: all,
    fields: ['environment.tier', 'environment.domain'],
    because: 'the posture and the gateway hold what follows',
  },
  {
    runtimes: all,
    fields: ['environment.accept.*.for.*'],
    because: 'what others would give up is refused before anything is rendered',
  },
  { runtimes: here, fields: ['environment.size'], because: 'storage holds what follows' },
  { runtimes: here, fields: ['secrets.*.keys.*'], because: 'the references in files say each of them' },
  { runtimes: all, fields: ['environment.engine'], because: 'another one than the CDK is refused on ECS' },
  {
    runtimes: all,
    fields: ['**.env.*.from'],
    because: 'who wanted a variable shows nowhere: it is one like the others',
  },
  {
    runtimes: all,
    fields: ['services.*.calls.**', 'jobs.*.calls.**', 'resources.container.calls.**'],
    because: 'flows hold what it opens, variables what it tells',
  },
  {
    runtimes: all,
    fields: ['services.*.secrets.*', 'jobs.*.secrets.*', 'resources.container.secrets.*'],
    because: 'secrets hold their readers',
  },
  { runtimes: all, fields: ['meshes.*.members.*.kind'], because: 'the section that a name stands in says it' },
  { runtimes: ['kubernetes'], fields: ['**.value.*.instead'], because: 'pods are told what it would stand for' },
  { runtimes: here, fields: ['flows.*.mesh'], because: 'groups hold who is in them' },
  { runtimes: ['compose'], fields: ['meshes.*.members.*.ports.*'], because: 'a network has no ports' },
  { runtimes: all, fields: ['**.routes.*.port', '**.health.*.port'], because: 'its number is there' },
  { runtimes: all, fields: ['resources.postgres.databases.*.service'], because: 'rights hold what an owner may do' },
  { runtimes: all, fields: ['jobs.*.kind'], because: 'a word of the model' },
  {
    runtimes: all,
    fields: ['image', 'port', 'cpu.**', 'memory.**', 'storage', 'address.kind', 'container.name'].map(
      (field) => `resources.container.${field}`,
    ),
    because: 'its container, ports and name say the same',
  },
  {
    runtimes: all,
    fields: ['admin', 'instance', 'tls', 'backup'].map((field) => `resources.container.${field}`),
    because: 'a server of another kind has none',
  },
  { runtimes: all, fields: ['resources.kafka.admin'], because: 'Kafka has no administrator' },
  { runtimes: ['ecs'], fields: ['resources.redis.admin'], because: 'ElastiCache has no administrator' },
  {
    runtimes: ['ecs', 'compose'],
    fields: ['resources.*.address.kind'],
    because: 'its provider and the host in variables say it',
  },
  {
    runtimes: ['kubernetes'],
    fields: ['resources.redis.address.kind', 'resources.rabbitmq.address.kind'],
    because: 'its provider and the host in variables say it',
  },
  { runtimes: ['compose'], fields: ['resources.postgres.address.host'], because: 'it stands in variables' },
  {
    runtimes: ['ecs'],
    fields: ['resources.postgres.sslmode'],
    because: 'variables hold it, and the server asks for TLS',
  },
  { runtimes: ['ecs'], fields: ['resources.kafka.port', 'resources.rabbitmq.port'], because: 'flows hold it' },
  { runtimes: here, fields: ofStores('version'), because: 'the image says it' },
  { runtimes: here, fields: ofStores('instance'), because: 'a container has none' },
  {
    runtimes: ['ecs'],
    fields: ofStores('image', 'cpu.**', 'memory.**'),
    because: 'what AWS runs has an instance class',
  },
  {
    runtimes: ['ecs'],
    fields: ['resources.kafka.backup', 'resources.rabbitmq.backup'],
    because: 'any is refused: AWS makes none of them',
  },
  { runtimes: here, fields: ['resources.kafka.auth'], because: 'a broker in a container asks nobody who he is' },
];

/** What a target refuses, so that the model always says the same there. */
const refused: readonly Unread[] = [
  {
    runtimes: ['ecs'],
    fields: [
      'services.*.ports.*.hostPort',
      'resources.container.ports.*.hostPort',
      'services.*.placement',
      'services.*.publicAddress',
    ],
    because: 'a task of Fargate has no host: any is refused',
  },
];

/** What a target has in its own way, or has not and needs not. */
const otherwise: readonly Unread[] = [
  {
    runtimes: ['compose'],
    fields: ['services.*.placement'],
    because: 'a laptop is one node: its ports, which are published, and its scale say it',
  },
  { runtimes: all, fields: ['**.image.command.*'], because: 'it builds the program where no container runs' },
  { runtimes: all, fields: ['services.*.drain.shutdown'], because: 'the program keeps to it, inside of the grace' },
  {
    runtimes: ['ecs', 'compose'],
    fields: ['services.*.drain.preStop'],
    because: 'what leaves is no longer found by then',
  },
  { runtimes: here, fields: ['services.*.drain.deregistration'], because: 'what leaves is no longer sent to at once' },
  {
    runtimes: here,
    fields: ['services.*.health.given', 'resources.container.health.given'],
    because: 'these ask whatever a check asks, said or not',
  },
  {
    runtimes: ['ecs'],
    fields: ['services.*.health.liveness.number'],
    because: 'a load balancer asks the question of readiness',
  },
  {
    runtimes: ['ecs'],
    fields: ['services.*.health.readiness.action.command.*'],
    because: 'ECS runs one command, that of liveness',
  },
  {
    runtimes: ['compose'],
    fields: ['services.*.health.liveness.**', 'resources.container.health.liveness.**'],
    because: 'Compose makes one check, that of readiness',
  },
  {
    runtimes: ['ecs'],
    fields: ['environment.posture.spread', 'environment.posture.podDisruptionBudget'],
    because: 'ECS spreads tasks by itself',
  },
  {
    runtimes: ['kubernetes'],
    fields: [
      'accessLogs',
      'containerInsights',
      'customerKeys',
      'deletionProtection',
      'exec',
      'flowLogs',
      'logRetention',
      'natGateways',
      'retain',
      'spot',
      'strictHttp',
      'vpcEndpoints',
    ].map((field) => `environment.posture.${field}`),
    because: 'the cluster decides',
  },
  { runtimes: ['compose'], fields: ['environment.posture.**'], because: 'a laptop has none of it' },
  {
    runtimes: ['compose'],
    fields: ['owner', 'repository', 'environment.name'],
    because: 'a laptop is whose it is, and no pipeline deploys to it',
  },
  {
    runtimes: ['ecs'],
    fields: ['environment.namespace'],
    because: 'stacks have the names of platform and environment',
  },
  {
    runtimes: ['ecs', 'compose'],
    fields: ['gateway.kind', 'gateway.class', 'gateway.namespace'],
    because: 'for Kubernetes alone',
  },
  { runtimes: ['compose'], fields: ['gateway.certificate.**'], because: 'TLS is refused on a laptop' },
  { runtimes: ['compose'], fields: ['gateway.from.*'], because: 'a laptop alone reaches it' },
  {
    runtimes: here,
    fields: ['credentials.*.source', 'secrets.*.source'],
    because: 'values come from outside: slipway secrets makes or asks for them',
  },
  { runtimes: ['compose'], fields: ['flows.*.port', 'flows.*.protocol'], because: 'a network of two has no ports' },
  { runtimes: ['compose'], fields: ['resources.container.ports.*.name'], because: 'ports have no names' },
  {
    runtimes: ['compose'],
    fields: ['jobs.*.timeout', 'jobs.*.concurrency', 'services.*.migrate.timeout'],
    because: 'a person starts and stops it',
  },
  {
    runtimes: ['compose'],
    fields: ['services.*.update'],
    because: 'Compose stops a container before it starts the next, whatever is asked',
  },
  {
    runtimes: ['compose'],
    fields: [
      'resources.container.container.volumes.*.size',
      'jobs.*.volumes.*.size',
      'services.*.volumes.*.size',
      'resources.postgres.storage',
      'resources.kafka.storage',
      'resources.rabbitmq.storage',
    ],
    because: 'the disk of the laptop is the limit',
  },
];

const limited = (runtime: Runtime, code: `unsupported-${string}`, ...fields: readonly string[]): Unread => ({
  runtimes: [runtime],
  fields,
  because: { code },
});

/** What a target cannot express: the fourth description accepts all of it, so that facts leave it out. */
const unsupported: readonly Unread[] = [
  limited('ecs', 'unsupported-aliases', 'services.*.aliases.*', 'resources.container.aliases.*'),
  limited('ecs', 'unsupported-aliases', 'resources.kafka.aliases.*'),
  limited('ecs', 'unsupported-egress-host', '**.egress.*.to.host'),
  limited('kubernetes', 'unsupported-egress-host', '**.egress.*.to.host'),
  limited(
    'ecs',
    'unsupported-health',
    'resources.container.health.**',
    'services.*.health.*.action.service',
    'services.*.health.liveness.action.path',
  ),
  limited('ecs', 'unsupported-route-timeout', 'resources.container.routes.*.timeout'),
  limited('ecs', 'unsupported-health-headers', 'services.*.health.*.action.headers.*'),
  limited('ecs', 'unsupported-passthrough', '**.args.*.*.name', '**.env.*.value.*.name'),
  limited(
    'ecs',
    'unsupported-start-order',
    'services.*.after.**',
    'resources.container.after.**',
    'jobs.*.after.*.condition',
    'jobs.*.after.*.given',
  ),
  limited('ecs', 'unsupported-volume', 'resources.container.container.volumes.*.name'),
  {
    runtimes: ['ecs'],
    // Of a service, the directory that its migration has instead.
    fields: ['jobs.*.volumes.*.size'],
    because: 'EFS grows as it is filled',
  },
  limited('ecs', 'unsupported-writable-memory', '**.writable.*.medium'),
  limited('kubernetes', 'unsupported-after', '**.after.*.condition'),
  limited('kubernetes', 'unsupported-permissions', 'services.*.permissions.**', 'jobs.*.permissions.**'),
  limited('kubernetes', 'unsupported-route-auth', 'gateway.auth.**', 'resources.container.routes.*.auth'),
  limited('kubernetes', 'unsupported-sticky', '**.routes.*.cookie', 'resources.container.routes.*.sticky'),
  limited('kubernetes', 'unsupported-ulimits', '**.ulimits.**'),
  limited('compose', 'unsupported-egress-ports', '**.egress.**'),
  limited(
    'compose',
    'unsupported-file-mode',
    'services.*.init.*.files.*.mode',
    'services.*.sidecars.*.files.*.mode',
    'jobs.*.init.*.files.*.mode',
    'resources.container.container.files.*.mode',
  ),
  limited('compose', 'unsupported-permissions', 'services.*.permissions.**', 'jobs.*.permissions.**'),
  limited('compose', 'unsupported-raw-tls', 'resources.container.routes.*.tls'),
  limited('compose', 'unsupported-route-auth', 'gateway.auth.**', 'resources.container.routes.*.auth'),
  limited('compose', 'unsupported-schedule', 'jobs.*.trigger.schedule', 'jobs.*.trigger.timezone'),
  {
    runtimes: ['compose'],
    fields: ['services.*.after.*.given', 'jobs.*.after.*.given', 'resources.container.after.*.given'],
    because: 'it waits for what is implied just as well',
  },
];

export const unread: readonly Unread[] = [...said, ...refused, ...otherwise, ...unsupported];

/** Whether a listed path means a field. */
export function means(listed: string, path: string): boolean {
  const source = listed
    .split('.')
    .map((step, at) => (step === '**' ? (at === 0 ? '(?:[^.]+\\.)*' : '.+') : step === '*' ? '[^.]+' : step))
    .join('\\.')
    .replace('(?:[^.]+\\.)*\\.', '(?:[^.]+\\.)*');
  return new RegExp(`^${source}$`).test(path);
}
