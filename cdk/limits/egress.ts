import { type Egress, type Limit, type Platform, waysOut } from '../../platform/index';
import { ecs, type Path } from './walk';

/** Ways out that a security group cannot say. */
export const egressLimits: readonly Limit[] = [
  {
    code: 'unsupported-egress-host',
    field: '*.*.egress.*.host',
    runtimes: ecs,
    reason: 'a security group knows no host names, so that the ports would be open to every address',
    fix: 'say the addresses of the host by cidr: in its place',
    acceptable: true,
    find: (platform) => where(platform, 'host', ({ to }) => to.kind === 'host'),
  },
  {
    code: 'unsupported-ip-version',
    field: '*.*.egress.*.cidr',
    runtimes: ecs,
    reason: 'the network has IPv4 addresses alone, so that there is no way to IPv6',
    fix: 'write the IPv4 addresses too, and live without the others',
    acceptable: true,
    find: (platform) => where(platform, 'cidr', ({ to }) => to.kind === 'range' && to.cidr.includes(':')),
  },
  {
    code: 'unsupported-egress-namespace',
    field: '*.*.egress.*.namespace',
    runtimes: ecs,
    reason: 'namespaces are those of a Kubernetes cluster',
    fix: 'give egress again in the environments on Kubernetes, and take the entry out here',
    acceptable: false,
    find: (platform) => where(platform, 'namespace', ({ to }) => to.kind === 'namespace'),
  },
];

function where(platform: Platform, field: string, holds: (egress: Egress) => boolean): Path[] {
  return waysOut(platform, holds).map((path) => [...path, field]);
}
