import {
  CfnFlowLog,
  type CfnSecurityGroup,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { policy, trust } from '../iam';
import { closedGroup } from './security-group';

export interface NetworkProps {
  /** IPv4 range of the VPC, at most a /22: `10.0.0.0/16`. */
  readonly cidr: string;
  /** Full names: `eu-west-1a`. */
  readonly zones: readonly string[];
  /** At most one a zone. */
  readonly natGateways: number;
  /** Keeps calls of tasks to AWS services inside the VPC. */
  readonly interfaceEndpoints: boolean;
  /** Days that flow logs are kept; 0: no flow logs. */
  readonly flowLogDays: number;
  /** ARN of the key of the flow logs. @default CloudWatch encrypts them with a key of its own. */
  readonly logsKey?: string;
}

/** Ranges are cut for so many zones, whether used or not, so that a further zone moves no subnet. */
const zoneSlots = 4;

const endpointServices = {
  EcrApi: InterfaceVpcEndpointAwsService.ECR,
  EcrDocker: InterfaceVpcEndpointAwsService.ECR_DOCKER,
  Kms: InterfaceVpcEndpointAwsService.KMS,
  Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  SecretsManager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  Ssm: InterfaceVpcEndpointAwsService.SSM,
  SsmMessages: InterfaceVpcEndpointAwsService.SSM_MESSAGES,
  Sts: InterfaceVpcEndpointAwsService.STS,
} as const;

/**
 * A VPC in three tiers: public for load balancers, app with a way out for tasks, data without one for stores.
 * Changing `cidr` replaces the VPC and everything in it.
 */
export class Network extends Construct {
  readonly vpc: Vpc;
  /** Group of the interface endpoints; undefined without them. */
  readonly endpointGroup: CfnSecurityGroup | undefined;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const prefix = Number(props.cidr.split('/')[1]);
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(props.cidr),
      availabilityZones: [...props.zones],
      reservedAzs: Math.max(0, zoneSlots - props.zones.length),
      natGateways: props.natGateways,
      restrictDefaultSecurityGroup: true,
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
      subnetConfiguration: [
        { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: prefix + 5, mapPublicIpOnLaunch: false },
        { name: 'Data', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: prefix + 5 },
        { name: 'App', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: prefix + 3 },
      ],
    });
    if (props.flowLogDays > 0) this.addFlowLogs(props.flowLogDays, props.logsKey);
    this.endpointGroup = props.interfaceEndpoints ? this.addEndpoints(props.cidr) : undefined;
  }

  private addFlowLogs(days: number, key: string | undefined): void {
    const group = new CfnLogGroup(this, 'FlowLogs', {
      retentionInDays: days,
      ...(key !== undefined && { kmsKeyId: key }),
    });
    const role = new CfnRole(this, 'FlowLogRole', {
      assumeRolePolicyDocument: trust('vpc-flow-logs.amazonaws.com'),
      policies: [
        {
          policyName: 'write',
          policyDocument: policy([
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
              Resource: group.attrArn,
            },
          ]),
        },
      ],
    });
    new CfnFlowLog(this, 'FlowLog', {
      resourceId: this.vpc.vpcId,
      resourceType: 'VPC',
      trafficType: 'ALL',
      maxAggregationInterval: 60,
      logDestinationType: 'cloud-watch-logs',
      logGroupName: group.ref,
      deliverLogsPermissionArn: role.attrArn,
    });
  }

  private addEndpoints(cidr: string): CfnSecurityGroup {
    const group = closedGroup(this, 'EndpointGroup', {
      vpcId: this.vpc.vpcId,
      description: 'Interface endpoints: HTTPS from inside the VPC',
      // A literal: checkers take a reference to the range for an open group.
      ingress: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: cidr, description: 'HTTPS from the VPC' }],
    });
    const known = SecurityGroup.fromSecurityGroupId(this, 'KnownEndpointGroup', group.attrGroupId, { mutable: false });
    const subnets = { subnetGroupName: 'App' };
    for (const [name, service] of Object.entries(endpointServices)) {
      this.vpc.addInterfaceEndpoint(name, { service, open: false, securityGroups: [known], subnets });
    }
    return group;
  }
}
