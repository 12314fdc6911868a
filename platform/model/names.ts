import { createHash } from 'node:crypto';

// Names on the targets, made from names of the description: one function per kind, with the rule of its target. Parts
// are joined by the separator of the kind. What the target refuses is replaced and what is too long is cut; such a name
// ends with a hash of what was meant, so that two different texts never become one name.

/**
 * The longest names that a description may hold, so that what users type into a client (hosts, databases, topics,
 * Kubernetes objects) is never cut on any target. Only identifiers inside AWS are, where they join several of these.
 */
export const limits = {
  /** With environment and resource inside an RDS identifier: 20 + 12 + 24 and two hyphens of 63. */
  platformName: 20,
  environmentName: 12,
  resourceName: 24,
  /** A migration Job is `<service>-migrate-<hash>`, and its pods add six characters: 40 + 17 + 6 of 63. */
  serviceName: 40,
  /** A CronJob name has 52 characters at most. */
  jobName: 40,
  sidecarName: 40,
  volumeName: 40,
  /** Kubernetes: port names are IANA service names (RFC 6335) of at most 15 characters. */
  portName: 15,
  /** A role is the name of its database and a suffix, in 63 bytes. */
  databaseName: 40,
  /** Kafka takes 249; the rest is for a prefix and for the names of metrics and access rules made of it. */
  topicName: 200,
  /** AMQP 0-9-1 takes 255 bytes for the name of a queue. */
  queueName: 200,
  /** Elastic Load Balancing takes 128 characters in a host condition of a rule. */
  hostName: 128,
  /** Elastic Load Balancing takes 128 characters in a path condition of a rule; two are for `/*`. */
  routePath: 126,
} as const;

/** Stacks that every platform may have. The other stacks are named after their service, job or resource. */
export const sharedStacks = ['network', 'images', 'secrets', 'access', 'edge', 'cluster'] as const;

const hashLength = 8;
/** RFC 1123 label that starts with a letter, of any length. */
export const label = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;
const singleHyphens = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** `text`, or if it is too long its start, a hyphen and a hash of all of it, together `limit` characters at most. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : hashed(text, text, limit);
}

/** The first hexadecimal digits of SHA-256, to tell texts apart. */
export function digest(text: string, length = hashLength): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** RFC 1123 label that starts with a letter, so that it names a Service too. Kubernetes, Object Names and IDs: 63. */
export function kubernetesName(...parts: string[]): string {
  return legal(parts.join('-'), label, 63);
}

/** Kubernetes, CronJob: 52, because each Job adds eleven characters. */
export function cronJobName(...parts: string[]): string {
  return legal(parts.join('-'), label, 52);
}

/** Compose Specification, services and name; 63 because other containers look it up in DNS (RFC 1035). */
export function composeName(...parts: string[]): string {
  return legal(parts.join('-'), label, 63);
}

/** `product-catalog` becomes `PRODUCT_CATALOG`. POSIX, Environment Variable Definition: capitals, digits, underscores. */
export function environmentVariable(...parts: string[]): string {
  return legal(parts.join('-'), label, 255).replaceAll('-', '_').toUpperCase();
}

/** Elastic Load Balancing API, CreateTargetGroup, Name: 32, no hyphen at the ends. */
export function targetGroupName(...parts: string[]): string {
  return legal(parts.join('-'), label, 32);
}

/** Elastic Load Balancing API, CreateLoadBalancer, Name: 32, no hyphen at the ends, not `internal-` at the start. */
export function loadBalancerName(...parts: string[]): string {
  return legal(parts.join('-'), /^(?!internal-)[a-z](?:[a-z0-9-]*[a-z0-9])?$/, 32);
}

/** Amazon ECS API, RegisterTaskDefinition, family: 255. */
export function ecsFamily(...parts: string[]): string {
  return legal(parts.join('-'), label, 255);
}

/** Amazon EC2 API, CreateSecurityGroup, GroupName: 255, not `sg-` at the start. */
export function securityGroupName(...parts: string[]): string {
  return legal(parts.join('-'), /^(?!sg-)[a-z](?:[a-z0-9-]*[a-z0-9])?$/, 255);
}

/**
 * AWS Secrets Manager API, CreateSecret, Name: 512. A name that ends with a hyphen and six characters gets a hash, since
 * Secrets Manager would take those for the random end that it gives to ARNs, and may then find another secret.
 */
export function secretName(...parts: string[]): string {
  const meant = parts.join('/');
  const text = legal(meant, path, 512);
  return /-.{6}$/.test(text) ? hashed(text, meant, 512) : text;
}

/** AWS Systems Manager API, PutParameter, Name: 1011 with the ARN before it; not `aws` or `ssm` at the start. */
export function ssmParameterName(...parts: string[]): string {
  return `/${legal(parts.join('/'), /^(?!aws|ssm)[a-z][a-z0-9/._-]*$/, 900)}`;
}

/** Amazon CloudWatch Logs API, CreateLogGroup, logGroupName: 512; `/aws/` is where AWS puts its own. */
export function logGroupName(...parts: string[]): string {
  return `/${legal(parts.join('/'), /^(?!aws\/)[a-z][a-z0-9/._-]*$/, 511)}`;
}

/** AWS IAM API, CreateRole, RoleName: 64. */
export function iamRoleName(...parts: string[]): string {
  return legal(parts.join('-'), label, 64);
}

/** Amazon RDS API, CreateDBInstance, DBInstanceIdentifier: 63, no two hyphens together, none at the end. */
export function rdsIdentifier(...parts: string[]): string {
  return legal(parts.join('-'), singleHyphens, 63);
}

/** Amazon ElastiCache API, CreateReplicationGroup, ReplicationGroupId: 40, no two hyphens together, none at the end. */
export function elastiCacheId(...parts: string[]): string {
  return legal(parts.join('-'), singleHyphens, 40);
}

/** Amazon ElastiCache API, CreateUser, UserId: 40. */
export function elastiCacheUserId(...parts: string[]): string {
  return legal(parts.join('-'), singleHyphens, 40);
}

/** Amazon MSK API, CreateClusterV2, clusterName: 64. */
export function mskClusterName(...parts: string[]): string {
  return legal(parts.join('-'), label, 64);
}

/** Amazon MQ API, CreateBroker, brokerName: 50. */
export function mqBrokerName(...parts: string[]): string {
  return legal(parts.join('-'), label, 50);
}

/** AWS CloudFormation API, CreateStack, StackName: 128. */
export function stackName(...parts: string[]): string {
  return legal(parts.join('-'), label, 128);
}

/** Apache Kafka, org.apache.kafka.common.internals.Topic: 249 letters, digits, `.`, `_`, `-`; `__` starts its own. */
export function kafkaTopic(...parts: string[]): string {
  return legal(parts.join('.'), kafka, 249);
}

/** `<platform>.<service>`. Kafka sets no limit for a group; that of a topic keeps it usable in access rules. */
export function kafkaGroup(...parts: string[]): string {
  return legal(parts.join('.'), kafka, 249);
}

/**
 * `product-catalog` becomes `ProductCatalog`. AWS CDK, Constructs, Identifiers: a logical id drops hyphens, so that `a-1`
 * and `a1` would meet, and `Default` and `Resource` are dropped as a whole; such names get a hash.
 */
export function constructId(text: string): string {
  const words = /^(?!default$|resource$)[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/;
  const plain = legal(text, label, 240);
  return (words.test(plain) ? plain : hashed(plain, plain, 240))
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

const path = /^[a-z][a-z0-9/._-]*$/;
const kafka = /^(?!__)[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** `meant` if it fits `pattern`, at most `limit` characters of it; else the nearest text that does, with a hash. */
export function legal(meant: string, pattern: RegExp, limit: number): string {
  if (pattern.test(meant)) return shorten(meant, limit);
  const clean = meant
    .toLowerCase()
    .replace(/[^a-z0-9/.]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  const plain = clean.replace(/[^a-z0-9]+/g, '-');
  // With the hash as well: `pg` is a role, but `pg-` and a hash is one of the server's own.
  const fits = [clean, plain].filter((start) => pattern.test(start)).map((start) => hashed(start, meant, limit));
  return fits.find((name) => pattern.test(name)) ?? hashed(`x-${plain}`, meant, limit);
}

function hashed(start: string, meant: string, limit: number): string {
  const room = limit - hashLength - 1;
  if (room < 1) throw new RangeError(`a name of ${limit} characters has no room for a hash`);
  const kept = start.slice(0, room).replace(/[^A-Za-z0-9]+$/, '');
  return `${kept}-${digest(meant)}`;
}
