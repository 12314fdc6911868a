/**
 * The resolved platform: one environment of a description, every value decided. Renderers read this and nothing else.
 *
 * It is frozen plain data and prints as JSON. Units are in the docstrings: memory in MiB, CPU in thousandths of a vCPU,
 * time in seconds, storage in GiB. Lists that are sets in the description are sorted by name, so that the order of the
 * maps in a description never shows in an output.
 */

export type Runtime = 'ecs' | 'eks' | 'kubernetes' | 'compose' | 'swarm';
export type Engine = 'cdk' | 'pulumi';
export type Tier = 'development' | 'production';
export type Size = 'small' | 'medium' | 'large';
export type Provider = 'managed' | 'operator' | 'container' | 'external';
export type Protocol = 'http' | 'grpc' | 'ws' | 'tcp' | 'udp';
/** What a container image is built for. `any`: whatever the node is. */
export type Architecture = 'any' | 'amd64' | 'arm64';
/** Rights in a database: `read` selects, `write` changes rows, `owner` changes tables. */
export type Access = 'read' | 'write' | 'owner';

export interface Platform {
  readonly name: string;
  readonly owner: string;
  /** GitHub `owner/name`. */
  readonly repository: string;
  readonly environment: Environment;
  readonly gateway: Gateway;
  readonly services: readonly Service[];
  readonly jobs: readonly Job[];
  readonly resources: readonly Resource[];
  /** Every login that a store must know, made from the edges. */
  readonly credentials: readonly Credential[];
  /** Every value that a workload needs and that no output may hold. */
  readonly secrets: readonly Secret[];
  /** Who may open which port of whom. Nothing else is open. */
  readonly flows: readonly Flow[];
}

// ---------------------------------------------------------------- environment

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
  /** Kubernetes namespace. On the other runtimes the name of the project. */
  readonly namespace: string;
  /** Where built images are pushed and pulled from, without a trailing slash; '' for a laptop's own engine. */
  readonly registry: string;
  readonly posture: Posture;
  /** Codes of the limits that this environment lives with. */
  readonly accept: readonly string[];
  readonly overrides: Overrides;
}

export interface Aws {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Full zone names: `eu-west-1a`. */
  readonly zones: readonly string[];
  /** IPv4 range of the VPC. */
  readonly cidr: string;
  /** Host names or ids of an existing Route 53 zone; '' when DNS is not ours to change. */
  readonly hostedZone: string;
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

// ---------------------------------------------------------------- values

/** A text whose parts may be known only on the target. */
export type Text = readonly Segment[];
export type Segment = string | Ref;

/** What a target answers with an address. Each renderer's `refs.ts` maps over the kinds. */
export type Ref =
  | ServiceRef
  | ResourceRef
  | CredentialRef
  | SecretRef
  | GatewayRef
  | InstanceRef
  | VersionRef
  | PassthroughRef;
/** A peer, on the port that callers use (`as`). Never `url`: that is composed in the model. */
export interface ServiceRef {
  readonly kind: 'service';
  readonly service: string;
  readonly port: string;
  readonly attribute: 'host' | 'port';
}
/**
 * The address of a store. `addresses` is the list `host:port,...` of Kafka brokers, `host` and `port` anything else.
 * Ports are known in the model, so `port` appears only where the provider decides it.
 */
export interface ResourceRef {
  readonly kind: 'resource';
  readonly resource: string;
  readonly attribute: 'host' | 'port' | 'addresses';
}
export interface CredentialRef {
  readonly kind: 'credential';
  readonly credential: string;
  /** `user` appears only where the name is the team's (provider `external`). */
  readonly attribute: 'user' | 'password';
}
export interface SecretRef {
  readonly kind: 'secret';
  readonly secret: string;
}
export interface GatewayRef {
  readonly kind: 'gateway';
  readonly attribute: 'url' | 'host';
}
export interface InstanceRef {
  readonly kind: 'instance';
  readonly attribute: 'name' | 'ip';
}
/** The version that runs: what the pipeline deployed. */
export interface VersionRef {
  readonly kind: 'version';
  readonly workload: string;
}
/** A variable of the machine that starts the container, passed through only where it is set. */
export interface PassthroughRef {
  readonly kind: 'passthrough';
  readonly name: string;
}

export interface Variable {
  readonly name: string;
  readonly value: Text;
  /** Whether any part of the value is secret. */
  readonly secret: boolean;
  /** `given`: by the description; `contract`: by Slipway. */
  readonly from: 'given' | 'contract';
}

// ---------------------------------------------------------------- containers

export type Image =
  | {
      readonly kind: 'build';
      /** Name of the image in the registry; shared by workloads that share a build. */
      readonly name: string;
      /** Folder, relative to the description. */
      readonly context: string;
      /** Relative to the context. */
      readonly dockerfile: string;
      /** Stage of a multi-stage Dockerfile; '' for the last. */
      readonly target: string;
      readonly args: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'reference'; readonly reference: string };

export interface Amount {
  readonly request: number;
  readonly limit: number;
}

/** A directory that the container may write, gone with the container. */
export interface Writable {
  readonly path: string;
  readonly medium: 'disk' | 'memory';
  /** MiB. */
  readonly size: number;
}

/** Storage that outlives the container. */
export interface Volume {
  readonly name: string;
  readonly path: string;
  /** GiB. */
  readonly size: number;
}

export interface ConfigFile {
  /** Absolute path in the container. */
  readonly path: string;
  readonly content: Text;
  readonly secret: boolean;
}

/** What every container has: services, jobs, sidecars, init containers, container resources. */
export interface Container {
  readonly name: string;
  readonly image: Image;
  readonly architecture: Architecture;
  /** Replaces the image's entry point; empty: the image's own. */
  readonly command: readonly Text[];
  /** Replaces the image's arguments; empty: the image's own. */
  readonly args: readonly Text[];
  /** Sorted by name. */
  readonly env: readonly Variable[];
  /** Sorted by path. */
  readonly files: readonly ConfigFile[];
  /** Thousandths of a vCPU. */
  readonly cpu: Amount;
  /** MiB. */
  readonly memory: Amount;
  readonly user: { readonly uid: number; readonly gid: number };
  readonly readOnlyRoot: boolean;
  /** Sorted by path. */
  readonly writable: readonly Writable[];
  /** Sorted by name. */
  readonly volumes: readonly Volume[];
  /** Added to an empty set: `NET_BIND_SERVICE`. */
  readonly capabilities: readonly string[];
  readonly ulimits: readonly { readonly name: string; readonly soft: number; readonly hard: number }[];
  readonly sysctls: Readonly<Record<string, string>>;
}

export interface Probe {
  readonly action:
    | { readonly kind: 'http'; readonly path: string; readonly headers: Readonly<Record<string, string>> }
    | { readonly kind: 'grpc'; readonly service: string }
    | { readonly kind: 'tcp' }
    | { readonly kind: 'command'; readonly command: readonly string[] };
  /** Name of the port; '' for a command. */
  readonly port: string;
  /** Number of the port; 0 for a command. */
  readonly number: number;
  /** Seconds before the first try. */
  readonly delay: number;
  readonly interval: number;
  readonly timeout: number;
  /** Tries in a row that must fail. */
  readonly failures: number;
}

export interface Health {
  /** Restart when it fails. */
  readonly liveness: Probe | null;
  /** No traffic while it fails. */
  readonly readiness: Probe | null;
  /** Seconds that a start may take before liveness counts. */
  readonly startup: number;
}

/** deregistration < preStop + shutdown < grace. All seconds. */
export interface Drain {
  /** How long the load balancer goes on sending to a target that leaves. */
  readonly deregistration: number;
  /** Wait between leaving the endpoints and SIGTERM. */
  readonly preStop: number;
  /** What the server may use to finish requests after SIGTERM. */
  readonly shutdown: number;
  /** When the container is killed. */
  readonly grace: number;
}

// ---------------------------------------------------------------- workloads

export interface Port {
  readonly name: string;
  readonly protocol: Protocol;
  /** What the container listens on. */
  readonly number: number;
  /** What callers use. */
  readonly as: number;
}

/** What a service and a job have in common: a container with edges. */
export interface Workload extends Container {
  /** Peers, with the ports that may be opened. Sorted. */
  readonly calls: readonly { readonly service: string; readonly ports: readonly string[] }[];
  readonly uses: readonly Use[];
  /** Topics and queues that it writes. */
  readonly publishes: readonly Part[];
  /** Topics and queues that it reads. */
  readonly consumes: readonly Part[];
  /** Names in `Platform.secrets`. */
  readonly secrets: readonly string[];
  /** Addresses outside the platform that it may open. */
  readonly egress: readonly { readonly cidr: string; readonly ports: readonly number[] }[];
  /** Extra cloud permissions: IAM actions on named resources. */
  readonly permissions: readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[];
  /** What must have come before it starts. Includes what `uses` implies. */
  readonly after: readonly After[];
  readonly init: readonly Container[];
  readonly sidecars: readonly Container[];
}

export interface Use {
  readonly resource: string;
  /** Database; '' for a resource without parts. */
  readonly part: string;
  readonly access: Access;
  /** Name in `Platform.credentials`; '' where the store asks for none. */
  readonly credential: string;
}

export interface Part {
  readonly resource: string;
  readonly part: string;
  readonly credential: string;
}

export interface After {
  readonly kind: 'service' | 'resource' | 'job';
  readonly name: string;
  readonly condition: 'started' | 'healthy' | 'completed';
  /** Whether the description says it; otherwise `uses` implies it. */
  readonly given: boolean;
}

export interface Service extends Workload {
  readonly kind: 'service';
  /** The main port first, the others by name. */
  readonly ports: readonly Port[];
  /** Further names that it answers to. */
  readonly aliases: readonly string[];
  readonly routes: readonly Route[];
  readonly health: Health;
  readonly scale: Scale;
  readonly drain: Drain;
  readonly migrate: Migration | null;
}

export interface Scale {
  readonly min: number;
  readonly max: number;
  /** Target CPU use in percent of the request; 0: not by CPU. */
  readonly cpu: number;
  /** Target memory use in percent; 0: not by memory. */
  readonly memory: number;
  /** Target requests a second and replica; 0: not by requests. */
  readonly requests: number;
  /** Target messages waiting per replica; 0: not by lag. */
  readonly lag: number;
}

/** Runs to the end, as the database's owner, before new code gets traffic. Same image as its service. */
export interface Migration {
  readonly command: readonly Text[];
  readonly args: readonly Text[];
  readonly env: readonly Variable[];
  /** Same shape as the service's, with access `owner`. */
  readonly uses: readonly Use[];
  /** Seconds. */
  readonly timeout: number;
}

export interface Job extends Workload {
  readonly kind: 'job';
  readonly trigger:
    | { readonly kind: 'deploy' }
    /** Five fields of cron, and the IANA time zone that they are read in. */
    | { readonly kind: 'schedule'; readonly schedule: string; readonly timezone: string };
  /** Seconds after which it is stopped. */
  readonly timeout: number;
  readonly retries: number;
  /** Whether a run may start while the one before still goes. */
  readonly concurrency: 'allow' | 'forbid';
}

// ---------------------------------------------------------------- gateway

export interface Gateway {
  /** Whether any route of this environment needs it. */
  readonly used: boolean;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  /** What the public uses. */
  readonly port: number;
  /** `https://shop.example.com`, with the port where it is not the scheme's own. */
  readonly url: string;
  /** `managed`: made on the target (ACM by DNS, cert-manager); `given`: an ARN or the name of a Secret. */
  readonly certificate: { readonly kind: 'none' | 'managed' | 'given'; readonly name: string };
  /** Who signs the tokens; null without `auth`. */
  readonly auth: { readonly issuer: string; readonly audience: string; readonly jwks: string } | null;
  /** How it is made on Kubernetes. */
  readonly kind: 'gateway-api' | 'ingress';
  /** GatewayClass or IngressClass. */
  readonly class: string;
  /** Namespace of the gateway's own pods on Kubernetes: they may open the routed ports. */
  readonly namespace: string;
  /** Seconds without a byte after which a connection is closed. */
  readonly idleTimeout: number;
  /** Response headers that every route gets. Sorted by name. */
  readonly headers: Readonly<Record<string, string>>;
  /** IPv4 ranges that may reach it. */
  readonly from: readonly string[];
}

export interface Route {
  readonly service: string;
  /** Name of the service's port. */
  readonly port: string;
  readonly protocol: Protocol;
  /** Port of the container. */
  readonly number: number;
  /** '' for tcp and udp. */
  readonly host: string;
  /** Path prefix, `/` for everything; '' for tcp and udp. */
  readonly path: string;
  /** What the service sees instead of `path`; the same as `path`: nothing is rewritten. */
  readonly rewrite: string;
  readonly auth: 'none' | 'required';
  /** Seconds that a request may take. */
  readonly timeout: number;
  /** Same client, same replica. */
  readonly sticky: boolean;
  /** Public port of a tcp or udp route; 0 for the others, which share the gateway's. */
  readonly listen: number;
}

// ---------------------------------------------------------------- resources

export type Resource = Postgres | Redis | Kafka | RabbitMq | ContainerResource;
export type ResourceKind = Resource['kind'];

interface ResourceBase {
  readonly name: string;
  readonly provider: Provider;
  /** Where an external server is: `given` by host and port in the description, or `looked-up` by an agreed name. */
  readonly address:
    | { readonly kind: 'own' }
    | { readonly kind: 'given'; readonly host: string }
    | { readonly kind: 'looked-up' };
  /** What its users open. */
  readonly port: number;
  /** Of the container, where the provider is `container`. */
  readonly image: string;
  readonly cpu: Amount;
  readonly memory: Amount;
  /** Storage in GiB; 0: in memory. */
  readonly storage: number;
  /** Instance class, where the provider is `managed`: `db.t4g.micro`, `cache.t4g.micro`, `kafka.m7g.large`, `mq.m7g.medium`. */
  readonly instance: string;
  /** Servers: instances, nodes, brokers. */
  readonly replicas: number;
  /** Whether clients speak TLS to it. */
  readonly tls: boolean;
  /** Days that backups are kept; 0: none. */
  readonly backup: number;
  /** Name of the administrator's credential; '' where there is none. */
  readonly admin: string;
}

export interface Postgres extends ResourceBase {
  readonly kind: 'postgres';
  /** Major version. */
  readonly version: number;
  readonly sslmode: 'disable' | 'require' | 'verify-full';
  /** Sorted by name. */
  readonly databases: readonly Database[];
  /** Server parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Database {
  readonly name: string;
  readonly extensions: readonly string[];
  /** Role without login that owns what is in it. */
  readonly owner: string;
  /** Service that owns it; '' when only jobs use it. */
  readonly service: string;
}

export interface Redis extends ResourceBase {
  readonly kind: 'redis';
  /** Major or major.minor of Valkey (managed) or Redis (container). */
  readonly version: string;
  readonly auth: 'password' | 'none';
  /** What happens when memory is full: `noeviction`, `allkeys-lru`... */
  readonly eviction: string;
  readonly persistence: boolean;
}

export interface Kafka extends ResourceBase {
  readonly kind: 'kafka';
  readonly version: string;
  readonly auth: 'none' | 'scram' | 'iam';
  /** Sorted by name. */
  readonly topics: readonly Topic[];
}

export interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  /** Seconds; -1: for ever. */
  readonly retention: number;
  readonly cleanup: 'delete' | 'compact';
  /** Further settings of the topic. */
  readonly config: Readonly<Record<string, string>>;
}

export interface RabbitMq extends ResourceBase {
  readonly kind: 'rabbitmq';
  readonly version: string;
  readonly vhost: string;
  /** Sorted by name. */
  readonly queues: readonly { readonly name: string; readonly durable: boolean; readonly quorum: boolean }[];
}

/** Any other server, as a container. */
export interface ContainerResource extends ResourceBase {
  readonly kind: 'container';
  readonly container: Container;
  readonly ports: readonly Port[];
  readonly aliases: readonly string[];
  readonly health: Health;
  readonly secrets: readonly string[];
}

export interface Credential {
  /** `<resource>-<workload>`, `<resource>-<workload>-migrate`, `<resource>-admin`. */
  readonly name: string;
  readonly resource: string;
  /** '' for the administrator. */
  readonly workload: string;
  readonly role: 'admin' | 'migrate' | 'use';
  /** Login name; '' where the team decides it (provider `external`). */
  readonly user: string;
  /** `generated` on the target or by `slipway secrets`; `given` by the team. */
  readonly source: 'generated' | 'given';
}

export interface Secret {
  /** Name in the target's store. Workloads that name the same secret share it. */
  readonly name: string;
  readonly source: 'generated' | 'given';
  /** Workloads and container resources that read it. Sorted. */
  readonly readers: readonly string[];
}

/** One permission to open connections. */
export interface Flow {
  readonly from: { readonly kind: 'service' | 'job' | 'gateway'; readonly name: string };
  readonly to: { readonly kind: 'service' | 'resource'; readonly name: string };
  /** Port of the container, not `as`. */
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}
