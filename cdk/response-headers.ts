/** Response headers that an application load balancer can add, by the word that its listener has for each. */
export const responseHeaders: ReadonlyMap<string, string> = new Map(
  [
    'access-control-allow-credentials',
    'access-control-allow-headers',
    'access-control-allow-methods',
    'access-control-allow-origin',
    'access-control-expose-headers',
    'access-control-max-age',
    'content-security-policy',
    'strict-transport-security',
    'x-content-type-options',
    'x-frame-options',
  ].map((name) => [name, name.replaceAll('-', '_')]),
);

/** Elastic Load Balancing, "HTTP header modification": values of these are fixed. */
const fixedValues = new Map([
  ['x-content-type-options', /^nosniff$/],
  ['x-frame-options', /^(DENY|SAMEORIGIN|ALLOW-FROM .+)$/],
]);

export function isResponseHeader(name: string, value: string): boolean {
  const fixed = fixedValues.get(name);
  return responseHeaders.has(name) && (fixed === undefined || fixed.test(value));
}
