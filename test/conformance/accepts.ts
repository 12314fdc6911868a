import { limits as cdk } from '../../cdk/limits';
import { limits as compose } from '../../compose/limits';
import { limits as k8s } from '../../k8s/limits';
import type { Platform } from '../../platform/index';

type Target = 'ecs' | 'kubernetes' | 'compose';

const limits = { ecs: cdk, kubernetes: k8s, compose } as const;

/**
 * Whether an environment runs on a target and lives with a limit of it. A fact leaves nothing out but behind this: a code
 * that the target's own list does not offer is a mistake of the fact.
 */
export function accepts({ environment }: Platform, target: Target, code: `unsupported-${string}`): boolean {
  if (!limits[target].some((limit) => limit.code === code && limit.acceptable && limit.runtimes.includes(target)))
    throw new Error(`no environment on ${target} can accept ${code}`);
  return environment.runtime === target && environment.accept.some((each) => each.code === code);
}

/** Whether an environment runs on a target, where that has its own way of saying a thing. */
export function runsOn({ environment }: Platform, ...targets: readonly Target[]): boolean {
  return (targets as readonly string[]).includes(environment.runtime);
}
