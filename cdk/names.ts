import { names, type Platform, perPlatform } from '../platform/index';

/** Whether a service with this name would take the stack of something shared. */
export function isReservedPart(name: string): boolean {
  return names.sharedStacks.some((part) => name === part || new RegExp(`^${part}-[0-9a-f]$`).test(name));
}

/** Part of the stack, the task and the log group of a service's migration. */
export function migrationPart(service: string): string {
  return `${service}-migrate`;
}

/** Part of the stack with the volumes of a service or a job. */
export function volumesPart(owner: string): string {
  return `${owner}-volumes`;
}

/** What the stack of volumes publishes of one. */
export function volumeParameter(
  owner: string,
  volume: string,
  what: 'file-system' | 'access-point' | 'security-group',
): [string, string, string] {
  return [volumesPart(owner), volume, what];
}

/** `<platform>-<environment>-<part>`. */
export function stackName(platform: Platform, part: string): string {
  return names.stackName(platform.name, platform.environment.name, part);
}

/** `/<platform>/<environment>/...`: the agreed name of a value that one stack publishes and others, or the pipeline, read. */
export function parameterName(platform: Platform, ...path: readonly string[]): string {
  return names.ssmParameterName(platform.name, platform.environment.name, ...path);
}

/** `<platform>/<environment>/<name>` in Secrets Manager. */
export function secretName(platform: Platform, ...path: readonly string[]): string {
  return names.secretName(platform.name, platform.environment.name, ...path);
}

/** `<platform>-<environment>`: name of the cluster and of its Service Connect namespace. */
export function clusterName(platform: Platform): string {
  return names.stackName(platform.name, platform.environment.name);
}

/** `/<platform>/<environment>/<workload>`. */
export function logGroupName(platform: Platform, workload: string): string {
  return names.logGroupName(platform.name, platform.environment.name, workload);
}

export function mskClusterName(platform: Platform, resource: string): string {
  return names.mskClusterName(platform.name, platform.environment.name, resource);
}

/** How many names share one stack before they are divided. A stack takes 500 resources; a group or a secret is two of them. */
const perStack = { access: 200, secrets: 200, images: 400 } as const;
const shards = 16;

/**
 * The stack, of the kinds that grow with the platform, that holds what belongs to `name`. Up to the bound they share one.
 * Beyond it the name alone decides, by its hash, so that nothing moves when a workload comes or goes. Crossing the bound
 * moves them once: groups and secrets of services are made anew; images and secrets that are kept need `cdk import`.
 */
export function shardPart(part: keyof typeof perStack, name: string, total: number): string {
  if (total <= perStack[part]) return part;
  const bucket = Number.parseInt(names.digest(name), 16) % shards;
  return `${part}-${bucket.toString(16)}`;
}

/** Names by the stack that holds them, in a stable order. */
export function byShard<T>(list: readonly T[], partOf: (each: T) => string): [part: string, list: T[]][] {
  const parts = new Map<string, T[]>();
  for (const each of list) {
    const part = partOf(each);
    const known = parts.get(part);
    if (known === undefined) parts.set(part, [each]);
    else known.push(each);
  }
  return [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Names of all that has a security group of its own in the access stacks. */
export const groupOwners = perPlatform((platform): readonly string[] => {
  const containers = platform.resources.filter((resource) => resource.provider === 'container');
  const migrations = platform.services.filter(({ migrate }) => migrate !== null).map(({ name }) => migrationPart(name));
  const named = [...platform.services, ...platform.jobs, ...containers].map(({ name }) => name);
  return [...named, ...migrations].sort();
});

/** Where the id of the security group of a workload or container resource is published. */
export function groupParameter(platform: Platform, owner: string): [string, string] {
  return [shardPart('access', owner, groupOwners(platform).length), owner];
}

/** The stack that holds a credential or a secret of the description. */
export function secretPart(platform: Platform, name: string): string {
  return shardPart('secrets', name, platform.credentials.length + platform.secrets.length);
}

/** The stacks of credentials and secrets. The first has the key that secrets of other stacks take too. */
export const secretParts = perPlatform((platform): readonly string[] => {
  const held = [...platform.credentials, ...platform.secrets].map(({ name }) => secretPart(platform, name));
  return [...new Set(held)].sort();
});

/** Agreed names of what the shared stacks publish. */
export const published = {
  vpc: ['network', 'vpc-id'],
  publicSubnets: ['network', 'public-subnets'],
  appSubnets: ['network', 'app-subnets'],
  dataSubnets: ['network', 'data-subnets'],
  logsKey: ['network', 'logs-key'],
  secretsKey: ['secrets', 'key'],
  /** Id of the namespace in the DNS of the VPC. */
  dnsNamespace: ['cluster', 'dns-namespace'],
  listener: ['edge', 'listener'],
  loadBalancerGroup: ['edge', 'load-balancer-group'],
  /** `app/<name>/<id>`, as CloudWatch knows it. */
  loadBalancerName: ['edge', 'load-balancer-name'],
  networkLoadBalancer: ['edge', 'network-load-balancer'],
  /** ARN of the certificate of raw ports whose TLS ends at the load balancer. */
  networkCertificate: ['edge', 'network-certificate'],
  networkLoadBalancerGroup: ['edge', 'network-load-balancer-group'],
  provisioner: ['network', 'provisioner'],
  provisionerGroup: ['network', 'provisioner-group'],
} as const satisfies Record<string, readonly [string, string]>;

/** Security group of a managed store. */
export function storeGroup(resource: string): [string, string] {
  return [resource, 'security-group'];
}

/** ARN of the target group of a port that shares requests with others, and how CloudWatch knows it. */
export function sharedTargets(service: string, port: string, what: 'arn' | 'name'): ['edge', string] {
  return ['edge', `${service}-${port}-targets${what === 'arn' ? '' : '-name'}`];
}
