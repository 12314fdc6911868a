import type { CdkOutput, Found, Template } from './cdk';

/** A container behind a target group. */
export interface Member {
  readonly ContainerName: string;
  readonly ContainerPort: number;
}

/** The services in a target group: of its own stack by reference, of others by the name that it is published under. */
export function membersOf(output: CdkOutput, { id, template }: Pick<Found, 'id' | 'template'>): Member[] {
  const names = Object.values(template.Resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::SSM::Parameter' && Properties.Value?.Ref === id ? [Properties.Name] : [],
  );
  return output.all('AWS::ECS::Service').flatMap((service) =>
    (service.resource.Properties.LoadBalancers ?? []).filter(
      ({ TargetGroupArn: { Ref } }: { TargetGroupArn: { Ref: string } }) => {
        const parameter = service.template.Parameters?.[Ref]?.Default;
        return service.template === template ? Ref === id : parameter !== undefined && names.includes(parameter);
      },
    ),
  );
}

/** The target groups that the service of a stack is in. */
export function targetGroupsOf(output: CdkOutput, template: Template | undefined): Found[] {
  const own = Object.values(template?.Resources ?? {}).flatMap(({ Type, Properties }) =>
    Type === 'AWS::ECS::Service' ? (Properties.LoadBalancers ?? []) : [],
  );
  return output
    .all('AWS::ElasticLoadBalancingV2::TargetGroup')
    .filter((group) => group.template === template || membersOf(output, group).some((each) => own.includes(each)));
}
