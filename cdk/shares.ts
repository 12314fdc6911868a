import { type Route, routing } from '../platform/index';
import type { EnvironmentStack } from './environment-stack';
import { sharedTargets } from './names';
import { addRule, addTarget, leading } from './routes';
import { sharedId } from './target-id';

/**
 * Groups and rules of routes that share their requests, in the stack of the gateway: a rule names the groups of several
 * services, and ECS refuses a group that no rule ties to a load balancer, so that both must stand before any of the services.
 */
export function addShares(stack: EnvironmentStack, listener: string): void {
  const { platform } = stack;
  const groups = new Map<string, string>();
  const groupOf = (route: Route): string => {
    const id = sharedId(route);
    const known = groups.get(id);
    if (known !== undefined) return known;
    const group = addTarget(stack, routing.ownerOf(platform, route), route, id);
    stack.publish(sharedTargets(route.service, route.port, 'arn'), group.ref);
    stack.publish(sharedTargets(route.service, route.port, 'name'), group.attrTargetGroupFullName);
    groups.set(id, group.ref);
    return group.ref;
  };
  for (const routes of routing.sharedRoutes(platform)) {
    const [first] = routes;
    if (first === undefined) continue;
    const targetGroups = routes.map((route) => ({ targetGroupArn: groupOf(route), weight: Number(route.weight) }));
    addRule(stack, first, leading(platform, first, { type: 'forward', forwardConfig: { targetGroups } }), listener);
  }
}
