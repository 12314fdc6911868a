import { type Limit, operators, type Platform, type Resource, type Runtime } from '../../platform/index';
import type { Path } from '../inventory';

const runtimes: readonly Runtime[] = ['kubernetes'];

export const storeLimits: readonly Limit[] = [
  {
    code: 'unsupported',
    field: 'resources.*.provider',
    runtimes,
    reason: `objects of operators (${operators.join(', ')}) are not made yet`,
    fix: 'use provider: external with a server that the operator or another team runs, or provider: container (one pod, no backups)',
    acceptable: false,
    find: (platform) => where(platform, 'provider', ({ provider }) => provider === 'operator'),
  },
  {
    code: 'unsupported-aliases',
    field: 'resources.*.aliases',
    runtimes,
    reason: 'where the server is stands in a secret, and a Service with another name has it in clear',
    fix: 'write external.host, or remove the aliases in this environment',
    acceptable: true,
    find: (platform) =>
      where(platform, 'aliases', ({ aliases, address }) => aliases.length > 0 && address.kind === 'looked-up'),
  },
  {
    code: 'unsupported-replicas',
    field: 'resources.*.replicas',
    runtimes,
    reason: 'several servers need an operator that joins them, so there is one',
    fix: 'use provider: external, or remove replicas in this environment',
    acceptable: true,
    find: (platform) =>
      where(platform, 'replicas', (store) => runs(store) && store.kind !== 'container' && store.replicas > 1),
  },
  {
    code: 'unsupported-backup',
    field: 'resources.*.backup',
    runtimes,
    reason: 'nothing in the namespace makes backups',
    fix: 'use provider: external, or back up the volumes with a tool of the cluster and remove backup in this environment',
    acceptable: true,
    find: (platform) => where(platform, 'backup', (store) => runs(store) && store.backup > 0),
  },
];

function runs({ provider }: Resource): boolean {
  return provider === 'container';
}

function where({ resources }: Platform, field: string, holds: (resource: Resource) => boolean): Path[] {
  return resources.filter(holds).map(({ name }) => ['resources', name, field]);
}
