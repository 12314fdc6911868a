import type { Platform, Resource } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import type { Fact, Plain } from '../fact';
import type { CdkOutput, Found } from '../outputs/cdk';
import type { ComposeOutput } from '../outputs/compose';
import type { K8sOutput } from '../outputs/k8s';
import { composeServer, podServer, type ReadServer } from '../outputs/servers';

type Store = Exclude<Resource, { kind: 'container' }>;

export const stores: Fact = {
  title: 'every store is of the version, size and number that its description says, where it says',
  expected: (platform) =>
    Object.fromEntries(platform.resources.map((each): [string, Plain] => [each.name, expectedOf(platform, each)])),
  compose: (output) => each(output.platform, (store) => composeStore(output, store)),
  k8s: (output) => each(output.platform, (store) => podStore(output, store)),
  cdk: (output) => each(output.platform, (store) => managedStore(output, store)),
};

function each(platform: Platform, read: (resource: Resource) => Plain): Plain {
  return Object.fromEntries(platform.resources.map((resource) => [resource.name, read(resource)]));
}

function expectedOf(platform: Platform, resource: Resource): Plain {
  if (resource.provider === 'external') return 'elsewhere';
  if (resource.kind === 'container') return { replicas: resource.replicas };
  return resource.provider === 'container' ? inContainer(platform, resource) : managed(platform, resource);
}

function inContainer(platform: Platform, store: Store): Plain {
  const { image, port, cpu, memory, storage, replicas, backup, tls } = store;
  const one =
    accepts(platform, 'kubernetes', 'unsupported-replicas') ||
    accepts(platform, 'compose', 'unsupported-store-replicas');
  const none =
    accepts(platform, 'kubernetes', 'unsupported-backup') || accepts(platform, 'compose', 'unsupported-backup');
  return {
    image,
    port,
    compute: `${cpu.request}m to ${cpu.limit}m, ${memory.request}Mi to ${memory.limit}Mi`,
    // How much a volume holds, a laptop does not say.
    storage: storage === 0 ? 'none' : runsOn(platform, 'compose') ? 'some' : `${storage}Gi`,
    replicas: one ? 1 : replicas,
    backup: none ? 0 : backup,
    ...(store.kind === 'postgres' && { parameters: { ...store.parameters }, ssl: store.sslmode }),
    tls,
  };
}

/** What follows for a store in a container: nothing makes backups, and there is no certificate. */
const bare = { backup: 0, tls: false } as const;

function serverPart(store: Store, server: ReadServer, setUp: () => ReadServer): Record<string, Plain> {
  const options = server.words.flatMap((word, at) => (server.words[at - 1] === '-c' ? [word.split(/=(.*)/s)] : []));
  return {
    image: server.image,
    ...bare,
    ...(store.kind === 'postgres' && {
      parameters: Object.fromEntries(options),
      // What clients are told, the set-up does too.
      ssl: setUp().values['PGSSLMODE'] ?? '',
    }),
  };
}

function composeStore(output: ComposeOutput, resource: Resource): Plain {
  const service = output.document.services[resource.name];
  if (service === undefined) return 'elsewhere';
  const further = new RegExp(`^${resource.name}-\\d+$`);
  const servers = Object.keys(output.document.services).filter((name) => name === resource.name || further.test(name));
  if (resource.kind === 'container') return { replicas: servers.length };
  const replicas = service.deploy?.replicas ?? 1;
  const { limits, reservations } = service.deploy?.resources ?? {};
  const amount = (cpus = '', memory = '') => [`${Math.round(Number(cpus) * 1000)}m`, memory.replace(/M$/, 'Mi')];
  const [[leastCpu, leastMemory], [mostCpu, mostMemory]] = [
    amount(reservations?.cpus, reservations?.memory),
    amount(limits?.cpus, limits?.memory),
  ];
  const kept = (service.volumes ?? []).some(
    ({ type, source = '' }) => type === 'volume' && output.document.volumes?.[source],
  );
  return {
    ...serverPart(resource, composeServer(output, resource.name), () =>
      composeServer(output, `${resource.name}-provision`),
    ),
    port: Number(service.expose?.join()),
    compute: `${leastCpu} to ${mostCpu}, ${leastMemory} to ${mostMemory}`,
    storage: kept ? 'some' : 'none',
    replicas,
  };
}

function podStore(output: K8sOutput, resource: Resource): Plain {
  const controller = output.find('StatefulSet', resource.name);
  if (controller === undefined)
    return output.find('Deployment', resource.name) === undefined ? 'elsewhere' : 'not kept';
  const { replicas, volumeClaimTemplates: claims = [] } = controller.spec;
  if (resource.kind === 'container') return { replicas };
  const [container] = output.pod(resource.name).containers;
  const { requests, limits } = container.resources;
  const thousandths = (text: string) => (text.endsWith('m') ? text : `${Number(text) * 1000}m`);
  const ports = output.find('Service', resource.name)?.spec.ports.map((port: { port: number }) => port.port);
  const storage = claims.map(
    (claim: { spec: { resources: { requests: { storage: string } } } }) => claim.spec.resources.requests.storage,
  );
  return {
    ...serverPart(resource, podServer(output, resource.name), () => podServer(output, `${resource.name}-provision`)),
    port: Number(ports.join()),
    compute: `${thousandths(requests.cpu)} to ${thousandths(limits.cpu)}, ${requests.memory} to ${limits.memory}`,
    storage: storage.length === 0 ? 'none' : storage.join(),
    replicas,
  };
}

/** GiB that instances of ElastiCache and Amazon MQ are taken to have; another wish is theirs to fulfil, by their class. */
const usual = { redis: { small: 1, medium: 5, large: 20 }, rabbitmq: { small: 5, medium: 20, large: 100 } } as const;

function managed(platform: Platform, store: Store): Plain {
  const { kind, instance, replicas, version, tls, backup, storage, port } = store;
  const common = { instance, replicas, version: String(version), tls };
  const { size } = platform.environment;
  switch (kind) {
    case 'postgres':
      return {
        ...common,
        backup,
        storage,
        port,
        parameters: { ...store.parameters },
        ssl: store.sslmode !== 'disable',
      };
    case 'redis': {
      const left =
        !store.persistence || accepts(platform, 'ecs', 'unsupported-storage') || storage === usual.redis[size];
      return { ...common, backup, port, storage: left ? 'of its instance' : storage };
    }
    case 'kafka':
      return { ...common, storage, auth: store.auth };
    case 'rabbitmq': {
      const left = accepts(platform, 'ecs', 'unsupported-storage') || storage === usual.rabbitmq[size];
      return { ...common, storage: left ? 'of its instance' : storage };
    }
  }
}

function managedStore(output: CdkOutput, resource: Resource): Plain {
  if (resource.kind === 'container') {
    const found = output
      .all('AWS::ECS::Service')
      .find((each) => each.resource.Properties.ServiceName === resource.name);
    return found === undefined ? 'elsewhere' : { replicas: found.resource.Properties.DesiredCount };
  }
  const path = `/${output.platform.name}/${output.platform.environment.name}/${resource.name}/security-group`;
  if (!output.all('AWS::SSM::Parameter').some((each) => each.resource.Properties.Name === path)) return 'elsewhere';
  const found = output.store(resource.name);
  return readers[found.resource.Type]?.(found) ?? 'unknown';
}

const readers: Readonly<Record<string, (found: Found) => Plain>> = {
  'AWS::RDS::DBInstance': postgresOf,
  'AWS::ElastiCache::ReplicationGroup': cacheOf,
  'AWS::MSK::Cluster': kafkaOf,
  'AWS::AmazonMQ::Broker': rabbitmqOf,
};

function postgresOf({ template, resource: { Properties: made } }: Found): Plain {
  const { Parameters, Family } = template.Resources[made.DBParameterGroupName.Ref]?.Properties ?? {};
  const { 'rds.force_ssl': forced, ...parameters } = Parameters;
  return {
    version: Family === `postgres${made.EngineVersion}` ? made.EngineVersion : `${made.EngineVersion} with ${Family}`,
    instance: made.DBInstanceClass,
    replicas: made.MultiAZ === true ? 2 : 1,
    backup: made.BackupRetentionPeriod,
    storage: Number(made.AllocatedStorage),
    port: Number(made.Port),
    tls: forced === '1',
    ssl: forced === '1',
    parameters,
  };
}

function cacheOf({ resource: { Properties: made } }: Found): Plain {
  return {
    // The newest minor version of the major one.
    version: made.EngineVersion.split('.')[0],
    instance: made.CacheNodeType,
    replicas: made.NumNodeGroups * (made.ReplicasPerNodeGroup + 1),
    backup: made.SnapshotRetentionLimit,
    storage: 'of its instance',
    port: made.Port,
    tls: made.TransitEncryptionEnabled,
  };
}

function kafkaOf({ resource: { Properties: made } }: Found): Plain {
  const { ClientAuthentication: ask, EncryptionInfo, BrokerNodeGroupInfo: brokers } = made;
  return {
    version: made.KafkaVersion.replace(/\.x\.kraft$/, ''),
    instance: brokers.InstanceType,
    replicas: made.NumberOfBrokerNodes,
    storage: brokers.StorageInfo.EBSStorageInfo.VolumeSize,
    tls: EncryptionInfo.EncryptionInTransit.ClientBroker === 'TLS',
    auth: ask.Sasl.Iam.Enabled === true && ask.Unauthenticated.Enabled === false ? 'iam' : 'none',
  };
}

function rabbitmqOf({ resource: { Properties: made } }: Found): Plain {
  return {
    version: made.EngineVersion,
    instance: made.HostInstanceType,
    replicas: made.DeploymentMode === 'CLUSTER_MULTI_AZ' ? 3 : 1,
    storage: 'of its instance',
    // Amazon MQ has no other way in.
    tls: true,
  };
}
