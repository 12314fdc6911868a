import { cidrContains, parseCidr } from '../description/units';
import type { Platform } from '../model/platform';
import type { Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';

/** Elastic Load Balancing and the subnet groups of RDS want two zones. The network has ranges for five. */
const zoneCount = { least: 2, most: 5 };

function* zoneNumber({ name }: Scope, { environment }: Platform): Iterable<Broken> {
  if (environment.aws === null) return;
  const { length } = environment.aws.zones;
  if (length >= zoneCount.least && length <= zoneCount.most) return;
  const few = length < zoneCount.least;
  const rule = few
    ? 'but load balancers and databases need two zones'
    : `but the network has ranges for ${zoneCount.most} zones`;
  yield {
    path: ['environments', name, 'zones'],
    value: `${length} zone${length === 1 ? '' : 's'}`,
    rule,
    fix: few ? 'write two letters or more: [a, b]' : 'write five letters or fewer',
  };
}

/** Zones of regions, by the letters that accounts see. A region that is not here is not judged: AWS opens new ones. */
const zonesOf: Readonly<Record<string, string>> = {
  'af-south-1': 'abc',
  'ap-northeast-1': 'abcd',
  'ap-northeast-2': 'abcd',
  'ap-northeast-3': 'abc',
  'ap-south-1': 'abc',
  'ap-southeast-1': 'abc',
  'ap-southeast-2': 'abc',
  'ca-central-1': 'abcd',
  'eu-central-1': 'abc',
  'eu-central-2': 'abc',
  'eu-north-1': 'abc',
  'eu-south-1': 'abc',
  'eu-south-2': 'abc',
  'eu-west-1': 'abc',
  'eu-west-2': 'abc',
  'eu-west-3': 'abc',
  'il-central-1': 'abc',
  'me-central-1': 'abc',
  'me-south-1': 'abc',
  'sa-east-1': 'abc',
  'us-east-1': 'abcdef',
  'us-east-2': 'abc',
  'us-west-1': 'abc',
  'us-west-2': 'abcd',
};

function* zoneUnknown({ name, given }: Scope, { environment }: Platform): Iterable<Broken> {
  const { aws } = environment;
  const letters = zonesOf[aws?.region ?? ''];
  if (aws === null || letters === undefined) return;
  for (const [at, zone] of (given.zones ?? []).entries()) {
    if (letters.includes(zone)) continue;
    const rule = `but ${aws.region} has no such zone`;
    yield { path: ['environments', name, 'zones', at], rule, fix: `write letters of: ${[...letters].join(', ')}` };
  }
}

/** RFC 1918 and RFC 6598: ranges that nobody else has. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];
/** Amazon VPC takes /16 and smaller. A /22 leaves /27 for each public subnet, the least for a load balancer. */
const prefixes = { largest: 16, smallest: 22 };

function* vpcRange({ name, given }: Scope, { environment }: Platform): Iterable<Broken> {
  const range = parseCidr(given.cidr ?? '');
  if (environment.aws === null || range === undefined || given.cidr === undefined) return;
  const { cidr } = given;
  const path = ['environments', name, 'cidr'];
  if (range.prefix < prefixes.largest)
    yield { path, rule: 'but a VPC is a /16 at most', fix: `write ${cidr.split('/')[0]}/16` };
  if (range.prefix > prefixes.smallest) {
    const rule = 'but that is too small: subnets for load balancers, tasks and data in every zone need a /22';
    yield { path, rule, fix: 'take a range from /16 to /22' };
  }
  if (!privateRanges.some((outer) => cidrContains(outer, cidr))) {
    yield { path, rule: 'but that is a range of the public internet', fix: 'take a private one, such as 10.0.0.0/16' };
  }
}

export const placeRules: readonly Rule[] = [
  {
    code: 'zone-count',
    summary:
      'On AWS an environment has two to five zones: load balancers and databases need two, and the network has ranges for five.',
    fix: 'write two to five letters',
    find: zoneNumber,
  },
  {
    code: 'zone-unknown',
    summary: 'Zones are those of the region.',
    fix: 'write letters of zones that the region has',
    find: zoneUnknown,
  },
  {
    code: 'vpc-range',
    summary:
      'The range of a VPC is private and between /16 and /22, so that three tiers of subnets fit into every zone.',
    fix: 'take a range such as 10.0.0.0/16',
    find: vpcRange,
  },
];
