/** A part of AWS with accounts, names and addresses of its own: nothing in one can name anything in another. */
export interface Partition {
  /** Second word of every ARN in it. */
  readonly name: string;
  /** Of its host names: registries are in `<account>.dkr.ecr.<region>.<suffix>`. */
  readonly suffix: string;
}

const partitions: readonly (readonly [start: string, Partition])[] = [
  ['cn-', { name: 'aws-cn', suffix: 'amazonaws.com.cn' }],
  ['us-gov-', { name: 'aws-us-gov', suffix: 'amazonaws.com' }],
  ['eusc-', { name: 'aws-eusc', suffix: 'amazonaws.eu' }],
];

/** Which partition a region is in. */
export function partitionOf(region: string): Partition {
  return partitions.find(([start]) => region.startsWith(start))?.[1] ?? { name: 'aws', suffix: 'amazonaws.com' };
}

/** Regions cut off from all others (`us-iso-east-1`), where images, packages and pipelines of the internet are out of reach. */
export function isIsolated(region: string): boolean {
  return /^[a-z]+-iso[a-z]*-/.test(region);
}

/** Account and region of a registry of ECR; undefined for another host. */
export function ecrOf(host: string): { readonly account: string; readonly region: string } | undefined {
  const [, account, region, suffix] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.(amazonaws\..+)$/.exec(host) ?? [];
  if (account === undefined || region === undefined || suffix !== partitionOf(region).suffix) return undefined;
  return { account, region };
}
