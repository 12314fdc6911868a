import type { Fact } from './fact';
import { caches } from './facts/caches';
import { cluster } from './facts/cluster';
import { command } from './facts/command';
import { compute } from './facts/compute';
import { databases } from './facts/databases';
import { drain } from './facts/drain';
import { edges } from './facts/edges';
import { environment } from './facts/environment';
import { files } from './facts/files';
import { gateway } from './facts/gateway';
import { health } from './facts/health';
import { hostPorts } from './facts/host-ports';
import { image } from './facts/image';
import { inventory } from './facts/inventory';
import { jobs } from './facts/jobs';
import { meshes } from './facts/meshes';
import { names } from './facts/names';
import { overrides } from './facts/overrides';
import { permissions } from './facts/permissions';
import { addresses, ports } from './facts/ports';
import { posture } from './facts/posture';
import { queues } from './facts/queues';
import { replicas } from './facts/replicas';
import { requests, routes } from './facts/routes';
import { scale } from './facts/scale';
import { secretStore } from './facts/secret-store';
import { secrets } from './facts/secrets';
import { sharedVolumes } from './facts/shared-volumes';
import { startOrder } from './facts/start-order';
import { storage } from './facts/storage';
import { storeNames } from './facts/store-names';
import { stores } from './facts/stores';
import { sysctls } from './facts/sysctls';
import { topics } from './facts/topics';
import { update } from './facts/update';
import { user } from './facts/user';

/** One change of a rendered text: in the first file whose path ends so, of the first text that matches. */
export interface Change {
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

/** A change that each fact must see, by output. Where there is none, no text of that output could say another thing. */
export interface Changes {
  readonly fact: Fact;
  readonly cdk?: Change;
  readonly k8s?: Change;
  readonly compose?: Change;
}

const template = (stack: string, from: Change['from'], to: string): Change => ({
  file: `-${stack}.template.json`,
  from,
  to,
});
const manifest = (path: string, from: Change['from'], to: string): Change => ({ file: `${path}.yaml`, from, to });
const service = (from: Change['from'], to: string): Change => ({ file: 'compose.yaml', from, to });
const mounted = (file: string, from: Change['from'], to: string): Change => ({ file, from, to });

/** In the texts of the fourth description: `prod`, `staging` and `local`. */
export const changes: readonly Changes[] = [
  {
    fact: inventory,
    cdk: template('gate', '"ContainerName": "second"', '"ContainerName": "first"'),
    k8s: manifest('services/gate', '- name: second', '- name: third'),
    compose: service(/^ {2}gate-second:$/m, '  gate-third:'),
  },
  {
    fact: image,
    cdk: template('gate', '"X86_64"', '"ARM64"'),
    k8s: manifest('services/gate', 'gate:1.4.2', 'gate:1.4.3'),
    compose: service('target: server', 'target: other'),
  },
  {
    fact: command,
    cdk: template('api', '"--price=5$"', '"--price=6$"'),
    k8s: manifest('services/api', '--price=5$', '--price=6$'),
    compose: service('--price=5$$', '--price=6$$'),
  },
  {
    fact: environment,
    cdk: template('api', /"Name": "PRICE",\s+"Value": "5\$"/, '"Name": "PRICE", "Value": "6$"'),
    k8s: manifest('services/api', /name: PRICE\n +value: 5\$/, 'name: PRICE\n              value: 6$'),
    compose: service('PRICE: 5$$', 'PRICE: 6$$'),
  },
  {
    fact: secrets,
    cdk: template('api', '"Name": "SIGNING_KEY"', '"Name": "SIGNING_KEYS"'),
    k8s: manifest('services/api', 'name: SIGNING_KEY\n', 'name: SIGNING_KEYS\n'),
    compose: service(/ SIGNING_KEY: .+/, ' SIGNING_KEY: plain'),
  },
  {
    fact: secretStore,
    cdk: template('secrets', '"Name": "atlas/prod/signing-key"', '"Name": "atlas/prod/other-key"'),
    k8s: manifest('services/gate', 'name: signing-key', 'name: api-licence'),
    compose: service(/\{API_LICENCE:/, '{SIGNING_KEY:'),
  },
  {
    fact: ports,
    cdk: template('gate', '"ContainerPort": 8080', '"ContainerPort": 8081'),
    k8s: manifest('services/gate', 'containerPort: 8080', 'containerPort: 8081'),
    compose: service(/expose:\n( +)- "9090"/, 'expose:\n$1- "9091"'),
  },
  {
    fact: addresses,
    cdk: template('gate', '"DnsName": "gate"', '"DnsName": "gates"'),
    k8s: manifest('services/gate', 'name: frontend', 'name: fronted'),
    compose: service('- frontend', '- fronted'),
  },
  {
    fact: storeNames,
    cdk: template('main', '"AWS_INSTANCE_CNAME": {', '"AWS_INSTANCE_IPV4": {'),
    k8s: manifest('stores/ledger', 'externalName: ledger.example.com', 'externalName: ledgers.example.com'),
    compose: service('- database', '- databases'),
  },
  {
    fact: hostPorts,
    k8s: manifest('services/beacon', 'hostNetwork: true', 'hostNetwork: false'),
    compose: service('50000-50010:50000-50010/udp', '50000-50011:50000-50011/udp'),
  },
  {
    fact: health,
    cdk: template('api', '"HealthCheckIntervalSeconds": 7', '"HealthCheckIntervalSeconds": 8'),
    k8s: manifest('services/api', 'periodSeconds: 7', 'periodSeconds: 8'),
    compose: service('interval: 7s', 'interval: 8s'),
  },
  {
    fact: compute,
    cdk: template('api', '"Memory": 640', '"Memory": 641'),
    k8s: manifest('services/api', 'memory: 640Mi', 'memory: 641Mi'),
    compose: service('memory: 640M', 'memory: 641M'),
  },
  {
    fact: scale,
    cdk: template('api', '"MaxCapacity": 8', '"MaxCapacity": 9'),
    k8s: manifest('services/api', 'maxReplicas: 8', 'maxReplicas: 9'),
    compose: service('replicas: 1', 'replicas: 2'),
  },
  {
    fact: update,
    cdk: template('worker', '"MinimumHealthyPercent": 100', '"MinimumHealthyPercent": 0'),
    k8s: manifest('services/gate', 'maxSurge: 1', 'maxSurge: 0'),
  },
  {
    fact: drain,
    cdk: template('api', '"StopTimeout": 45', '"StopTimeout": 46'),
    k8s: manifest('services/api', 'terminationGracePeriodSeconds: 45', 'terminationGracePeriodSeconds: 46'),
    compose: service('stop_grace_period: 45s', 'stop_grace_period: 46s'),
  },
  {
    fact: user,
    cdk: template('worker', '"User": "1000:2000"', '"User": "0:0"'),
    k8s: manifest('services/worker', 'allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true'),
    compose: service('no-new-privileges:true', 'label:disable'),
  },
  {
    fact: sysctls,
    cdk: template('gate', '"Value": "600"', '"Value": "601"'),
    k8s: manifest('services/gate', 'value: "600"', 'value: "601"'),
    compose: service('tcp_keepalive_time: "600"', 'tcp_keepalive_time: "601"'),
  },
  {
    fact: storage,
    cdk: template('gate', '"/cache"', '"/caches"'),
    k8s: manifest('services/worker', 'storage: 3Gi', 'storage: 4Gi'),
    compose: service('/cache:size=16m', '/cache:size=17m'),
  },
  {
    fact: sharedVolumes,
    cdk: template(
      'worker',
      '"elasticfilesystem:ClientMount"\n',
      '"elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"\n',
    ),
    k8s: manifest('services/worker', 'claimName: api-uploads\n            readOnly: true', 'claimName: api-uploads'),
    compose: service('target: /srv/uploads\n        read_only: true', 'target: /srv/uploads'),
  },
  {
    fact: files,
    k8s: manifest('services/api', 'price 5$ ${x}', 'price 6$ ${x}'),
    compose: mounted('_etc-api-plain.conf', 'price 5$ ${x}', 'price 6$ ${x}'),
  },
  {
    fact: edges,
    cdk: template('api', /("FromPort": )6379/, '$16380'),
    k8s: manifest('services/api', /- port: 6379\n/, '- port: 6380\n'),
    compose: service('internal: true', 'internal: false'),
  },
  {
    fact: meshes,
    cdk: template('cron', /("FromPort": )1883/, '$11884'),
    k8s: manifest('services/cron', /port: 7702\n/, 'port: 7703\n'),
    compose: service(/^( {2}batch:\n(?: {4}.*\n)*? {6})discovery:/m, '$1other:'),
  },
  {
    fact: replicas,
    k8s: manifest('services/lexicon', 'pod-name: lexicon-1', 'pod-name: lexicon-0'),
    compose: service(/^( +)lexicon-1-network:$/m, '$1lexicon-9-network:'),
  },
  {
    fact: routes,
    cdk: template('api', '"Regex": "^/api/?"', '"Regex": "^/api2/?"'),
    k8s: manifest('services/api', 'replacePrefixMatch: /v2', 'replacePrefixMatch: /v3'),
    compose: mounted('gateway_usr-local-etc-haproxy-haproxy.cfg', 'timeout server 5s', 'timeout server 6s'),
  },
  {
    fact: requests,
    cdk: template('api', /("\/api\/v2\.1\/\*"[^!]+?"Priority": )/, '$19999'),
    k8s: manifest('services/api', 'value: /api/v2.1', 'value: /api/v3'),
    compose: mounted('gateway_usr-local-etc-haproxy-haproxy.cfg', 'use_backend api-1 ', '# use_backend api-1 '),
  },
  {
    fact: gateway,
    cdk: template('edge', '"SAMEORIGIN"', '"DENY"'),
    k8s: manifest('services/api', 'value: SAMEORIGIN', 'value: DENY'),
    compose: mounted('gateway_usr-local-etc-haproxy-haproxy.cfg', '"SAMEORIGIN"', '"DENY"'),
  },
  {
    fact: databases,
    cdk: template('main', '\\"access\\":\\"read\\"', '\\"access\\":\\"write\\"'),
    k8s: manifest('provision/main', "('worker-ro', 'table', 'SELECT')", "('worker-ro', 'table', 'DELETE')"),
    compose: mounted('postgres.sql', "('worker-ro', 'table', 'SELECT')", "('worker-ro', 'table', 'DELETE')"),
  },
  {
    fact: topics,
    cdk: template('events', '"PartitionCount": 6', '"PartitionCount": 7'),
    k8s: manifest('provision/events', "topic 'made' 6", "topic 'made' 7"),
    compose: mounted('kafka.sh', "topic 'made' 6", "topic 'made' 7"),
  },
  {
    fact: queues,
    cdk: template('tasks', '^(mail)$', '^(.*)$'),
    k8s: manifest('stores/tasks', '"durable": true', '"durable": false'),
    compose: mounted('rabbitmq.sh', '"durable": true', '"durable": false'),
  },
  {
    fact: caches,
    cdk: template('cache', 'off -@all', 'on +@all'),
    k8s: manifest('stores/cache', '--maxmemory-policy allkeys-lru', '--maxmemory-policy noeviction'),
    compose: mounted('redis.sh', "'api' 'CACHE_API_PASSWORD'", "'api' 'CACHE_ADMIN_PASSWORD'"),
  },
  {
    fact: stores,
    cdk: template('main', '"AllocatedStorage": "40"', '"AllocatedStorage": "41"'),
    k8s: manifest('stores/main', 'storage: 40Gi', 'storage: 41Gi'),
    compose: service('postgres:16-alpine', 'postgres:17-alpine'),
  },
  {
    fact: permissions,
    cdk: template('api', '"s3:PutObject"', '"s3:*"'),
    k8s: manifest('services/api', 'automountServiceAccountToken: false', 'automountServiceAccountToken: true'),
  },
  {
    fact: startOrder,
    cdk: template('seed', '/atlas/prod/seed/task', '/atlas/prod/seed/other'),
    k8s: manifest('services/api', 'nc -w 2 worker 9090', 'nc -w 2 worker 9100'),
    compose: service(
      /api-migrate:\n( +)condition: service_completed_successfully/,
      'api-migrate:\n$1condition: service_started',
    ),
  },
  {
    fact: jobs,
    cdk: template('report', 'Europe/Berlin', 'Europe/Paris'),
    k8s: manifest('schedules/report', 'concurrencyPolicy: Allow', 'concurrencyPolicy: Forbid'),
    compose: service('on-failure:2', 'on-failure:3'),
  },
  {
    fact: posture,
    cdk: template('main', '"DeletionProtection": true', '"DeletionProtection": false'),
    k8s: manifest('services/api', 'whenUnsatisfiable: ScheduleAnyway', 'whenUnsatisfiable: DoNotSchedule'),
  },
  {
    fact: cluster,
    k8s: manifest('services/gate', 'pool: edge', 'pool: other'),
  },
  {
    fact: names,
    cdk: template('network', '"10.20.0.0/16"', '"10.21.0.0/16"'),
    k8s: manifest('base/namespace', 'slipway/owner: team-atlas', 'slipway/owner: team-other'),
    compose: service('name: atlas-local', 'name: atlas-other'),
  },
  {
    fact: overrides,
    cdk: template('api', '"TASK_DEFINITION"', '"SERVICE"'),
    k8s: manifest('base/network-policies', 'team: atlas', 'team: other'),
    compose: service(/team: .*TEAM.*/, 'team: other'),
  },
];
