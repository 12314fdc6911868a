/**
 * What the authors of hotelReservation (DeathStarBench, the release of eight services) deploy, as facts: their docker-compose.yml,
 * their Kubernetes manifests, config.json, and what the code of each service opens.
 */
export interface Program {
  /** Word that starts it: one image holds all programs. */
  readonly command: string;
  readonly port: number;
  /** Variables that their compose file hands on where they are set. */
  readonly passthrough: readonly string[];
  /** Services that its code asks Consul for, and calls. */
  readonly calls: readonly string[];
  /** Stores that config.json gives it. */
  readonly stores: readonly string[];
  /** Key of config.json under which it may be given an address of its own to register; null: it registers nothing. */
  readonly registersAs: string | null;
}

export interface Server {
  readonly image: string;
  /** Ports that its clients here open. */
  readonly port: { readonly number: number; readonly protocol: 'tcp' | 'udp' };
  readonly env: Readonly<Record<string, string>>;
  /** Directory on a volume. */
  readonly data: string | null;
}

/** Of the Deployments: the same for all of them. There is no word of memory. */
export const cpu = { request: 100, limit: 1000 };

export const programImage = 'igorrudyk1/hotelreservation:latest';

/** `WORKDIR` of the image, where every program looks for `config.json`, and where their Helm chart mounts it. */
export const configFile = '/go/src/github.com/harlow/go-micro-services/config.json';

const tuned = ['TLS', 'GC', 'JAEGER_SAMPLE_RATIO', 'LOG_LEVEL'];
const cached = [...tuned, 'MEMC_TIMEOUT'];

export const programs: Readonly<Record<string, Program>> = {
  frontend: {
    command: 'frontend',
    port: 5000,
    passthrough: tuned,
    calls: ['search', 'profile', 'recommendation', 'user', 'reservation'],
    stores: [],
    registersAs: null,
  },
  search: {
    command: 'search',
    port: 8082,
    passthrough: tuned,
    calls: ['geo', 'rate'],
    stores: [],
    registersAs: 'SearchIP',
  },
  geo: { command: 'geo', port: 8083, passthrough: tuned, calls: [], stores: ['mongodb-geo'], registersAs: 'GeoIP' },
  rate: {
    command: 'rate',
    port: 8084,
    passthrough: cached,
    calls: [],
    stores: ['mongodb-rate', 'memcached-rate'],
    registersAs: 'RateIP',
  },
  profile: {
    command: 'profile',
    port: 8081,
    passthrough: cached,
    calls: [],
    stores: ['mongodb-profile', 'memcached-profile'],
    registersAs: 'ProfileIP',
  },
  recommendation: {
    command: 'recommendation',
    port: 8085,
    passthrough: tuned,
    calls: [],
    stores: ['mongodb-recommendation'],
    registersAs: 'RecommendIP',
  },
  user: {
    command: 'user',
    port: 8086,
    passthrough: tuned,
    calls: [],
    stores: ['mongodb-user'],
    registersAs: 'UserIP',
  },
  reservation: {
    command: 'reservation',
    port: 8087,
    passthrough: cached,
    calls: [],
    stores: ['mongodb-reservation', 'memcached-reserve'],
    registersAs: 'ReserveIP',
  },
};

const mongo: Server = { image: 'mongo:4.4.6', port: { number: 27017, protocol: 'tcp' }, env: {}, data: '/data/db' };
const memcached: Server = {
  image: 'memcached',
  port: { number: 11211, protocol: 'tcp' },
  env: { MEMCACHED_CACHE_SIZE: '128', MEMCACHED_THREADS: '2' },
  data: null,
};

export const servers: Readonly<Record<string, Server>> = {
  consul: { image: 'hashicorp/consul:latest', port: { number: 8500, protocol: 'tcp' }, env: {}, data: null },
  jaeger: { image: 'jaegertracing/all-in-one:latest', port: { number: 6831, protocol: 'udp' }, env: {}, data: null },
  'memcached-profile': memcached,
  'memcached-rate': memcached,
  'memcached-reserve': memcached,
  'mongodb-geo': mongo,
  'mongodb-profile': mongo,
  'mongodb-rate': mongo,
  'mongodb-recommendation': mongo,
  'mongodb-reservation': mongo,
  'mongodb-user': mongo,
};

/** Every program tells Consul where it is, or asks it, and sends its spans to the agent of Jaeger. */
export const everywhere = ['consul', 'jaeger'];

export const config: Readonly<Record<string, string>> = {
  consulAddress: 'consul:8500',
  jaegerAddress: 'jaeger:6831',
  FrontendPort: '5000',
  GeoPort: '8083',
  GeoMongoAddress: 'mongodb-geo:27017',
  ProfilePort: '8081',
  ProfileMongoAddress: 'mongodb-profile:27017',
  ProfileMemcAddress: 'memcached-profile:11211',
  RatePort: '8084',
  RateMongoAddress: 'mongodb-rate:27017',
  RateMemcAddress: 'memcached-rate:11211',
  RecommendPort: '8085',
  RecommendMongoAddress: 'mongodb-recommendation:27017',
  ReservePort: '8087',
  ReserveMongoAddress: 'mongodb-reservation:27017',
  ReserveMemcAddress: 'memcached-reserve:11211',
  SearchPort: '8082',
  UserPort: '8086',
  UserMongoAddress: 'mongodb-user:27017',
  KnativeDomainName: '',
};

/** Who opens what, as the code does it: `search geo 8083 tcp`. Their deployment lets anyone open anything. */
export const connections: readonly string[] = Object.entries(programs).flatMap(([name, { calls, stores }]) => [
  ...calls.map((peer) => `${name} ${peer} ${programs[peer]?.port} tcp`),
  ...[...everywhere, ...stores].map((store) => {
    const { number, protocol } = servers[store]?.port ?? {};
    return `${name} ${store} ${number} ${protocol}`;
  }),
]);
