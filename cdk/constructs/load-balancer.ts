import { Stack } from 'aws-cdk-lib';
import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnListener, CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { isResponseHeader, responseHeaders } from '../response-headers';
import { closedGroup } from './security-group';
import { stateful } from './stateful';

export interface LoadBalancerProps {
  readonly kind: 'application' | 'network';
  readonly description: string;
  readonly vpcId: string;
  /** Public subnets. */
  readonly subnetIds: string[];
  /** IPv4 ranges that may reach the ports. */
  readonly from: readonly string[];
  /** Ports that are open to them; what is behind a network load balancer opens its own. */
  readonly ports: readonly number[];
  /** Ports of any address that the balancer itself calls. */
  readonly calls: readonly number[];
  readonly deletionProtection: boolean;
  /** Seconds without a byte after which a connection is closed; for `application`. */
  readonly idleTimeout: number;
  /** Refuse requests that are not clean HTTP; otherwise they are made so where that is safe; for `application`. */
  readonly strictHttp: boolean;
  /** Bucket of the access logs. @default no access logs. */
  readonly logs?: LogBucket;
}

/** A load balancer that the internet reaches, and its group. Listeners are added by whoever has something to say there. */
export class LoadBalancer extends Construct {
  readonly balancer: CfnLoadBalancer;
  readonly group: CfnSecurityGroup;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    this.group = closedGroup(this, 'Group', {
      vpcId: props.vpcId,
      description: props.description,
      ingress: props.ports.flatMap((port) =>
        props.from.map((cidrIp) => ({
          ipProtocol: 'tcp',
          fromPort: port,
          toPort: port,
          cidrIp,
          description: `Public port ${port}`,
        })),
      ),
      ...(props.calls.length > 0 && {
        egress: props.calls.map((port) => ({
          ipProtocol: 'tcp',
          fromPort: port,
          toPort: port,
          cidrIp: '0.0.0.0/0',
          description: 'Keys of the issuer of tokens',
        })),
      }),
    });
    this.balancer = new CfnLoadBalancer(this, 'Balancer', {
      type: props.kind,
      scheme: 'internet-facing',
      ipAddressType: 'ipv4',
      subnets: props.subnetIds,
      securityGroups: [this.group.attrGroupId],
      loadBalancerAttributes: attributesOf(props).map(([key, value]) => ({ key, value })),
    });
    if (props.logs !== undefined) this.balancer.addResourceDependency(props.logs.policy);
  }
}

function attributesOf({
  kind,
  deletionProtection,
  idleTimeout,
  strictHttp,
  logs,
}: LoadBalancerProps): [string, string][] {
  const common: [string, string][] = [
    ['deletion_protection.enabled', String(deletionProtection)],
    ['load_balancing.cross_zone.enabled', 'true'],
    ['access_logs.s3.enabled', String(logs !== undefined)],
    ...(logs === undefined
      ? []
      : ([
          ['access_logs.s3.bucket', logs.bucket.ref],
          ['access_logs.s3.prefix', kind],
        ] as [string, string][])),
  ];
  if (kind === 'network') return common;
  return [
    ...common,
    ['idle_timeout.timeout_seconds', String(idleTimeout)],
    ['routing.http.drop_invalid_header_fields.enabled', 'true'],
    ['routing.http.desync_mitigation_mode', strictHttp ? 'strictest' : 'defensive'],
    ['waf.fail_open.enabled', 'false'],
  ];
}

/** Where load balancers write their access logs. They can only with the key of S3 itself. */
export class LogBucket extends Construct {
  readonly bucket: CfnBucket;
  readonly policy: CfnBucketPolicy;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly logicalId: string; readonly days: number; readonly retain: boolean },
  ) {
    super(scope, id);
    const bucket = new CfnBucket(this, 'Bucket', {
      bucketEncryption: {
        serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
      },
      publicAccessBlockConfiguration: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
      versioningConfiguration: { status: 'Enabled' },
      lifecycleConfiguration: {
        rules: [
          {
            id: 'expire',
            status: 'Enabled',
            expirationInDays: props.days,
            noncurrentVersionExpiration: { noncurrentDays: 7 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
    });
    this.bucket = stateful(bucket, props.logicalId, props.retain ? 'retain' : 'delete');
    this.policy = new CfnBucketPolicy(this, 'Policy', {
      bucket: this.bucket.ref,
      policyDocument: { Version: '2012-10-17', Statement: this.statements() },
    });
  }

  private statements(): object[] {
    const { account, region, partition } = Stack.of(this);
    const arn = this.bucket.attrArn;
    // Regions older than 2022 have an account of Elastic Load Balancing instead of its service principal.
    const old = RegionInfo.get(region).elbv2Account;
    const writer =
      old === undefined
        ? { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' }
        : { AWS: `arn:${partition}:iam::${old}:root` };
    const delivery = { Service: 'delivery.logs.amazonaws.com' };
    const ours = { StringEquals: { 'aws:SourceAccount': account } };
    return [
      {
        Sid: 'TlsAlone',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Sid: 'ApplicationLogs',
        Effect: 'Allow',
        Principal: writer,
        Action: 's3:PutObject',
        Resource: `${arn}/application/AWSLogs/${account}/*`,
      },
      {
        Sid: 'NetworkLogs',
        Effect: 'Allow',
        Principal: delivery,
        Action: 's3:PutObject',
        Resource: `${arn}/network/AWSLogs/${account}/*`,
        Condition: ours,
      },
      {
        Sid: 'NetworkLogsCheck',
        Effect: 'Allow',
        Principal: delivery,
        Action: 's3:GetBucketAcl',
        Resource: arn,
        Condition: ours,
      },
    ];
  }
}

/** TLS 1.2 and 1.3 with forward secrecy, no CBC, and key exchange that quantum computers do not break. */
export const tlsPolicy = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';

export interface HttpListenerProps {
  /** ARN of the balancer. */
  readonly balancer: string;
  readonly port: number;
  /** ARN of the certificate; undefined: plain HTTP. */
  readonly certificate: string | undefined;
  /** Response headers by their lower-case names; only those of `responseHeaders`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The answer where no route takes a request. */
export const notFound = {
  type: 'fixed-response',
  fixedResponseConfig: { statusCode: '404', contentType: 'text/plain', messageBody: 'Not found' },
} as const;

/** A listener that knows no service yet: what no rule takes is 404. */
export function httpListener(scope: Construct, id: string, props: HttpListenerProps): CfnListener {
  const { balancer, port, certificate, headers } = props;
  const attributes = [
    { key: 'routing.http.response.server.enabled', value: 'false' },
    ...Object.entries(headers).flatMap(([name, value]) => {
      const key = responseHeaders.get(name);
      return key === undefined || !isResponseHeader(name, value)
        ? []
        : [{ key: `routing.http.response.${key}.header_value`, value }];
    }),
  ];
  return new CfnListener(scope, id, {
    loadBalancerArn: balancer,
    port,
    protocol: certificate === undefined ? 'HTTP' : 'HTTPS',
    ...(certificate !== undefined && { sslPolicy: tlsPolicy, certificates: [{ certificateArn: certificate }] }),
    defaultActions: [notFound],
    listenerAttributes: attributes,
  });
}

/** Sends plain HTTP to the HTTPS port, for good. */
export function redirectListener(scope: Construct, id: string, balancer: string, port: number): CfnListener {
  return new CfnListener(scope, id, {
    loadBalancerArn: balancer,
    port: 80,
    protocol: 'HTTP',
    defaultActions: [
      {
        type: 'redirect',
        redirectConfig: {
          protocol: 'HTTPS',
          port: String(port),
          host: '#{host}',
          path: '/#{path}',
          query: '#{query}',
          statusCode: 'HTTP_301',
        },
      },
    ],
  });
}
