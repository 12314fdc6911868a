import { Fn } from 'aws-cdk-lib';
import { CfnBroker } from 'aws-cdk-lib/aws-amazonmq';
import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { RabbitMq } from '../../platform/index';
import { fromSecret } from './secret';
import { closedGroup } from './security-group';
import { stateful } from './stateful';

export interface RabbitMqBrokerProps extends Pick<RabbitMq, 'version' | 'instance' | 'replicas'> {
  /** Fixed logical id of the broker: `JobsBroker`. */
  readonly logicalId: string;
  /** Changing it replaces the broker. */
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly subnetIds: string[];
  /** Name of the secret in Secrets Manager with `username` and `password` of the administrator. */
  readonly adminSecret: string;
  readonly retain: boolean;
}

/** Amazon MQ for RabbitMQ: private, TLS alone; one broker, or three in a cluster over the zones. */
export class RabbitMqBroker extends Construct {
  readonly broker: CfnBroker;
  readonly group: CfnSecurityGroup;
  /** Host of AMQP over TLS, which the broker has on port 5671, and of its management API on 443. */
  readonly host: string;

  constructor(scope: Construct, id: string, props: RabbitMqBrokerProps) {
    super(scope, id);
    this.group = closedGroup(this, 'Group', { vpcId: props.vpcId, description: props.description });
    const cluster = props.replicas > 1;
    const broker = new CfnBroker(this, 'Broker', {
      brokerName: props.name,
      engineType: 'RABBITMQ',
      engineVersion: props.version,
      autoMinorVersionUpgrade: true,
      hostInstanceType: props.instance,
      deploymentMode: cluster ? 'CLUSTER_MULTI_AZ' : 'SINGLE_INSTANCE',
      subnetIds: cluster ? props.subnetIds : [Fn.select(0, props.subnetIds)],
      securityGroups: [this.group.attrGroupId],
      publiclyAccessible: false,
      logs: { general: true },
      // Amazon MQ takes customers' keys for ActiveMQ alone.
      encryptionOptions: { useAwsOwnedKey: true },
      users: [
        { username: fromSecret(props.adminSecret, 'username'), password: fromSecret(props.adminSecret, 'password') },
      ],
    });
    this.broker = stateful(broker, props.logicalId, props.retain ? 'retain' : 'delete');
    // amqps://b-....mq.eu-west-1.amazonaws.com:5671
    const endpoint = Fn.select(2, Fn.split('/', Fn.select(0, broker.attrAmqpEndpoints)));
    this.host = Fn.select(0, Fn.split(':', endpoint));
  }
}
