import type { CfnResource } from 'aws-cdk-lib';
import { CfnListener, CfnListenerRule, CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { defaults, type Platform, type Route, type routing } from '../platform/index';
import { answerAction } from './answers';
import { longestDrain } from './bounds';
import { targetProtocol } from './checks';
import { tlsPolicy } from './constructs/load-balancer';
import type { EnvironmentStack } from './environment-stack';
import { targetCheck } from './health';
import { published, sharedTargets } from './names';
import { rulePriorities } from './priority';
import { routeKey, ruleIdOf } from './route-ids';
import { conditionsOf } from './rule-conditions';
import { targetId, twinOf } from './target-id';

export interface Target {
  readonly containerPort: number;
  readonly arn: string;
  /** How CloudWatch knows it: `targetgroup/<name>/<id>`. */
  readonly fullName: string;
  /** Behind the application load balancer, whose requests are counted. */
  readonly counted: boolean;
}

export interface Routed {
  readonly targets: readonly Target[];
  /** What ties the groups to a load balancer: ECS refuses a group without one. */
  readonly rules: readonly CfnResource[];
}

/** Target groups, rules and listeners of a service or a server: one group for each port and way of being reached. */
export function addRoutes(stack: EnvironmentStack, owner: routing.Routed): Routed {
  const targets = new Map<string, Target>();
  const rules: CfnResource[] = [];
  for (const route of owner.routes) {
    if (route.answer !== null) {
      addRule(stack, route, [answerAction(route.answer)]);
      continue;
    }
    const id = targetId(owner.routes, route);
    const target =
      targets.get(id) ?? (route.weight === null ? ownTarget(stack, owner, route, id) : shared(stack, route));
    targets.set(id, target);
    // The rule of several services is in the stack of the gateway.
    if (route.weight !== null) continue;
    if (route.listen === 0) rules.push(addRule(stack, route, leading(stack.platform, route, forwardTo(target.arn))));
    else if (isFirst(owner, route)) rules.push(addListener(stack, owner, route, target.arn));
  }
  return { targets: [...targets.values()], rules };
}

/** Of the two routes of one listener the tcp route stands for both. */
function isFirst({ routes }: routing.Routed, route: Route): boolean {
  return route.protocol === 'tcp' || twinOf(routes, route) === undefined;
}

function ownTarget(stack: EnvironmentStack, owner: routing.Routed, route: Route, id: string): Target {
  const group = addTarget(stack, owner, route, id);
  return {
    containerPort: route.number,
    arn: group.ref,
    fullName: group.attrTargetGroupFullName,
    counted: route.listen === 0,
  };
}

/** A group that the stack of the gateway has made. */
function shared(stack: EnvironmentStack, { service, port, number }: Route): Target {
  return {
    containerPort: number,
    arn: stack.lookup(sharedTargets(service, port, 'arn')),
    fullName: stack.lookup(sharedTargets(service, port, 'name')),
    counted: true,
  };
}

export function addTarget(stack: EnvironmentStack, owner: routing.Routed, route: Route, id: string): CfnTargetGroup {
  const protocol = targetProtocol(owner.routes, route);
  const application = route.listen === 0;
  return new CfnTargetGroup(stack, id, {
    vpcId: stack.vpcId,
    targetType: 'ip',
    port: route.number,
    protocol: application ? 'HTTP' : protocol,
    ...(application && { protocolVersion: protocol }),
    healthCheckEnabled: true,
    ...targetCheck(protocol, owner.health),
    targetGroupAttributes: attributes(owner, route).map(([key, value]) => ({ key, value })),
  });
}

/** Seconds that the same client reaches the same replica: one day. */
const stickiness = 86_400;

function attributes(owner: routing.Routed, route: Route): [string, string][] {
  // A server says no time of its own.
  const draining = owner.kind === 'service' ? owner.drain.deregistration : defaults.drain.shutdown;
  const wait = Math.min(draining, longestDrain);
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
    ...(route.sticky ? cookieOf(route) : []),
  ];
}

/** By a cookie of the balancer, or by one that the service sets, which the balancer accompanies with one of its own. */
function cookieOf({ cookie }: Route): [string, string][] {
  if (cookie === '') {
    return [
      ['stickiness.type', 'lb_cookie'],
      ['stickiness.lb_cookie.duration_seconds', String(stickiness)],
    ];
  }
  return [
    ['stickiness.type', 'app_cookie'],
    ['stickiness.app_cookie.cookie_name', cookie],
    ['stickiness.app_cookie.duration_seconds', String(stickiness)],
  ];
}

function forwardTo(targetGroupArn: string): CfnListenerRule.ActionProperty {
  return { type: 'forward', targetGroupArn };
}

export function leading(
  platform: Platform,
  { auth }: Route,
  forward: CfnListenerRule.ActionProperty,
): CfnListenerRule.ActionProperty[] {
  return [...(auth === 'required' ? [tokenCheck(platform)] : []), forward];
}

export function addRule(
  stack: EnvironmentStack,
  route: Route,
  actions: readonly CfnListenerRule.ActionProperty[],
  listenerArn: string = stack.lookup(published.listener),
): CfnListenerRule {
  const priority = rulePriorities(stack.platform).get(routeKey(route));
  if (priority === undefined) throw new Error(`no priority for ${routeKey(route)}`);
  return new CfnListenerRule(stack, ruleIdOf(stack.platform, route), {
    listenerArn,
    priority,
    conditions: conditionsOf(route),
    actions: actions.map((action, at) => ({ ...action, order: at + 1 })),
    ...(route.rewrite !== route.path && { transforms: [rewriteOf(route)] }),
  });
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

function addListener(
  stack: EnvironmentStack,
  owner: routing.Routed,
  route: Route,
  targetGroupArn: string,
): CfnListener {
  const protocol = targetProtocol(owner.routes, route);
  // The id says nothing of a udp route beside it: another listener could not have the port while this one stands.
  return new CfnListener(stack, `${protocol === 'UDP' ? 'Udp' : 'Tcp'}Listener${route.listen}`, {
    loadBalancerArn: stack.lookup(published.networkLoadBalancer),
    port: route.listen,
    ...(route.tls === 'terminate'
      ? { protocol: 'TLS', sslPolicy: tlsPolicy, certificates: [{ certificateArn: certificateOf(stack) }] }
      : { protocol }),
    defaultActions: [{ type: 'forward', targetGroupArn }],
  });
}

/** The one that is given, or the one that the stack of the gateway makes for the names of raw routes. */
function certificateOf(stack: EnvironmentStack): string {
  const { certificate } = stack.platform.gateway;
  return certificate.kind === 'given' ? certificate.name : stack.lookup(published.networkCertificate);
}
