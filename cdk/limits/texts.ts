import type { Limit, Platform } from '../../platform/index';
import { ecs, type Path } from './walk';

/** What CloudFormation replaces in any property (CloudFormation user guide, "Dynamic references"): it has no way to write it as it is. */
const dynamicReference = '{{resolve:';

/** Texts that CloudFormation would read as its own. */
export const textLimits: readonly Limit[] = [
  {
    code: 'unsupported-dynamic-reference',
    field: '*.*',
    runtimes: ecs,
    reason: `CloudFormation replaces "${dynamicReference}...}}" wherever it stands, and nothing keeps it as it is`,
    fix: 'pass a secret by secrets:, and a value of yours under another form',
    acceptable: false,
    find: (platform) => [
      ...(['services', 'jobs', 'resources'] as const).flatMap((section) =>
        platform[section].flatMap((each) => fieldsWith(written(each)).map((rest) => [section, each.name, ...rest])),
      ),
      ...fieldsWith(platform.gateway).map((rest) => ['gateway', ...rest]),
      ...(platform.owner.includes(dynamicReference) ? [['owner']] : []),
    ],
  },
];

/** The fields of a server's container stand beside its own. */
function written(part: Platform['services' | 'jobs' | 'resources'][number]): object {
  return part.kind === 'container' ? { ...part, ...part.container, container: null } : part;
}

/** Fields in which it stands: `['env', 'URL']` for lists of what has names, else the field alone. */
function fieldsWith(part: object): Path[] {
  return Object.entries(part).flatMap(([field, value]): Path[] => {
    if (!holds(value)) return [];
    const named = Array.isArray(value) ? value.filter(isNamed).filter(holds) : [];
    return named.length === 0 ? [[field]] : named.map(({ name }) => [field, name]);
  });
}

function isNamed(value: unknown): value is { readonly name: string } {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}

function holds(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(dynamicReference);
  return typeof value === 'object' && value !== null && Object.values(value).some(holds);
}
