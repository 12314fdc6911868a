import { at, isPlain } from '../document/merge';
import { kinds } from '../kinds/registry';
import { providerOf } from '../kinds/store-base';
import type { Platform, Provider, Resource, Runtime } from '../model/platform';
import * as defaults from '../resolve/defaults';
import { isLocal } from '../resolve/environment';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';

/** Where a server is, in one environment. */
interface Place {
  readonly provider: Provider;
  readonly runtime: Runtime;
}

const made: readonly Provider[] = ['managed', 'operator', 'container'];

/** Who reads a field that every store has. */
const readers: Readonly<Record<string, readonly Provider[]>> = {
  external: ['external'],
  image: ['container'],
  instance: ['managed'],
  cpu: ['operator', 'container'],
  memory: ['operator', 'container'],
  storage: made,
  replicas: made,
  backup: made,
};

/** What a resource of kind container says of a server that is elsewhere. */
const ofElsewhere = ['kind', 'provider', 'external', 'only', 'ports', 'aliases'];

/** Who reads a field, given by its path below the resource. */
function readersOf(kind: Resource['kind'], path: Path): readonly Provider[] | undefined {
  const [field = ''] = path.map(String);
  if (kind === 'container') {
    if (field === 'external') return readers.external;
    return ofElsewhere.includes(field) ? undefined : ['container'];
  }
  if (kinds[kind].serverFields.some((each) => means(each.split('.'), path))) return made;
  return path.length === 1 ? readers[field] : undefined;
}

function means(pattern: readonly string[], path: Path): boolean {
  return pattern.length === path.length && pattern.every((step, index) => step === '*' || step === path[index]);
}

function isRead(readersOfField: readonly Provider[], field: string, { provider, runtime }: Place): boolean {
  // Volumes of Docker have no size.
  if (field === 'storage' && provider === 'container' && isLocal(runtime)) return false;
  return readersOfField.includes(provider);
}

/** Every path that is written below a resource: fields, and those of its parts. */
function* pathsIn(value: unknown, above: readonly string[] = []): Iterable<readonly string[]> {
  if (!isPlain(value)) return;
  for (const [key, below] of Object.entries(value)) {
    if (below === null) continue;
    const path = [...above, key];
    yield path;
    if (path.length < 3) yield* pathsIn(below, path);
  }
}

/** Where the same server is in the other environments. */
function elsewhere({ description, name: here }: Scope, name: string, operator: string): readonly Place[] {
  const base = description.resources?.[name];
  return Object.entries(description.environments).flatMap(([environment, { runtime, tier, resources }]): Place[] => {
    const over = resources?.[name];
    if (environment === here || over === null || (base?.only?.includes(environment) ?? true) === false) return [];
    const given = (over?.provider as Provider | undefined) ?? base?.provider;
    const usual = { runtime, tier: tier ?? defaults.environment.tier };
    return [
      { runtime, provider: base?.kind === 'container' ? (given ?? 'container') : providerOf(usual, given, operator) },
    ];
  });
}

/** What an environment writes is for itself; what the base writes may be for another environment. */
function* providerField(scope: Scope, platform: Platform): Iterable<Broken> {
  const { source } = scope.document;
  for (const { name, kind, provider } of platform.resources) {
    // Refused as a whole.
    if (kind === 'container' && provider !== 'container' && provider !== 'external') continue;
    const place = { provider, runtime: platform.environment.runtime };
    const others = elsewhere(scope, name, kind === 'container' ? '' : kinds[kind].operator);
    const own = ['environments', scope.name, 'resources', name];
    for (const [start, places] of [
      [own, [place]],
      [
        ['resources', name],
        [place, ...others],
      ],
    ] as const) {
      for (const path of pathsIn(at(source.value, start))) {
        const [field = ''] = path;
        const known = readersOf(kind, path);
        if (known === undefined || places.some((each) => isRead(known, field, each))) continue;
        yield {
          path: [...start, ...path],
          key: true,
          value: '',
          rule: ruleOf(known, place),
          fix: field === 'external' ? 'write provider: external, or remove it' : 'remove it',
        };
      }
    }
  }
}

function ruleOf(known: readonly Provider[], { provider, runtime }: Place): string {
  if (known.includes(provider)) return `means nothing on ${runtime}, where volumes have no size`;
  return `is for provider ${known.join(', ')}, and this one is ${provider}`;
}

export const providerFieldRules: readonly Rule[] = [
  {
    code: 'provider-field',
    summary:
      'A field of a resource is one that its provider reads, in this environment, or in another one where the field stands in the base: image is for containers, instance for managed servers, external for what is elsewhere.',
    fix: 'remove the field, or write it under the environments whose provider reads it',
    find: providerField,
  },
];
