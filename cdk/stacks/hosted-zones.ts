import { Fn } from 'aws-cdk-lib';
import { zoneOf } from '../../platform/index';
import { Lookup } from '../constructs/lookup';
import { awsOf, type EnvironmentStack } from '../environment-stack';
import { hostIds } from '../route-ids';

/** The zones that public names are written into, by their ids. */
export class HostedZones {
  private readonly known = new Map<string, string>();

  constructor(private readonly stack: EnvironmentStack) {}

  /** Undefined where DNS is not ours to change. A zone that is given by name is looked up at deploy: synthesis asks nobody. */
  idFor(host: string): string | undefined {
    const zone = zoneOf(awsOf(this.stack.platform).hostedZones, host);
    if (zone === '' || /^Z[0-9A-Z]{5,}$/.test(zone)) return zone === '' ? undefined : zone;
    const known = this.known.get(zone) ?? this.lookup(zone);
    this.known.set(zone, known);
    return known;
  }

  private lookup(zone: string): string {
    const { platform } = this.stack;
    // The first of the description keeps its id when others come.
    const [first, ...others] = awsOf(platform).hostedZones;
    const further = first === zone ? '' : hostIds(others)(zone);
    const { value } = new Lookup(this.stack, `HostedZone${further}`, {
      service: 'route53',
      action: 'ListHostedZonesByName',
      parameters: { DNSName: zone, MaxItems: 1 },
      path: 'HostedZones.0.Id',
      physicalId: zone,
      // The call has no resource: it searches among all zones.
      resources: ['*'],
      logRetention: platform.environment.posture.logRetention,
    });
    // /hostedzone/Z...
    return Fn.select(2, Fn.split('/', value));
  }
}
