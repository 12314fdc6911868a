import { reservedWords } from '../description/references';
import { kinds, writtenParts } from '../kinds/registry';
import type { Platform } from '../model/platform';
import type { Path, Scope } from '../resolve/scope';
import { nameLength } from './name-lengths';
import type { Broken, Rule } from './rule';
import { containers, namesIn, users } from './walk';

const sections = { services: 'a service', jobs: 'a job', resources: 'a resource' } as const;
const sectionNames = Object.keys(sections) as (keyof typeof sections)[];

/** Names that mean something else somewhere. Keys are the names, values say what. */
const taken: Readonly<Record<string, string>> = {
  default: 'what Kubernetes and Compose call an account and a network of their own',
  localhost: 'every container itself',
  ...Object.fromEntries(reservedWords.map((word) => [word, `what \${${word}...} refers to`])),
};

type Names = readonly string[] | Readonly<Record<string, unknown>> | undefined;

function* reservedName({ merged }: Scope): Iterable<Broken> {
  for (const section of sectionNames) yield* reserved([section], merged[section], (name) => own(taken, name));
  yield* reserved(['meshes'], merged.meshes, (name) => own(taken, name));
  for (const [name, { aliases }] of Object.entries(merged.services)) {
    yield* reserved(['services', name, 'aliases'], aliases, (alias) => own(taken, alias));
  }
  for (const [name, given] of Object.entries(merged.resources)) {
    const path: Path = ['resources', name];
    yield* reserved([...path, 'aliases'], given.aliases, (alias) => own(taken, alias));
    const parts = given.kind === 'container' ? null : kinds[given.kind].parts;
    if (parts !== null) yield* reserved([...path, parts.field], writtenParts(given), parts.reserved);
  }
}

function* reserved(path: Path, names: Names, meaning: (name: string) => string | undefined): Iterable<Broken> {
  for (const each of namesIn(path, names)) {
    const other = meaning(each.name);
    if (other === undefined) continue;
    const rule = `${each.key ? 'has' : 'but that is'} a reserved name: ${other}`;
    yield { path: each.path, key: each.key, rule, fix: 'choose another name' };
  }
}

function own(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Services, jobs and resources answer to their names, and their aliases, in one network. */
function* nameTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  const holders = new Map<string, string>();
  for (const section of sectionNames) {
    for (const { path, name } of namesIn([section], scope.merged[section])) {
      const other = holders.get(name);
      const rule = `has the name of ${other} too, but services, jobs and resources share their names: each answers to its own`;
      if (other !== undefined) yield { path, key: true, rule, fix: 'rename one of them' };
      holders.set(name, sections[section]);
    }
  }
  yield* aliasTwice(scope, holders);
  yield* besideTwice(scope, platform);
}

function* aliasTwice({ merged }: Scope, holders: Map<string, string>): Iterable<Broken> {
  const { services, resources } = merged;
  for (const [section, all] of [
    ['services', services],
    ['resources', resources],
  ] as const) {
    for (const [name, given] of Object.entries(all)) {
      const aliases = 'aliases' in given ? given.aliases : undefined;
      const mine = `an alias of ${name}`;
      for (const { path, name: alias } of namesIn([section, name, 'aliases'], aliases)) {
        const other = holders.get(alias);
        if (other === undefined) holders.set(alias, mine);
        else if (alias === name) yield { path, rule: 'but it answers to its own name anyway', fix: 'remove it' };
        else if (other !== mine) {
          const rule = other.startsWith('an alias')
            ? `but that is ${other} already`
            : `but that is the name of ${other}`;
          yield { path, rule, fix: 'choose another alias' };
        }
      }
    }
  }
}

/** Kubernetes, Pod: the names of all containers of a pod are different, those that run before it included. */
function* besideTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, user: workload } of users(scope, platform)) {
    const names = new Set([workload.name]);
    for (const [key, list] of [
      ['init', workload.init],
      ['sidecars', workload.sidecars],
    ] as const) {
      for (const { name } of list) {
        const rule = 'has the name of another container of the same workload';
        if (names.has(name)) yield { path: [...path, key, name], key: true, rule, fix: 'rename it' };
        names.add(name);
      }
    }
  }
}

/** Builds that differ need names in the registry that differ; the name comes from the folder, the Dockerfile and the stage. */
function* imageNameTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  const builds = new Map<string, { what: string; context: string }>();
  for (const { path, container } of containers(scope, platform)) {
    const { image } = container;
    if (image.kind !== 'build') continue;
    const what = JSON.stringify([image.context, image.dockerfile, image.target]);
    const other = builds.get(image.name);
    if (other === undefined) builds.set(image.name, { what, context: image.context });
    else if (other.what !== what) {
      const rule = `makes an image named "${image.name}", as the build of "${other.context}" does, which is another`;
      yield {
        path: [...path, 'build'],
        value: '',
        rule,
        fix: 'rename the folder, the Dockerfile or the stage of one of them',
      };
    }
  }
}

/** Keys whose value names an environment. */
function* onlyUnknown({ description, document }: Scope): Iterable<Broken> {
  for (const section of sectionNames) {
    for (const [name, { only }] of Object.entries(description[section] ?? {})) {
      for (const { path, name: environment } of namesIn([section, name, 'only'], only)) {
        if (Object.hasOwn(description.environments, environment)) continue;
        const rule = 'which is no environment of this description';
        yield { path, rule, fix: `write one of: ${document.environments.slice(0, 8).join(', ')}` };
      }
    }
  }
}

export const nameRules: readonly Rule[] = [
  {
    code: 'name-length',
    summary:
      'Names fit every target: what is made from them (DNS names, Kubernetes objects, AWS identifiers) has limits, and a name that were cut would be hard to find again.',
    fix: 'shorten the name',
    find: nameLength,
  },
  {
    code: 'reserved-name',
    summary: 'A name that the language, a target or a store keeps for itself would mean two things.',
    fix: 'choose another name',
    find: reservedName,
  },
  {
    code: 'name-twice',
    summary:
      'One name means one thing: services, jobs, resources and aliases answer to their names in one network, and containers of one workload share a pod.',
    fix: 'rename one of the two',
    find: nameTwice,
  },
  {
    code: 'image-name-twice',
    summary:
      'Two different builds have different names in the registry; the name is made of the folder, the Dockerfile and the stage.',
    fix: 'rename the folder, the Dockerfile or the stage of one of them',
    find: imageNameTwice,
  },
  {
    code: 'only-unknown',
    summary: '`only` names environments of the description; a misspelt one would leave the thing out without a word.',
    fix: 'write the name of an environment',
    find: onlyUnknown,
  },
];
