import { type Limit, type Platform, perPlatform, routing, usersIn } from '../../platform/index';
import { keptBy } from '../kept';
import { migrationPart } from '../names';
import {
  balancers,
  gatewayOpenings,
  migrationOpener,
  type Opener,
  openerOf,
  outwardRules,
  redirects,
} from '../openers';
import { managedStores } from '../stores';
import { ecs, fargateTasksIn, type Path } from './walk';

/** Amazon VPC quotas, "Inbound or outbound rules per security group": of each direction, and more where AWS is asked. */
export const rulesPerGroup = 60;

/** Rules of a security group, by direction. */
export interface RuleCount {
  inbound: number;
  outbound: number;
}

/** The name of a group whose rules are not of one workload or resource. */
export const balancerGroups = { application: 'load balancer', network: 'network load balancer' } as const;

/** The group of what EFS holds. */
export function volumeGroup(owner: string, volume: string): string {
  return `${owner}.${volume}`;
}

/** Rules of every group, by what it is of: a workload, a migration (`orders-migrate`), a server, a volume, a load balancer. */
export const groupRules = perPlatform((platform): ReadonlyMap<string, RuleCount> => {
  const counts = new Map<string, RuleCount>();
  const of = (owner: string) => {
    const known = counts.get(owner) ?? { inbound: 0, outbound: 0 };
    counts.set(owner, known);
    return known;
  };
  const elsewhere = new Set(
    platform.resources.filter(({ provider }) => provider === 'external').map(({ name }) => name),
  );
  for (const opener of openersIn(platform)) {
    // HTTPS, which is open to all in every group.
    of(opener.owner).outbound += 1 + opener.flows.length + outwardRules(opener.egress).length;
    for (const { to } of opener.flows) if (!elsewhere.has(to.name)) of(to.name).inbound += 1;
  }
  for (const { user, containers } of fargateTasksIn(platform)) {
    const all = containers.map(({ container }) => container);
    for (const { owner, volume } of keptBy(user.name, all)) {
      of(user.name).outbound += 1;
      of(volumeGroup(owner, volume)).inbound += 1;
    }
  }
  for (const owner of routing.routed(platform)) {
    for (const balancer of balancers) {
      const openings = gatewayOpenings(owner, balancer).length;
      of(owner.name).inbound += openings;
      of(balancerGroups[balancer]).outbound += openings;
    }
    const listens = owner.routes.filter(({ listen }) => listen > 0).length;
    of(balancerGroups.network).inbound += listens * platform.gateway.from.length;
  }
  const { gateway } = platform;
  if (gateway.used) {
    of(balancerGroups.application).inbound += gateway.from.length * (redirects(gateway) ? 2 : 1);
    // The keys of the issuer of tokens.
    of(balancerGroups.application).outbound += gateway.auth === null ? 0 : 1;
  }
  // The provisioner logs in as its administrator.
  for (const { name, admin } of managedStores(platform)) of(name).inbound += admin === '' ? 0 : 1;
  return counts;
});

function openersIn(platform: Platform): Opener[] {
  return [
    ...usersIn(platform).map((user) => openerOf(platform, user)),
    ...platform.services.flatMap((service) =>
      service.migrate === null ? [] : [migrationOpener(platform, service, service.migrate)],
    ),
  ];
}

const reason = `a security group has ${rulesPerGroup} rules in each direction until AWS raises the quota`;
const fix =
  'ask AWS for a higher quota "Inbound or outbound rules per security group" of Amazon VPC, or open fewer ports';

/** Groups that would have more rules than they may. */
function overfull(platform: Platform, isOurs: (owner: string) => boolean): string[] {
  return [...groupRules(platform)].flatMap(([owner, { inbound, outbound }]) =>
    isOurs(owner) && Math.max(inbound, outbound) > rulesPerGroup ? [owner] : [],
  );
}

const isBalancer = (owner: string) => Object.values<string>(balancerGroups).includes(owner);

export const groupRuleLimits: readonly Limit[] = [
  {
    code: 'unsupported-rule-count',
    field: '*.*',
    runtimes: ecs,
    reason,
    fix,
    acceptable: true,
    find: (platform) => {
      const places = new Map<string, Path>([
        ...platform.services.map(({ name }): [string, Path] => [name, ['services', name]]),
        ...platform.services.map(({ name }): [string, Path] => [migrationPart(name), ['services', name, 'migrate']]),
        ...platform.jobs.map(({ name }): [string, Path] => [name, ['jobs', name]]),
        ...[...platform.services, ...platform.jobs].flatMap(({ kind, name, volumes }) =>
          volumes.map((each): [string, Path] => [
            volumeGroup(name, each.name),
            [`${kind}s`, name, 'volumes', each.name],
          ]),
        ),
        ...platform.resources.map(({ name }): [string, Path] => [name, ['resources', name]]),
      ]);
      return overfull(platform, (owner) => !isBalancer(owner)).flatMap((owner) => {
        const place = places.get(owner);
        return place === undefined ? [] : [place];
      });
    },
  },
  {
    code: 'unsupported-rule-count',
    field: 'gateway',
    runtimes: ecs,
    reason,
    fix,
    acceptable: true,
    find: (platform) => (overfull(platform, isBalancer).length > 0 ? [['gateway']] : []),
  },
];
