import type { CfnResource } from 'aws-cdk-lib';
import { CfnListener, CfnListenerRule, CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { names, type Platform, type Route, type Service } from '../platform/index';
import { longestDrain } from './bounds';
import { targetProtocol } from './checks';
import type { EnvironmentStack } from './environment-stack';
import { targetCheck } from './health';
import { published } from './names';
import { routeKey, rulePriorities } from './priority';
import { targetId, twinOf } from './target-id';

export interface Target {
  readonly containerPort: number;
  readonly group: CfnTargetGroup;
  /** Behind the application load balancer, whose requests are counted. */
  readonly counted: boolean;
}

export interface Routed {
  readonly targets: readonly Target[];
  /** What ties the groups to a load balancer: ECS refuses a group without one. */
  readonly rules: readonly CfnResource[];
}

/** Target groups, rules and listeners of a service: one group for each port and way of being reached. */
export function addRoutes(stack: EnvironmentStack, service: Service): Routed {
  const targets = new Map<string, Target>();
  const rules: CfnResource[] = [];
  for (const route of service.routes) {
    const id = targetId(service.routes, route);
    const target = targets.get(id) ?? addTarget(stack, service, route, id);
    targets.set(id, target);
    if (route.listen === 0) rules.push(addRule(stack, route, target.group));
    else if (isFirst(service, route)) rules.push(addListener(stack, service, route, target.group));
  }
  return { targets: [...targets.values()], rules };
}

/** Of the two routes of one listener the tcp route stands for both. */
function isFirst({ routes }: Service, route: Route): boolean {
  return route.protocol === 'tcp' || twinOf(routes, route) === undefined;
}

function addTarget(stack: EnvironmentStack, service: Service, route: Route, id: string): Target {
  const protocol = targetProtocol(service.routes, route);
  const application = route.listen === 0;
  const group = new CfnTargetGroup(stack, id, {
    vpcId: stack.vpcId,
    targetType: 'ip',
    port: route.number,
    protocol: application ? 'HTTP' : protocol,
    ...(application && { protocolVersion: protocol }),
    healthCheckEnabled: true,
    ...targetCheck(protocol, service.health),
    targetGroupAttributes: attributes(service, route).map(([key, value]) => ({ key, value })),
  });
  return { containerPort: route.number, group, counted: application };
}

/** Seconds that the same client reaches the same replica: one day. */
const stickiness = 86_400;

function attributes(service: Service, route: Route): [string, string][] {
  const wait = Math.min(service.drain.deregistration, longestDrain);
  const drain: [string, string] = ['deregistration_delay.timeout_seconds', String(wait)];
  if (route.listen > 0) {
    return [
      drain,
      ['deregistration_delay.connection_termination.enabled', 'true'],
      ['stickiness.enabled', String(route.sticky)],
      ...(route.sticky ? ([['stickiness.type', 'source_ip']] as [string, string][]) : []),
    ];
  }
  return [
    drain,
    ['load_balancing.algorithm.type', 'least_outstanding_requests'],
    ['stickiness.enabled', String(route.sticky)],
    ...(route.sticky
      ? ([
          ['stickiness.type', 'lb_cookie'],
          ['stickiness.lb_cookie.duration_seconds', String(stickiness)],
        ] as [string, string][])
      : []),
  ];
}

function addRule(stack: EnvironmentStack, route: Route, group: CfnTargetGroup): CfnListenerRule {
  const { platform } = stack;
  const priority = rulePriorities(platform).get(routeKey(route));
  if (priority === undefined) throw new Error(`no priority for ${routeKey(route)}`);
  const forward = { type: 'forward', targetGroupArn: group.ref };
  const check = route.auth === 'required' ? [tokenCheck(platform)] : [];
  return new CfnListenerRule(stack, ruleId(route), {
    listenerArn: stack.lookup(published.listener),
    priority,
    conditions: conditionsOf(route),
    actions: [...check, forward].map((action, at) => ({ ...action, order: at + 1 })),
    ...(route.rewrite !== route.path && { transforms: [rewriteOf(route)] }),
  });
}

/** Of host and path alone, so that a rule keeps its id when its place in the list changes. */
function ruleId({ host, path }: Route): string {
  const words = `${host}${path}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return `Rule${names.constructId(`${words}-${path.length}`)}`;
}

/** A prefix of whole segments: `/users` and `/users/...`, not `/users-old`. */
function conditionsOf({ host, path }: Route): CfnListenerRule.RuleConditionProperty[] {
  const hosts = { field: 'host-header', hostHeaderConfig: { values: [host] } };
  const bare = path.replace(/\/$/, '');
  if (bare === '') return [hosts];
  return [hosts, { field: 'path-pattern', pathPatternConfig: { values: [bare, `${bare}/*`] } }];
}

/** The issuer alone is not enough: without the audience any token of that issuer would pass. */
function tokenCheck(platform: Platform): CfnListenerRule.ActionProperty {
  const { auth } = platform.gateway;
  if (auth === null) throw new Error('a route asks for a token, but the gateway knows no issuer');
  return {
    type: 'jwt-validation',
    jwtValidationConfig: {
      issuer: auth.issuer,
      jwksEndpoint: auth.jwks,
      additionalClaims: [{ name: 'aud', format: 'single-string', values: [auth.audience] }],
    },
  };
}

/** The conditions have matched whole segments already, so that the prefix alone is replaced. */
function rewriteOf({ path, rewrite }: Route): CfnListenerRule.TransformProperty {
  const bare = path.replace(/\/$/, '');
  const escaped = bare.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  const target = rewrite.replace(/\/$/, '').replaceAll('$', '$$$$');
  // `/api` to `/` must not become the empty path, and `/` to `/v2` must not lose its slash.
  const [regex, replace] =
    target === '' ? [`^${escaped}/?`, '/'] : bare === '' ? ['^/', `${target}/`] : [`^${escaped}`, target];
  return { type: 'url-rewrite', urlRewriteConfig: { rewrites: [{ regex, replace }] } };
}

function addListener(stack: EnvironmentStack, service: Service, route: Route, group: CfnTargetGroup): CfnListener {
  const protocol = targetProtocol(service.routes, route);
  // The id says nothing of a udp route beside it: another listener could not have the port while this one stands.
  return new CfnListener(stack, `${protocol === 'UDP' ? 'Udp' : 'Tcp'}Listener${route.listen}`, {
    loadBalancerArn: stack.lookup(published.networkLoadBalancer),
    port: route.listen,
    protocol,
    defaultActions: [{ type: 'forward', targetGroupArn: group.ref }],
  });
}
