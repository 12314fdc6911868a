import { CfnSecurityGroup, CfnSecurityGroupEgress, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** A group without any egress rule opens everything, so that none is written as one that matches nothing. */
export const noEgress: CfnSecurityGroup.EgressProperty = {
  ipProtocol: 'icmp',
  fromPort: 252,
  toPort: 86,
  cidrIp: '255.255.255.255/32',
  description: 'No way out',
};

/** A group that opens nothing until rules are added, except what `ingress` and `egress` say. */
export function closedGroup(
  scope: Construct,
  id: string,
  props: {
    readonly vpcId: string;
    readonly description: string;
    readonly ingress?: readonly CfnSecurityGroup.IngressProperty[];
    readonly egress?: readonly CfnSecurityGroup.EgressProperty[];
  },
): CfnSecurityGroup {
  const { vpcId, description, ingress, egress } = props;
  return new CfnSecurityGroup(scope, id, {
    vpcId,
    groupDescription: description,
    ...(ingress !== undefined && { securityGroupIngress: [...ingress] }),
    securityGroupEgress: egress === undefined ? [noEgress] : [...egress],
  });
}

/** One permission to open connections, as both groups must know it. */
export interface Connection {
  /** Unique in its stack: `UsersGrpc`. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** `orders to users:9090`. */
  readonly description: string;
}

/** The rule on either side. They are resources of their own, so that two groups may open each other. */
export function connect(
  scope: Construct,
  connection: Connection,
): readonly [CfnSecurityGroupEgress, CfnSecurityGroupIngress] {
  const { id, from, to, port, protocol, description } = connection;
  const rule = { ipProtocol: protocol, fromPort: port, toPort: port, description };
  return [
    new CfnSecurityGroupEgress(scope, `${id}Egress`, { ...rule, groupId: from, destinationSecurityGroupId: to }),
    new CfnSecurityGroupIngress(scope, `${id}Ingress`, { ...rule, groupId: to, sourceSecurityGroupId: from }),
  ];
}
