import type { Route } from '../platform/index';

/** Elastic Load Balancing, Quotas: values of all conditions of a rule; Condition types: of one condition. */
export const mostValues = { rule: 5, condition: 3 } as const;

/** A prefix of whole segments: `/users` and `/users/...`, not `/users-old`. */
export function pathsOf({ path }: Pick<Route, 'path'>): string[] {
  const bare = path.replace(/\/$/, '');
  return bare === '' ? [] : [bare, `${bare}/*`];
}

/** Whether a rule has room for the conditions of a route. */
export function fitsOneRule(route: Route): boolean {
  const { methods, headers } = route;
  const values = 1 + pathsOf(route).length + methods.length + Object.keys(headers).length;
  return methods.length <= mostValues.condition && values <= mostValues.rule;
}
