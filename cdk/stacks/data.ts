import type { App, CfnResource } from 'aws-cdk-lib';
import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  type Access,
  type Kafka,
  names,
  type Platform,
  type Postgres,
  type RabbitMq,
  type Redis,
  type Resource,
} from '../../platform/index';
import {
  type ProvisionRequest,
  postgresRequest,
  rabbitmqRequest,
  redisRights,
  type StoreAccess,
} from '../../provision/index';
import { KafkaCluster } from '../constructs/kafka';
import { customerKey } from '../constructs/keys';
import { PostgresServer } from '../constructs/postgres';
import { Provisioner, provision } from '../constructs/provisioner';
import { RabbitMqBroker } from '../constructs/rabbitmq';
import { secretArn } from '../constructs/secret';
import { connect } from '../constructs/security-group';
import { ValkeyCache } from '../constructs/valkey';
import { awsOf, EnvironmentStack } from '../environment-stack';
import { logGroupName, mskClusterName, published, secretName, storeGroup } from '../names';
import { needsComposing } from '../variables';

/** Where Amazon MQ has the management API of RabbitMQ. */
const managementPort = 443;

/** Stores that AWS runs, and what makes their databases and logins. */
export class DataStack extends EnvironmentStack {
  private readonly key: string | undefined;
  private readonly provisioner: Provisioner | undefined;

  constructor(app: App, platform: Platform) {
    super(app, platform, 'data', { description: 'Databases, caches and brokers.' });
    const { posture, name } = platform.environment;
    this.key = posture.customerKeys
      ? customerKey(this, 'DataKey', {
          purpose: 'data',
          description: `Stores of ${platform.name} in ${name}`,
          keeping: posture.retain ? 'retain' : 'delete',
        }).attrArn
      : undefined;
    this.provisioner = needsProvisioner(platform) ? this.addProvisioner() : undefined;
    for (const resource of managed(platform)) this.addStore(resource);
  }

  private addStore(resource: Managed): void {
    switch (resource.kind) {
      case 'postgres':
        this.addPostgres(resource);
        break;
      case 'redis':
        this.addRedis(resource);
        break;
      case 'kafka':
        this.addKafka(resource);
        break;
      case 'rabbitmq':
        this.addRabbitMq(resource);
        break;
    }
  }

  private addProvisioner(): Provisioner {
    const { platform } = this;
    const { posture } = platform.environment;
    const provisioner = new Provisioner(this, 'Provisioner', {
      description: `Sets up the stores of ${platform.name} in ${platform.environment.name}`,
      vpcId: this.vpcId,
      subnetIds: this.lookupList(published.appSubnets),
      secrets: `${platform.name}/${platform.environment.name}/`,
      logGroupName: logGroupName(platform, 'data/provisioner'),
      logRetention: posture.logRetention,
      ...(this.logsKey !== undefined && { logsKey: this.logsKey }),
    });
    this.publish(published.provisioner, provisioner.function.attrArn);
    return provisioner;
  }

  private addPostgres(postgres: Postgres): void {
    const id = names.constructId(postgres.name);
    const server = new PostgresServer(this, id, {
      ...postgres,
      ...this.common(postgres),
      logicalId: `${id}Database`,
      adminSecret: secretName(this.platform, postgres.admin),
      deletionProtection: this.platform.environment.posture.deletionProtection,
    });
    const host = server.instance.attrEndpointAddress;
    this.publishStore(postgres, server.group, host);
    const request = postgresRequest(this.platform, postgres, { host, ...this.storeAccess(postgres) });
    this.ask({ id, group: server.group, port: postgres.port, server: server.instance }, request);
  }

  private addRedis(redis: Redis): void {
    const { platform } = this;
    const id = names.constructId(redis.name);
    const userId = (...parts: string[]) => names.elastiCacheUserId(platform.name, platform.environment.name, ...parts);
    const cache = new ValkeyCache(this, id, {
      ...redis,
      ...this.common(redis),
      logicalId: `${id}Cache`,
      users: platform.credentials
        .filter((credential) => credential.resource === redis.name && credential.role !== 'admin')
        .map((credential) => ({
          id: userId(credential.name),
          name: credential.user,
          secret: secretName(platform, credential.name),
          rights: redisRights[accessOf(platform, credential.name)],
        })),
      userGroupId: userId(redis.name),
      defaultUser: { id: userId(redis.name, 'default'), secret: secretName(platform, redis.name, 'default') },
    });
    this.publishStore(redis, cache.group, cache.cache.attrPrimaryEndPointAddress);
  }

  private addKafka(kafka: Kafka): void {
    const { platform } = this;
    const { posture } = platform.environment;
    const id = names.constructId(kafka.name);
    const cluster = new KafkaCluster(this, id, {
      ...kafka,
      ...this.common(kafka),
      logicalId: `${id}Cluster`,
      name: mskClusterName(platform, kafka.name),
      zones: awsOf(platform).zones.length,
      logGroupName: logGroupName(platform, `data/${kafka.name}`),
      logRetention: posture.logRetention,
      ...(this.logsKey !== undefined && { logsKey: this.logsKey }),
    });
    this.publish(storeGroup(kafka.name), cluster.group.attrGroupId);
    this.publish([kafka.name, 'addresses'], cluster.brokers);
  }

  private addRabbitMq(rabbitmq: RabbitMq): void {
    const { platform } = this;
    const id = names.constructId(rabbitmq.name);
    const broker = new RabbitMqBroker(this, id, {
      ...rabbitmq,
      ...this.common(rabbitmq),
      logicalId: `${id}Broker`,
      name: names.mqBrokerName(platform.name, platform.environment.name, rabbitmq.name),
      adminSecret: secretName(platform, rabbitmq.admin),
    });
    this.publishStore(rabbitmq, broker.group, broker.host);
    const request = rabbitmqRequest(platform, rabbitmq, {
      api: `https://${broker.host}`,
      ...this.storeAccess(rabbitmq),
    });
    this.ask({ id, group: broker.group, port: managementPort, server: broker.broker }, request);
  }

  private common(resource: Resource) {
    const { name, environment } = this.platform;
    return {
      description: `${resource.name} of ${name} in ${environment.name}`,
      vpcId: this.vpcId,
      subnetIds: this.lookupList(published.dataSubnets),
      retain: environment.posture.retain,
      ...(this.key !== undefined && { key: this.key }),
    };
  }

  private publishStore(resource: Resource, group: CfnSecurityGroup, host: string): void {
    this.publish(storeGroup(resource.name), group.attrGroupId);
    this.publish([resource.name, 'host'], host);
  }

  /** ARNs of the logins of a store. */
  private storeAccess(resource: Resource): StoreAccess {
    const arn = (credential: string) => secretArn(this, secretName(this.platform, credential));
    const logins = this.platform.credentials.filter(
      (credential) => credential.resource === resource.name && credential.role !== 'admin',
    );
    return {
      admin: arn(resource.admin),
      secrets: Object.fromEntries(logins.map((credential) => [credential.name, arn(credential.name)])),
    };
  }

  /** Lets the provisioner in, and asks it once the store stands. */
  private ask(
    store: {
      readonly id: string;
      readonly group: CfnSecurityGroup;
      readonly port: number;
      readonly server: CfnResource;
    },
    request: ProvisionRequest,
  ): void {
    if (this.provisioner === undefined) return;
    const { id, group, port, server } = store;
    const rules = connect(this, {
      id: `Provisioner${id}`,
      from: this.provisioner.group.attrGroupId,
      to: group.attrGroupId,
      port,
      protocol: 'tcp',
      description: `Provisioner to ${id}`,
    });
    provision(this, `${id}Provision`, this.provisioner.function.attrArn, request, [server, ...rules]);
  }
}

type Managed = Exclude<Resource, { kind: 'container' }>;

/** Stores that this stack makes. */
export function managed(platform: Platform): Managed[] {
  return platform.resources.flatMap((resource) =>
    resource.kind !== 'container' && resource.provider === 'managed' ? [resource] : [],
  );
}

const widest = ['owner', 'write', 'read'] as const satisfies readonly Access[];

/** What a login of a store without parts may do: the widest that any of its edges asks. */
function accessOf(platform: Platform, credential: string): Access {
  const workloads = [
    ...platform.services,
    ...platform.jobs,
    ...platform.services.flatMap(({ migrate }) => (migrate === null ? [] : [migrate])),
  ];
  const asked = workloads.flatMap(({ uses }) =>
    uses.filter((use) => use.credential === credential).map((use) => use.access),
  );
  const found = widest.find((access) => asked.includes(access));
  if (found === undefined) throw new Error(`no edge asks for credential "${credential}"`);
  return found;
}

/** Databases and broker users are its work, and secrets that are mixed with text. */
export function needsProvisioner(platform: Platform): boolean {
  const stores = managed(platform).some((resource) => resource.kind === 'postgres' || resource.kind === 'rabbitmq');
  return stores || needsComposing(platform);
}
