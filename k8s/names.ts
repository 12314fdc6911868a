import { names, type Platform, type Route, routing } from '../platform/index';

/** What carries a port. */
export type Transport = 'TCP' | 'UDP';

// Names of objects that are not the workload's own. No workload may have one of them: see limits/workloads.ts.

export function migrationName(service: string): string {
  return names.kubernetesName(service, 'migrate');
}

export function provisionName(resource: string): string {
  return names.kubernetesName(resource, 'provision');
}

/** The claim of a volume that is not one of a StatefulSet's own: a job's, or one that others read. */
export function claimName(owner: string, volume: string): string {
  return names.kubernetesName(owner, volume);
}

/** Policies that hold for every pod. */
export const basePolicyNames = ['default-deny', 'default-dns', 'default-acme'] as const;
export type BasePolicy = (typeof basePolicyNames)[number];

/** In a namespace of several platforms each has its own. */
export function basePolicyName({ name, environment }: Platform, policy: BasePolicy): string {
  return environment.kubernetes?.createNamespace === false ? names.kubernetesName(name, policy) : policy;
}

/** A load balancer's Service, for the raw routes of one protocol or of both. */
export function balancerName(service: string, ...protocols: readonly Transport[]): string {
  return names.kubernetesName(service, 'public', ...protocols.map((each) => each.toLowerCase()));
}

/** The load balancer of one pod of a StatefulSet. */
export function instanceBalancerName(service: string, at: number): string {
  return names.kubernetesName(service, String(at), 'public');
}

/** With the host and the path after the name of the service, where it is not the whole host. */
export function httpRouteName({ gateway }: Platform, route: Route): string {
  const parts = [
    ...(route.host === gateway.host ? [] : [route.host]),
    ...(route.path === '/' ? [] : [route.path]),
    ...routing.printConditions(route),
  ];
  return names.kubernetesName(route.service, ...parts);
}

/** The route that sends plain HTTP to HTTPS. */
export function httpsRedirectName(platform: Platform, at = 0): string {
  return names.kubernetesName(gatewayName(platform), 'to', 'https', ...(at === 0 ? [] : [String(at + 1)]));
}

/** Gateway API, HTTPRoute, `hostnames`: so many in one object. */
export const mostHostnames = 16;

export function tlsRouteName({ service, port, listen, host }: Route): string {
  return names.kubernetesName(service, port, String(listen), host);
}

/** The entry of http routes. */
export function gatewayName({ name }: Platform): string {
  return name;
}
