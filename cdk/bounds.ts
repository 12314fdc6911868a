type Bounds = readonly [least: number, most: number];

/** Bounds of a check that ECS makes in a container: Amazon ECS API, HealthCheck. Seconds, except `failures`. */
export const commandBounds = {
  interval: [5, 300],
  timeout: [2, 60],
  failures: [1, 10],
  startup: [0, 300],
} as const satisfies Record<string, Bounds>;

/** Bounds of a check that a load balancer makes: Elastic Load Balancing API, CreateTargetGroup. Seconds, except `failures`. */
export const targetBounds = {
  interval: [5, 300],
  timeout: [2, 120],
  failures: [2, 10],
} as const satisfies Record<string, Bounds>;

/** Most seconds that Fargate waits between SIGTERM and SIGKILL. */
export const longestStop = 120;

/** Most seconds that a load balancer waits for what is under way: Elastic Load Balancing API, deregistration_delay. */
export const longestDrain = 3600;

/** The nearest whole number inside the bounds. */
export function within([least, most]: Bounds, value: number): number {
  return Math.min(Math.max(Math.ceil(value), least), most);
}

/** Statuses of redirects of an application load balancer (RedirectActionConfig, StatusCode). */
export const redirectStatuses: readonly number[] = [301, 302];

/** Target groups of one forward action: Elastic Load Balancing, Quotas. */
export const mostShares = 5;
