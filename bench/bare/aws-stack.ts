import type { App } from 'aws-cdk-lib';
import { Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { IPeer, ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import { Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { StringListParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { account, name, region, zones } from './settings';

/** Stacks know each other by parameters, so that each can be deployed alone. */
export class BareStack extends Stack {
  private readonly groups = new Map<string, ISecurityGroup>();

  constructor(app: App, part: string, props: StackProps = {}) {
    super(app, `${name}-prod-${part}`, {
      env: { account, region },
      terminationProtection: true,
      tags: { environment: 'prod', owner: 'team-bench', platform: name },
      ...props,
    });
  }

  override get availabilityZones(): string[] {
    return zones;
  }

  publish(path: string, value: string): void {
    new StringParameter(this, `Publish-${path}`, { parameterName: parameter(path), stringValue: value });
  }

  publishList(path: string, values: string[]): void {
    new StringListParameter(this, `Publish-${path}`, { parameterName: parameter(path), stringListValue: values });
  }

  lookup(path: string): string {
    return StringParameter.valueForStringParameter(this, parameter(path));
  }

  lookupVpc(tier: 'public' | 'app' | 'data'): IVpc {
    const list = StringListParameter.valueForTypedListParameter(this, parameter(`network/${tier}-subnets`));
    const ids = zones.map((_, at) => Fn.select(at, list));
    // Nobody here asks for the route tables; without any the CDK warns of each subnet.
    const tables = zones.map(() => 'unused');
    return Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: this.lookup('network/vpc-id'),
      availabilityZones: zones,
      ...(tier === 'public' && { publicSubnetIds: ids, publicSubnetRouteTableIds: tables }),
      ...(tier === 'app' && { privateSubnetIds: ids, privateSubnetRouteTableIds: tables }),
      ...(tier === 'data' && { isolatedSubnetIds: ids, isolatedSubnetRouteTableIds: tables }),
    });
  }

  lookupKey(path: string): IKey {
    return Key.fromKeyArn(this, `Key-${path}`, this.lookup(path));
  }

  /** A group of another stack. */
  group(path: string): ISecurityGroup {
    const known = this.groups.get(path);
    if (known !== undefined) return known;
    const group = SecurityGroup.fromSecurityGroupId(this, `Group-${path}`, this.lookup(path), {
      allowAllOutbound: false,
    });
    this.groups.set(path, group);
    return group;
  }

  /** Opens a port on both sides. */
  connect(from: ISecurityGroup, to: ISecurityGroup, port: number, description: string): void {
    from.addEgressRule(to as IPeer, Port.tcp(port), description, true);
    to.addIngressRule(from as IPeer, Port.tcp(port), description, true);
  }
}

export function parameter(path: string): string {
  return `/${name}/prod/${path}`;
}

export function secretName(path: string): string {
  return `${name}/prod/${path}`;
}

export function secretArn(path: string): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:${secretName(path)}`;
}
