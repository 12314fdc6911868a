import type { Shape } from '../generate';
import {
  account,
  clusterService,
  container,
  type Env,
  job,
  labels,
  type Props,
  plain,
  podSpec,
  pods,
  policy,
  route,
  secret,
  selector,
  tcp,
} from './kubernetes-parts';
import { name, plainVariables, ports, serviceVariables, topicsOf } from './settings';

/** Where a service and its migration keep things. */
function storeEgress(shape: Shape, migrates: boolean): object[] {
  return [
    ...(shape.cache === '' ? [] : [{ to: [pods(shape.cache)], ports: tcp(ports.redis) }]),
    ...(topicsOf(shape).length === 0 || migrates ? [] : [{ to: [pods('events')], ports: tcp(ports.kafka) }]),
    ...(shape.database === '' ? [] : [{ to: [pods(shape.database)], ports: tcp(ports.postgres) }]),
  ];
}

function variables(shape: Shape, migrates: boolean): Env {
  const suffix = migrates ? '-migrate' : '';
  const login = migrates ? `${shape.name}_migrate` : shape.name;
  const database = {
    DATABASE_URL: `postgres://${login}:$(PGPASSWORD)@${shape.database}:${ports.postgres}/${shape.name}?sslmode=disable`,
    PGDATABASE: shape.name,
    PGHOST: shape.database,
    PGPORT: String(ports.postgres),
    PGSSLMODE: 'disable',
    PGUSER: login,
  };
  const cache = {
    REDIS_ADDR: `${shape.cache}:${ports.redis}`,
    REDIS_TLS: 'false',
    REDIS_URL: `redis://${shape.name}:$(REDIS_PASSWORD)@${shape.cache}:${ports.redis}`,
    REDIS_USERNAME: shape.name,
  };
  return [
    ...(shape.database === '' ? [] : [secret('PGPASSWORD', `${shape.database}-${shape.name}${suffix}`)]),
    ...(shape.cache === '' ? [] : [secret('REDIS_PASSWORD', `${shape.cache}-${shape.name}`)]),
    { name: 'SERVICE_VERSION', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app.kubernetes.io/version']" } } },
    ...plain({
      ...plainVariables(shape, 'edge', 'debug'),
      ...(migrates ? {} : serviceVariables(shape)),
      OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${name},deployment.environment.name=edge,service.version=$(SERVICE_VERSION)`,
      ...(shape.database === '' ? {} : database),
      ...(shape.cache === '' ? {} : cache),
      ...(topicsOf(shape).length === 0 || migrates
        ? {}
        : { KAFKA_BROKERS: `events:${ports.kafka}`, KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT' }),
    }),
  ];
}

const probe = (path: string) => ({
  httpGet: { path, port: ports.http },
  periodSeconds: 10,
  timeoutSeconds: 2,
  failureThreshold: 3,
});
const http = { name: 'http', port: ports.http };
const grpc = { name: 'grpc', port: ports.grpc };

export function serviceObjects(shape: Shape, services: readonly Shape[]): Props[] {
  const owner = shape.name;
  const callers = services.filter((each) => each.calls.includes(owner)).map((each) => pods(each.name));
  const fromGateway = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'envoy-gateway-system' } } };
  return [
    account(owner, 'service'),
    clusterService(owner, 'service', [http, grpc]),
    deployment(shape),
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: owner, labels: labels(owner, 'service') },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: owner },
        minReplicas: 2,
        maxReplicas: 10,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        ],
      },
    },
    policy(
      owner,
      'service',
      [
        { from: [fromGateway, ...callers], ports: tcp(ports.http) },
        ...(callers.length > 0 ? [{ from: callers, ports: tcp(ports.grpc) }] : []),
      ],
      [
        ...storeEgress(shape, false),
        ...shape.calls.map((peer) => ({ to: [pods(peer)], ports: tcp(ports.http, ports.grpc) })),
      ],
    ),
    route(owner, 'service', 'https', [
      {
        matches: [{ path: { type: 'PathPrefix', value: `/${owner}` } }],
        filters: [
          {
            type: 'ResponseHeaderModifier',
            responseHeaderModifier: {
              set: [
                { name: 'strict-transport-security', value: 'max-age=86400' },
                { name: 'x-content-type-options', value: 'nosniff' },
                { name: 'x-frame-options', value: 'DENY' },
              ],
            },
          },
        ],
        backendRefs: [{ name: owner, port: ports.http }],
        timeouts: { request: '30s' },
      },
    ]),
  ];
}

function deployment(shape: Shape): Props {
  const owner = shape.name;
  const spread = (topologyKey: string) => ({
    labelSelector: selector(owner),
    matchLabelKeys: ['pod-template-hash'],
    maxSkew: 1,
    nodeTaintsPolicy: 'Honor',
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
  });
  const main = container(owner, owner, {
    env: variables(shape, false),
    ports: [http, grpc].map((each) => ({ name: each.name, containerPort: each.port, protocol: 'TCP' })),
    livenessProbe: probe('/livez'),
    readinessProbe: probe('/readyz'),
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
  });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: owner, labels: labels(owner, 'service') },
    spec: {
      minReadySeconds: 5,
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 5,
      selector: selector(owner),
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels: { ...labels(owner, 'service'), 'app.kubernetes.io/version': 'dev' } },
        spec: podSpec(owner, [main], {
          restartPolicy: 'Always',
          terminationGracePeriodSeconds: 30,
          topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map(spread),
        }),
      },
    },
  };
}

export function migrationObjects(shape: Shape): Props[] {
  const owner = `${shape.name}-migrate`;
  const main = container(shape.name, shape.name, { command: ['/app', 'migrate', 'up'], env: variables(shape, true) });
  return [
    policy(owner, 'migration', [], storeEgress(shape, true)),
    account(owner, 'migration'),
    job(owner, 'migration', 'migrate', main, {}),
  ];
}
