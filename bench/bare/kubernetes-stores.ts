import { cacheNames, type Shape, serverNames } from '../generate';
import {
  account,
  clusterService,
  container,
  type Env,
  files,
  job,
  labels,
  type Props,
  plain,
  podSpec,
  pods,
  policy,
  secret,
  selector,
  tcp,
} from './kubernetes-parts';
import { databaseSql, ports, topicsOf, variableName } from './settings';

export function provisionObjects(services: readonly Shape[]): Props[] {
  const step = (store: string, image: string, file: string, text: string, env: Env, port: number): Props[] => {
    const owner = `${store}-provision`;
    const { map, mounts, volumes } = files(owner, 'provision', file, text);
    const main = container(owner, image, { command: ['/bin/sh', `/provision/${file}`], env, volumeMounts: mounts }, 70);
    return [
      policy(owner, 'provision', [], [{ to: [pods(store)], ports: tcp(port) }]),
      account(owner, 'provision'),
      map,
      job(owner, 'provision', 'provision', main, { volumes }),
    ];
  };
  const servers = serverNames(services.length).flatMap((server) => {
    const mine = services.filter((shape) => shape.database === server);
    const logins = mine.flatMap((shape) => [`${server}-${shape.name}`, `${server}-${shape.name}-migrate`]);
    const env = logins.map((login) => secret(`${variableName(login)}_PASSWORD`, login));
    return step(server, 'docker.io/library/postgres:17-alpine', 'postgres.sql', databaseSql(mine), env, ports.postgres);
  });
  const topics = services
    .filter((shape) => shape.publishes !== '')
    .map((shape) => `topics --create --if-not-exists --topic ${shape.publishes}`);
  const brokers = plain({ KAFKA_BROKERS: `events:${ports.kafka}` });
  return [
    ...servers,
    ...step('events', 'docker.io/apache/kafka:4.1.1', 'kafka.sh', topics.join('\n'), brokers, ports.kafka),
  ];
}

export function storeObjects(services: readonly Shape[]): Props[] {
  const users = (store: string, of: (shape: Shape) => string) =>
    services
      .filter((shape) => of(shape) === store)
      .flatMap((shape) => [
        shape.name,
        ...(shape.database === '' || store === 'events' ? [] : [`${shape.name}-migrate`]),
      ]);
  const servers = serverNames(services.length).flatMap((server) =>
    store(
      server,
      'postgres',
      'docker.io/library/postgres:17-alpine',
      ports.postgres,
      [...users(server, (shape) => shape.database), `${server}-provision`],
      {
        env: [secret('POSTGRES_PASSWORD', `${server}-admin`)],
      },
    ),
  );
  const caches = cacheNames(services.length).flatMap((cache) => {
    const mine = services.filter((shape) => shape.cache === cache);
    const { map, mounts, volumes } = files(
      cache,
      'redis',
      'redis.sh',
      mine.map((shape) => `user '${shape.name}'`).join('\n'),
    );
    const env = mine.map((shape) =>
      secret(`${variableName(`${cache}-${shape.name}`)}_PASSWORD`, `${cache}-${shape.name}`),
    );
    const own = { env, command: ['/bin/sh', '/provision/redis.sh'], volumeMounts: mounts };
    return [
      map,
      ...store(
        cache,
        'redis',
        'docker.io/library/redis:8-alpine',
        ports.redis,
        users(cache, (shape) => shape.cache),
        own,
        volumes,
      ),
    ];
  });
  const brokers = users('events', (shape) => (topicsOf(shape).length > 0 ? 'events' : ''));
  const events = store(
    'events',
    'kafka',
    'docker.io/apache/kafka:4.1.1',
    ports.kafka,
    [...brokers, 'events-provision'],
    {
      env: plain({
        KAFKA_PROCESS_ROLES: 'broker,controller',
        KAFKA_NODE_ID: '1',
        KAFKA_LISTENERS: `PLAINTEXT://:${ports.kafka}`,
      }),
    },
  );
  return [...servers, ...caches, ...events];
}

function store(
  owner: string,
  kind: string,
  image: string,
  port: number,
  users: string[],
  own: object,
  volumes: object[] = [],
): Props[] {
  const check = { tcpSocket: { port }, periodSeconds: 10, timeoutSeconds: 5 };
  const main = container(
    owner,
    image,
    {
      ports: [{ name: kind, containerPort: port, protocol: 'TCP' }],
      livenessProbe: { ...check, failureThreshold: 3 },
      readinessProbe: { ...check, failureThreshold: 3 },
      startupProbe: { ...check, failureThreshold: 30 },
      ...own,
    },
    999,
  );
  return [
    account(owner, kind),
    clusterService(owner, kind, [{ name: kind, port }]),
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: owner, labels: labels(owner, kind) },
      spec: {
        serviceName: owner,
        replicas: 1,
        selector: selector(owner),
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        template: {
          metadata: { labels: labels(owner, kind) },
          spec: podSpec(owner, [main], { terminationGracePeriodSeconds: 60, volumes }),
        },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
          },
        ],
      },
    },
    policy(owner, kind, [{ from: users.map(pods), ports: tcp(port) }], []),
  ];
}
