import { type Limit, waysOut } from '../../platform/index';

export const egressLimits: readonly Limit[] = [
  {
    code: 'unsupported-egress-host',
    field: '*.*.egress.*.host',
    runtimes: ['kubernetes'],
    reason: 'a NetworkPolicy knows no host names, so that the ports would be open to every address',
    fix: 'say the addresses of the host by cidr: in its place',
    acceptable: true,
    find: (platform) => waysOut(platform, ({ to }) => to.kind === 'host').map((path) => [...path, 'host']),
  },
];
