import type { App, CfnResource } from 'aws-cdk-lib';
import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { type Kafka, names, type Platform, type Postgres, type RabbitMq, type Redis } from '../../platform/index';
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
import { provision } from '../constructs/provisioner';
import { RabbitMqBroker } from '../constructs/rabbitmq';
import { secretArn } from '../constructs/secret';
import { connect } from '../constructs/security-group';
import { ValkeyCache } from '../constructs/valkey';
import { awsOf, EnvironmentStack } from '../environment-stack';
import { logGroupName, mskClusterName, published, secretName, secretPart, storeGroup } from '../names';
import { accessOf, loginsOf, type Store } from '../stores';

/** Where Amazon MQ has the management API of RabbitMQ. */
const managementPort = 443;

/** A store that AWS runs, and what makes its databases and logins. It is a stack of its own, so that nothing else can touch it. */
export class StoreStack extends EnvironmentStack {
  private readonly id: string;
  private readonly key: string | undefined;

  constructor(app: App, platform: Platform, store: Store) {
    super(app, platform, store.name, { description: `Store ${store.name}.`, service: store.name });
    const { posture, name } = platform.environment;
    this.id = names.constructId(store.name);
    // A managed RabbitMQ takes no key.
    this.key =
      posture.customerKeys && store.kind !== 'rabbitmq'
        ? customerKey(this, `${this.id}Key`, {
            purpose: 'data',
            description: `${store.name} of ${platform.name} in ${name}`,
            keeping: posture.retain ? 'retain' : 'delete',
          }).attrArn
        : undefined;
    this.add(store);
  }

  private add(store: Store): void {
    switch (store.kind) {
      case 'postgres':
        this.addPostgres(store);
        break;
      case 'redis':
        this.addRedis(store);
        break;
      case 'kafka':
        this.addKafka(store);
        break;
      case 'rabbitmq':
        this.addRabbitMq(store);
        break;
    }
  }

  private addPostgres(postgres: Postgres): void {
    const { group, instance } = new PostgresServer(this, this.id, {
      ...postgres,
      ...this.common(postgres),
      logicalId: `${this.id}Database`,
      adminSecret: secretName(this.platform, postgres.admin),
      deletionProtection: this.platform.environment.posture.deletionProtection,
    });
    const host = instance.attrEndpointAddress;
    this.publishStore(postgres, group, 'host', host);
    const request = postgresRequest(this.platform, postgres, { host, ...this.storeAccess(postgres) });
    this.ask(request, { server: instance, group, port: postgres.port });
  }

  private addRedis(redis: Redis): void {
    const { platform } = this;
    const userId = (...parts: string[]) => names.elastiCacheUserId(platform.name, platform.environment.name, ...parts);
    const { cache, group } = new ValkeyCache(this, this.id, {
      ...redis,
      ...this.common(redis),
      logicalId: `${this.id}Cache`,
      users: loginsOf(platform, redis).map((credential) => ({
        id: userId(credential.name),
        name: credential.user,
        secret: this.secret(credential.name),
        rights: redisRights[accessOf(platform, credential.name)],
      })),
      userGroupId: userId(redis.name),
      defaultUser: { id: userId(redis.name, 'default'), secret: secretName(platform, redis.name, 'default') },
    });
    this.publishStore(redis, group, 'host', cache.attrPrimaryEndPointAddress);
  }

  private addKafka(kafka: Kafka): void {
    const { platform } = this;
    const { brokers, group } = new KafkaCluster(this, this.id, {
      ...kafka,
      ...this.common(kafka),
      logicalId: `${this.id}Cluster`,
      name: mskClusterName(platform, kafka.name),
      zones: awsOf(platform).zones.length,
      logGroupName: logGroupName(platform, kafka.name),
      logRetention: platform.environment.posture.logRetention,
      ...(this.logsKey !== undefined && { logsKey: this.logsKey }),
    });
    this.publishStore(kafka, group, 'addresses', brokers);
  }

  private addRabbitMq(rabbitmq: RabbitMq): void {
    const { platform } = this;
    const { broker, group, host } = new RabbitMqBroker(this, this.id, {
      ...rabbitmq,
      ...this.common(rabbitmq),
      logicalId: `${this.id}Broker`,
      name: names.mqBrokerName(platform.name, platform.environment.name, rabbitmq.name),
      adminSecret: secretName(platform, rabbitmq.admin),
    });
    this.publishStore(rabbitmq, group, 'host', host);
    const request = rabbitmqRequest(platform, rabbitmq, { api: `https://${host}`, ...this.storeAccess(rabbitmq) });
    this.ask(request, { server: broker, group, port: managementPort });
  }

  private common(store: Store) {
    const { name, environment } = this.platform;
    return {
      description: `${store.name} of ${name} in ${environment.name}`,
      vpcId: this.vpcId,
      subnetIds: this.lookupList(published.dataSubnets),
      retain: environment.posture.retain,
      ...(this.key !== undefined && { key: this.key }),
    };
  }

  private publishStore(store: Store, group: CfnSecurityGroup, attribute: 'host' | 'addresses', value: string): void {
    this.publish(storeGroup(store.name), group.attrGroupId);
    this.publish([store.name, attribute], value);
  }

  /** Name in Secrets Manager of a login of the store. */
  private secret(credential: string): string {
    this.need(secretPart(this.platform, credential));
    return secretName(this.platform, credential);
  }

  private storeAccess(store: Store): StoreAccess {
    const arn = (credential: string) => secretArn(this, this.secret(credential));
    const secrets = loginsOf(this.platform, store).map(({ name }): [string, string] => [name, arn(name)]);
    return { admin: arn(store.admin), secrets: Object.fromEntries(secrets) };
  }

  /** Lets the provisioner in, and asks it once the store stands. */
  private ask(
    request: ProvisionRequest,
    { server, group, port }: { readonly server: CfnResource; readonly group: CfnSecurityGroup; readonly port: number },
  ): void {
    const rules = connect(this, {
      id: 'Provisioner',
      from: this.lookup(published.provisionerGroup),
      to: group.attrGroupId,
      port,
      protocol: 'tcp',
      description: `Provisioner to ${this.part}:${port}`,
    });
    provision(this, 'Provision', this.lookup(published.provisioner), request, [server, ...rules]);
  }
}
