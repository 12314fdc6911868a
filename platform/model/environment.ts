import type { Kubernetes } from './kubernetes';
import type { Engine, Runtime, Size, Tier } from './words';

export interface Environment {
  readonly name: string;
  readonly runtime: Runtime;
  readonly engine: Engine;
  readonly tier: Tier;
  readonly size: Size;
  /** The public host name; `localhost` on a laptop. */
  readonly domain: string;
  /** Where it runs on AWS; null elsewhere. */
  readonly aws: Aws | null;
  /** What the cluster has of its own; null elsewhere. */
  readonly kubernetes: Kubernetes | null;
  /** What Compose has of its own; null elsewhere. */
  readonly compose: Compose | null;
  /** Kubernetes namespace. On the other runtimes the name of the project. */
  readonly namespace: string;
  /** Where built images are pushed and pulled from, without a trailing slash; '' for a laptop's own engine. */
  readonly registry: string;
  readonly posture: Posture;
  /** What this environment lives without. Sorted by code. */
  readonly accept: readonly Accepted[];
  readonly overrides: Overrides;
}

export interface Accepted {
  /** Of a limit, or of a rule that an environment may set aside. */
  readonly code: string;
  /** Services, jobs and resources that it holds for. Sorted; empty: everything in the environment. */
  readonly for: readonly string[];
}

export interface Aws {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Full zone names: `eu-west-1a`. */
  readonly zones: readonly string[];
  /** IPv4 range of the VPC. */
  readonly cidr: string;
  /** Names, or the id, of existing Route 53 zones for the public names; empty when DNS is not ours to change. */
  readonly hostedZones: readonly string[];
}

export interface Compose {
  /** Address of the machine that ports are published on; `0.0.0.0` or `::` for every one. */
  readonly publish: string;
}

/** What a tier decides. Renderers never look at the tier itself. */
export interface Posture {
  /** NAT gateways of the VPC. */
  readonly natGateways: number;
  /** Interface endpoints for the AWS services that tasks call, so that this traffic stays inside. */
  readonly vpcEndpoints: boolean;
  readonly flowLogs: boolean;
  /** Days that logs are kept. */
  readonly logRetention: number;
  /** Deletion protection of databases, balancers and stacks. */
  readonly deletionProtection: boolean;
  /** Keep stateful parts when their stack goes. */
  readonly retain: boolean;
  /** Customer-managed KMS keys instead of AWS-managed ones. */
  readonly customerKeys: boolean;
  readonly containerInsights: boolean;
  readonly accessLogs: boolean;
  /** Refuse requests that are not clean HTTP (ALB desync mitigation `strictest`). */
  readonly strictHttp: boolean;
  /** `aws ecs execute-command` into a running container. */
  readonly exec: boolean;
  /** Run on interruptible capacity. */
  readonly spot: boolean;
  /** Spread replicas over zones and hosts; how many may be away at once. */
  readonly spread: 'preferred' | 'required';
  readonly podDisruptionBudget: boolean;
}

/** Patches by path, applied last. One list per output. */
export interface Overrides {
  readonly cdk: readonly Override[];
  readonly k8s: readonly Override[];
  readonly compose: readonly Override[];
  readonly ci: readonly Override[];
}

export interface Override {
  /** cdk: `<stack>/<logical id>`; k8s: `<Kind>/<name>`; compose: '' (the whole file); ci: the workflow's file name. */
  readonly target: string;
  /** JSON pointer inside the target. */
  readonly path: string;
  /** `set` adds or replaces; `remove` takes away. */
  readonly op: 'set' | 'remove';
  readonly value: unknown;
}
