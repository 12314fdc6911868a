import type { Limit } from '../../platform/index';
import type { Path } from '../inventory';

export const egressLimits: readonly Limit[] = [
  {
    code: 'unsupported-egress-host',
    field: '*.*.egress.*.host',
    runtimes: ['kubernetes'],
    reason: 'a NetworkPolicy knows no host names, so that the ports would be open to every address',
    fix: 'say the addresses of the host by cidr: in its place',
    acceptable: true,
    find: ({ services, jobs }) =>
      [...services, ...jobs].flatMap(({ kind, name, egress }) =>
        egress.flatMap(({ to }, at): Path[] =>
          to.kind === 'host' ? [[`${kind}s`, name, 'egress', String(at), 'host']] : [],
        ),
      ),
  },
];
