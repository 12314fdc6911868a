import { type App, Fn } from 'aws-cdk-lib';
import { CfnCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { names, type Platform } from '../../platform/index';
import { httpListener, LoadBalancer, LogBucket, redirectListener } from '../constructs/load-balancer';
import { Lookup } from '../constructs/lookup';
import { awsOf, EnvironmentStack } from '../environment-stack';
import { published } from '../names';

/** What the internet reaches: load balancers, certificate, names. Services add their rules to it in their own stacks. */
export class EdgeStack extends EnvironmentStack {
  private readonly logs: LogBucket | undefined;
  /** Id of the hosted zone; undefined where DNS is not ours to change. */
  private readonly zone: string | undefined;

  constructor(app: App, platform: Platform) {
    super(app, platform, 'edge', { description: 'Load balancers, certificate and host names.' });
    const { posture } = platform.environment;
    this.logs = posture.accessLogs
      ? new LogBucket(this, 'Logs', { logicalId: 'AccessLogs', days: posture.logRetention, retain: posture.retain })
      : undefined;
    this.zone = this.zoneId();
    if (hasRawRoutes(platform)) this.addNetworkBalancer();
    if (platform.gateway.used) this.addApplicationBalancer();
  }

  private addApplicationBalancer(): void {
    const { gateway, environment } = this.platform;
    const secure = gateway.scheme === 'https';
    const redirects = secure && gateway.port !== 80;
    const { balancer, group } = new LoadBalancer(this, 'Gateway', {
      kind: 'application',
      ...this.common(),
      ports: redirects ? [80, gateway.port] : [gateway.port],
      // The balancer fetches the keys itself, and answers 500 where its group does not let it.
      calls: gateway.auth === null ? [] : [portOf(gateway.auth.jwks)],
      idleTimeout: gateway.idleTimeout,
      strictHttp: environment.posture.strictHttp,
    });
    const listener = httpListener(this, 'Listener', {
      balancer: balancer.ref,
      port: gateway.port,
      certificate: secure ? this.certificate() : undefined,
      headers: gateway.headers,
    });
    if (redirects) redirectListener(this, 'Redirect', balancer.ref, gateway.port);
    this.publish(published.listener, listener.ref);
    this.publish(published.loadBalancerGroup, group.attrGroupId);
    this.publish(published.loadBalancerName, balancer.attrLoadBalancerFullName);
    for (const host of hosts(this.platform)) this.addRecord(host, balancer);
  }

  private addNetworkBalancer(): void {
    const { balancer, group } = new LoadBalancer(this, 'NetworkGateway', {
      kind: 'network',
      ...this.common(),
      ports: [],
      calls: [],
      idleTimeout: 0,
      strictHttp: false,
    });
    this.publish(published.networkLoadBalancer, balancer.ref);
    this.publish(published.networkLoadBalancerGroup, group.attrGroupId);
    for (const host of rawHosts(this.platform)) this.addRecord(host, balancer);
  }

  private common() {
    const { name, gateway, environment } = this.platform;
    return {
      description: `Gateway of ${name} in ${environment.name}`,
      vpcId: this.vpcId,
      subnetIds: this.lookupList(published.publicSubnets),
      from: gateway.from,
      deletionProtection: environment.posture.deletionProtection,
      ...(this.logs !== undefined && { logs: this.logs }),
    };
  }

  /** Without a hosted zone the deploy waits until somebody has made the records that ACM asks for. */
  private certificate(): string {
    const { certificate } = this.platform.gateway;
    if (certificate.kind === 'given') return certificate.name;
    const { zone } = this;
    const [main, ...others] = hosts(this.platform);
    if (main === undefined) throw new Error('the gateway has no host name for a certificate');
    return new CfnCertificate(this, 'Certificate', {
      domainName: main,
      ...(others.length > 0 && { subjectAlternativeNames: others }),
      validationMethod: 'DNS',
      ...(zone !== undefined && {
        domainValidationOptions: [main, ...others].map((domainName) => ({ domainName, hostedZoneId: zone })),
      }),
    }).ref;
  }

  private addRecord(host: string, balancer: CfnLoadBalancer): void {
    if (this.zone === undefined) return;
    const id = names.constructId(host.replaceAll('*', 'any').replaceAll(/[^a-z0-9]+/g, '-'));
    new CfnRecordSet(this, `${id}Record`, {
      name: host,
      type: 'A',
      hostedZoneId: this.zone,
      aliasTarget: {
        dnsName: balancer.attrDnsName,
        hostedZoneId: balancer.attrCanonicalHostedZoneId,
        evaluateTargetHealth: false,
      },
    });
  }

  /** A zone that is given by name is looked up at deploy: synthesis asks nobody. */
  private zoneId(): string | undefined {
    const { hostedZone } = awsOf(this.platform);
    const named = this.platform.gateway.used || rawHosts(this.platform).length > 0;
    if (hostedZone === '' || !named) return undefined;
    if (/^Z[0-9A-Z]{5,}$/.test(hostedZone)) return hostedZone;
    const { value } = new Lookup(this, 'HostedZone', {
      service: 'route53',
      action: 'ListHostedZonesByName',
      parameters: { DNSName: hostedZone, MaxItems: 1 },
      path: 'HostedZones.0.Id',
      physicalId: hostedZone,
      // The call has no resource: it searches among all zones.
      resources: ['*'],
      logRetention: this.platform.environment.posture.logRetention,
    });
    // /hostedzone/Z...
    return Fn.select(2, Fn.split('/', value));
  }
}

function portOf(url: string): number {
  const { port } = new URL(url);
  return port === '' ? 443 : Number(port);
}

export function hasRawRoutes(platform: Platform): boolean {
  return platform.services.some((service) => service.routes.some((route) => route.listen > 0));
}

/** The gateway's own host first, then those of the routes. */
function hosts({ gateway, services }: Platform): string[] {
  const web = services.flatMap((service) => service.routes).filter((route) => route.listen === 0);
  const others = web.map((route) => route.host);
  return [gateway.host, ...[...new Set(others)].filter((host) => host !== '' && host !== gateway.host).sort()];
}

/** Names that lead to raw ports. */
function rawHosts({ services }: Platform): string[] {
  const raw = services.flatMap((service) => service.routes).filter((route) => route.listen > 0);
  return [...new Set(raw.map((route) => route.host))].filter((host) => host !== '').sort();
}
