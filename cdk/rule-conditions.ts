import type { CfnListenerRule } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Route } from '../platform/index';
import { pathsOf } from './rule-values';

/** What a request must be to reach a route, as a rule of an application load balancer says it. */
export function conditionsOf(route: Route): CfnListenerRule.RuleConditionProperty[] {
  const { host, methods, headers } = route;
  const paths = pathsOf(route);
  return [
    { field: 'host-header', hostHeaderConfig: { values: [host] } },
    ...(paths.length === 0 ? [] : [{ field: 'path-pattern', pathPatternConfig: { values: paths } }]),
    ...(methods.length === 0
      ? []
      : [{ field: 'http-request-method', httpRequestMethodConfig: { values: [...methods] } }]),
    ...Object.entries(headers).map(([httpHeaderName, value]) => ({
      field: 'http-header',
      httpHeaderConfig: { httpHeaderName, values: [value] },
    })),
  ];
}
