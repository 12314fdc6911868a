import type { CdkOutput, Found, Template } from './cdk';
import type { Openings } from './k8s-policies';

/** Rules of security groups, one connection a line, and what is in which group. */
export interface Groups extends Openings {
  /** What runs, with the names of its groups. */
  readonly members: Readonly<Record<string, readonly string[]>>;
}

interface Rule {
  readonly IpProtocol: string;
  readonly FromPort: number;
  readonly ToPort: number;
  readonly CidrIp?: string;
}

export function groupsOf(output: CdkOutput): Groups {
  const opens: string[] = [];
  const admits: string[] = [];
  for (const { id, template, resource } of output.all('AWS::EC2::SecurityGroup')) {
    const name = nameOf(output, template, { 'Fn::GetAtt': [id, 'GroupId'] });
    for (const rule of (resource.Properties.SecurityGroupEgress ?? []) as Rule[])
      if (!isNone(rule)) opens.push(`${name} -> ${rule.CidrIp}:${portsOf(rule)}`);
    for (const rule of (resource.Properties.SecurityGroupIngress ?? []) as Rule[])
      admits.push(`${rule.CidrIp} -> ${name}:${portsOf(rule)}`);
  }
  for (const { template, resource } of output.all('AWS::EC2::SecurityGroupEgress')) {
    const { GroupId, DestinationSecurityGroupId: to, CidrIp } = resource.Properties;
    const other = to === undefined ? CidrIp : nameOf(output, template, to);
    opens.push(`${nameOf(output, template, GroupId)} -> ${other}:${portsOf(resource.Properties)}`);
  }
  for (const { template, resource } of output.all('AWS::EC2::SecurityGroupIngress')) {
    const { GroupId, SourceSecurityGroupId: from, CidrIp } = resource.Properties;
    const other = from === undefined ? CidrIp : nameOf(output, template, from);
    admits.push(`${other} -> ${nameOf(output, template, GroupId)}:${portsOf(resource.Properties)}`);
  }
  return { opens: unique(opens), admits: unique(admits), members: membersOf(output) };
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)].sort();
}

/** How a group says that nothing goes out: without any rule AWS would open everything. */
function isNone({ CidrIp, IpProtocol }: Rule): boolean {
  return CidrIp === '255.255.255.255/32' && IpProtocol === 'icmp';
}

function portsOf({ IpProtocol, FromPort, ToPort }: Rule): string {
  return `${FromPort === ToPort ? FromPort : `${FromPort}-${ToPort}`}/${IpProtocol}`;
}

/** The name under which a group is published, or what it is for in its own stack. */
function nameOf(output: CdkOutput, template: Template, reference: unknown): string {
  const text = JSON.stringify(reference);
  const parameter = (reference as { Ref?: string }).Ref;
  const path =
    parameter === undefined
      ? Object.values(template.Resources).find(
          (each) => each.Type === 'AWS::SSM::Parameter' && JSON.stringify(each.Properties.Value) === text,
        )?.Properties.Name
      : template.Parameters[parameter]?.Default;
  if (path !== undefined) return publishedName(output, path);
  const user = Object.values(template.Resources).find(
    (each) => each.Type !== 'AWS::EC2::SecurityGroup' && JSON.stringify(each.Properties).includes(text),
  );
  return user === undefined
    ? text
    : ({ 'AWS::Lambda::Function': 'provisioner', 'AWS::EC2::VPCEndpoint': 'endpoints' }[user.Type] ?? text);
}

function publishedName({ platform }: CdkOutput, path: string): string {
  const [first = '', second = '', third = ''] = path
    .slice(`/${platform.name}/${platform.environment.name}/`.length)
    .split('/');
  if (/^access(-[0-9a-f])?$/.test(first)) return second;
  if (first === 'edge') return second.startsWith('network-') ? 'network gateway' : 'gateway';
  if (first === 'network') return second.replace(/-group$/, '');
  if (third === 'security-group') return `volume ${first.replace(/-volumes$/, '')}.${second}`;
  return second === 'security-group' ? first : path;
}

/** Where each kind of resource has its groups, and what it is called. */
const holders: Readonly<
  Record<string, (properties: Found['resource']['Properties']) => { readonly groups: unknown[]; readonly name: string }>
> = {
  'AWS::ECS::Service': ({ NetworkConfiguration, ServiceName }) => ({
    groups: NetworkConfiguration.AwsvpcConfiguration.SecurityGroups,
    name: ServiceName,
  }),
  'AWS::StepFunctions::StateMachine': ({ Definition, StateMachineName }) => ({
    groups: Definition.States.Run.Arguments.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups,
    name: StateMachineName,
  }),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ({ SecurityGroups, Type }) => ({
    groups: SecurityGroups,
    name: Type === 'network' ? 'network gateway' : 'gateway',
  }),
  'AWS::RDS::DBInstance': ({ VPCSecurityGroups }) => ({ groups: VPCSecurityGroups, name: '' }),
  'AWS::ElastiCache::ReplicationGroup': ({ SecurityGroupIds }) => ({ groups: SecurityGroupIds, name: '' }),
  'AWS::MSK::Cluster': ({ BrokerNodeGroupInfo }) => ({ groups: BrokerNodeGroupInfo.SecurityGroups, name: '' }),
  'AWS::AmazonMQ::Broker': ({ SecurityGroups }) => ({ groups: SecurityGroups, name: '' }),
};

/** Groups of what runs, by its name; a store is known by the stack that it is alone in. */
function membersOf(output: CdkOutput): Record<string, readonly string[]> {
  const prefix = `${output.platform.name}-${output.platform.environment.name}-`;
  const stacks = new Map(Object.entries(output.templates).map(([stack, template]) => [template, stack]));
  return Object.fromEntries(
    Object.entries(holders).flatMap(([type, holder]) =>
      output.all(type).map(({ template, resource }) => {
        const { groups, name } = holder(resource.Properties);
        const known = name === '' ? (stacks.get(template) ?? '') : name.replace(prefix, '');
        return [known, groups.map((group) => nameOf(output, template, group))];
      }),
    ),
  );
}
