import type { App } from 'aws-cdk-lib';
import { CfnCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnListenerRule, type CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { type Platform, type Route, routing } from '../../platform/index';
import { httpListener, LoadBalancer, LogBucket, notFound, redirectListener } from '../constructs/load-balancer';
import { EnvironmentStack } from '../environment-stack';
import { published } from '../names';
import { redirects } from '../openers';
import { rulePriorities } from '../priority';
import { guardOf, publicHostIds, routeKey } from '../route-ids';
import { addShares } from '../shares';
import { HostedZones } from './hosted-zones';

/** What the internet reaches: load balancers, certificate, names. Services add their rules to it in their own stacks. */
export class EdgeStack extends EnvironmentStack {
  private readonly logs: LogBucket | undefined;
  private readonly zones: HostedZones;

  constructor(app: App, platform: Platform) {
    super(app, platform, 'edge', { description: 'Load balancers, certificate and host names.' });
    const { posture } = platform.environment;
    this.logs = posture.accessLogs
      ? new LogBucket(this, 'Logs', { logicalId: 'AccessLogs', days: posture.logRetention, retain: posture.retain })
      : undefined;
    this.zones = new HostedZones(this);
    if (hasRawRoutes(platform)) this.addNetworkBalancer();
    if (platform.gateway.used) this.addApplicationBalancer();
  }

  private addApplicationBalancer(): void {
    const { gateway, environment } = this.platform;
    const secure = gateway.scheme === 'https';
    const { balancer, group } = new LoadBalancer(this, 'Gateway', {
      kind: 'application',
      ...this.common(),
      ports: redirects(gateway) ? [80, gateway.port] : [gateway.port],
      // The balancer fetches the keys itself, and answers 500 where its group does not let it.
      calls: gateway.auth === null ? [] : [portOf(gateway.auth.jwks)],
      idleTimeout: gateway.idleTimeout,
      strictHttp: environment.posture.strictHttp,
    });
    const listener = httpListener(this, 'Listener', {
      balancer: balancer.ref,
      port: gateway.port,
      certificate: secure ? this.certificate('Certificate', hosts(this.platform)) : undefined,
      headers: gateway.headers,
    });
    if (redirects(gateway)) redirectListener(this, 'Redirect', balancer.ref, gateway.port);
    this.publish(published.listener, listener.ref);
    this.publish(published.loadBalancerGroup, group.attrGroupId);
    this.publish(published.loadBalancerName, balancer.attrLoadBalancerFullName);
    for (const host of hosts(this.platform)) this.addRecord(host, balancer);
    for (const host of routing.guardedHosts(this.platform)) this.addGuard(host, listener.ref);
    addShares(this, listener.ref);
  }

  /** What no route of a host takes is 404, also where a wildcard of other routes would take it. */
  private addGuard(host: string, listenerArn: string): void {
    const key = guardOf(host);
    const priority = rulePriorities(this.platform).get(routeKey(key));
    if (priority === undefined) throw new Error(`no priority for ${host}`);
    new CfnListenerRule(this, `${publicHostIds(this.platform)(host)}Guard`, {
      listenerArn,
      priority,
      conditions: [{ field: 'host-header', hostHeaderConfig: { values: [host] } }],
      actions: [notFound],
    });
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
    const ended = rawHosts(this.platform, ({ tls }) => tls === 'terminate');
    if (ended.length > 0 && this.platform.gateway.certificate.kind === 'managed')
      this.publish(published.networkCertificate, this.certificate('NetworkCertificate', ended));
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
  private certificate(id: string, [main, ...others]: readonly string[]): string {
    const { certificate } = this.platform.gateway;
    if (certificate.kind === 'given') return certificate.name;
    if (main === undefined) throw new Error('the gateway has no host name for a certificate');
    const validated = [main, ...others]
      // ACM asks for one record for a name and the wildcard below it.
      .filter((name, _at, all) => !routing.isWildcard(name) || !all.includes(name.slice(2)))
      .flatMap((domainName) => {
        const hostedZoneId = this.zones.idFor(domainName);
        return hostedZoneId === undefined ? [] : [{ domainName, hostedZoneId }];
      });
    return new CfnCertificate(this, id, {
      domainName: main,
      ...(others.length > 0 && { subjectAlternativeNames: others }),
      validationMethod: 'DNS',
      ...(validated.length > 0 && { domainValidationOptions: validated }),
    }).ref;
  }

  private addRecord(host: string, balancer: CfnLoadBalancer): void {
    const hostedZoneId = this.zones.idFor(host);
    if (hostedZoneId === undefined) return;
    new CfnRecordSet(this, `${publicHostIds(this.platform)(host)}Record`, {
      name: host,
      type: 'A',
      hostedZoneId,
      aliasTarget: {
        dnsName: balancer.attrDnsName,
        hostedZoneId: balancer.attrCanonicalHostedZoneId,
        evaluateTargetHealth: false,
      },
    });
  }
}

function portOf(url: string): number {
  const { port } = new URL(url);
  return port === '' ? 443 : Number(port);
}

export function hasRawRoutes(platform: Platform): boolean {
  return routing.routesIn(platform).some((route) => route.listen > 0);
}

/** The gateway's own host first, then those of the routes. */
function hosts(platform: Platform): string[] {
  const { gateway } = platform;
  const web = routing.routesIn(platform).filter((route) => route.listen === 0);
  const others = web.map((route) => route.host);
  return [gateway.host, ...[...new Set(others)].filter((host) => host !== '' && host !== gateway.host).sort()];
}

/** Names that lead to raw ports. */
function rawHosts(platform: Platform, holds: (route: Route) => boolean = () => true): string[] {
  const raw = routing.routesIn(platform).filter((route) => route.listen > 0 && holds(route));
  return [...new Set(raw.map((route) => route.host))].filter((host) => host !== '').sort();
}
