import { type Egress, type Limit, type Platform, pathOf, type Runtime, usersIn, waysOut } from '../../platform/index';

const runtimes: readonly Runtime[] = ['compose'];

export const egressLimits: readonly Limit[] = [
  {
    code: 'unsupported-egress-ports',
    field: '*.*.egress',
    runtimes,
    reason: 'a container may open either every address outside or none',
    fix: 'leave egress out in this environment',
    acceptable: true,
    find: (platform) =>
      usersIn(platform)
        .filter(({ egress }) => egress.length > 0)
        .map((user) => [...pathOf(user), 'egress']),
  },
  {
    code: 'unsupported-ip-version',
    field: '*.*.egress.*.cidr',
    runtimes,
    reason: 'the networks of Compose have IPv4 addresses alone, so that there is no way to IPv6',
    fix: 'write the IPv4 addresses too, and live without the others',
    acceptable: true,
    find: (platform) => where(platform, 'cidr', ({ to }) => to.kind === 'range' && to.cidr.includes(':')),
  },
  {
    code: 'unsupported-egress-namespace',
    field: '*.*.egress.*.namespace',
    runtimes,
    reason: 'namespaces are those of a Kubernetes cluster',
    fix: 'give egress again in the environments on Kubernetes, and take the entry out here',
    acceptable: false,
    find: (platform) => where(platform, 'namespace', ({ to }) => to.kind === 'namespace'),
  },
];

function where(platform: Platform, field: string, holds: (egress: Egress) => boolean): string[][] {
  return waysOut(platform, holds).map((path) => [...path, field]);
}
