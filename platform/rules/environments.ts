import { isIsolated } from '../model/partition';
import type { Platform } from '../model/platform';
import { isAws } from '../resolve/environment';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { containers, namesIn, users } from './walk';

const sections = ['services', 'jobs', 'resources'] as const;

function* nothingToRun({ name, description }: Scope, { services, jobs, resources }: Platform): Iterable<Broken> {
  if (services.length + jobs.length + resources.length > 0) return;
  const some = sections.some((section) => Object.keys(description[section] ?? {}).length > 0);
  const fix = some ? `add ${name} to the only: of what belongs there, or remove the environment` : 'add services:';
  yield { path: ['environments', name], key: true, rule: 'has nothing in it: no service, no job, no resource', fix };
}

/** An override of something that its `only` leaves out of this environment. */
function* overrideAbsent({ name, given, description, merged }: Scope): Iterable<Broken> {
  for (const section of sections) {
    for (const { path, name: other } of namesIn(['environments', name, section], given[section])) {
      if (given[section]?.[other] === null) continue;
      if (Object.hasOwn(merged[section], other) || !Object.hasOwn(description[section] ?? {}, other)) continue;
      const rule = `overrides ${other}, which its only: leaves out of ${name}`;
      yield { path, key: true, rule, fix: `add ${name} to ${section}.${other}.only, or remove the override` };
    }
  }
}

/** Fields that place an environment on AWS; elsewhere they would be read and mean nothing. */
function* awsField({ name, given }: Scope, { environment }: Platform): Iterable<Broken> {
  if (isAws(environment.runtime)) return;
  for (const key of ['account', 'region', 'zones', 'cidr', 'hostedZone', 'engine'] as const) {
    if (given[key] === undefined) continue;
    const rule = `has no meaning on ${environment.runtime}`;
    yield { path: ['environments', name, key], key: true, rule, fix: 'remove it, or write runtime: ecs' };
  }
}

/** Nothing of the internet is there: no registry of GitHub, no image of a store, no workflow that gets in. */
function* isolatedRegion({ name }: Scope, { environment: { aws } }: Platform): Iterable<Broken> {
  if (aws === null || !isIsolated(aws.region)) return;
  const rule = 'is in a partition of AWS that is cut off from the internet, where images and workflows come from';
  yield { path: ['environments', name, 'region'], rule, fix: 'take a region of aws, aws-cn, aws-us-gov or aws-eusc' };
}

/** A list that is a set says each thing once; the second of two is mostly a slip. Edges have a rule of their own. */
function* listedTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  yield* acceptedTwice(scope);
  for (const { path, list } of sets(scope, platform)) {
    const seen = new Set<string | number>();
    for (const [at, value] of list.entries()) {
      if (seen.has(value)) yield { path: [...path, at], rule: 'but stands in this list already', fix: 'remove it' };
      seen.add(value);
    }
  }
}

/** Each code once: who lives with it stands in one place. */
function* acceptedTwice({ name, given }: Scope): Iterable<Broken> {
  const seen = new Set<string>();
  for (const [at, each] of (given.accept ?? []).entries()) {
    const code = typeof each === 'string' ? each : each.code;
    const path = ['environments', name, 'accept', at, ...(typeof each === 'string' ? [] : ['code'])];
    const fix = typeof each === 'string' ? 'remove it' : 'remove it, and put all names into one for:';
    if (seen.has(code)) yield { path, rule: 'but stands in this list already', fix };
    seen.add(code);
    if (typeof each === 'string') continue;
    for (const [index, other] of each.for.entries()) {
      if (each.for.indexOf(other) === index) continue;
      const rule = 'but stands in this list already';
      yield { path: ['environments', name, 'accept', at, 'for', index], rule, fix: 'remove it' };
    }
  }
}

interface List {
  readonly path: Path;
  readonly list: readonly (string | number)[];
}

function* sets(scope: Scope, platform: Platform): Iterable<List> {
  const { name, given, description, merged } = scope;
  // One thing alone is there once.
  const of = (path: Path, list: unknown): List[] =>
    Array.isArray(list) && list.length > 1 ? [{ path, list: list.filter((each) => typeof each !== 'object') }] : [];
  yield* of(['environments', name, 'zones'], given.zones);
  yield* of(['environments', name, 'kubernetes', 'imagePullSecrets'], given.kubernetes?.imagePullSecrets);
  yield* of(['gateway', 'from'], merged.gateway.from);
  for (const section of sections) {
    for (const [each, { only }] of Object.entries(description[section] ?? {})) yield* of([section, each, 'only'], only);
  }
  for (const { path, fields } of containers(scope, platform)) {
    for (const key of ['passthrough', 'secrets', 'capabilities'] as const) yield* of([...path, key], fields[key]);
  }
  for (const { path, fields } of users(scope, platform)) {
    yield* of([...path, 'after'], fields.after);
    for (const [at, { ports }] of (fields.egress ?? []).entries()) yield* of([...path, 'egress', at, 'ports'], ports);
    if ('aliases' in fields) yield* of([...path, 'aliases'], fields.aliases);
  }
  for (const [each, fields] of Object.entries(merged.resources)) {
    for (const key of ['databases', 'topics', 'queues']) {
      yield* of(['resources', each, key], (fields as Readonly<Record<string, unknown>>)[key]);
    }
  }
}

export const environmentRules: readonly Rule[] = [
  {
    code: 'nothing-to-run',
    summary: 'An environment has a service, a job or a resource in it.',
    fix: 'add services:, or remove the environment',
    find: nothingToRun,
  },
  {
    code: 'override-absent',
    summary: 'An environment overrides what exists in it; `only` may leave a service, job or resource out.',
    fix: 'add the environment to only:, or remove the override',
    find: overrideAbsent,
  },
  {
    code: 'aws-field',
    summary:
      'account, region, zones, cidr, hostedZone and engine place an environment on AWS and have no meaning elsewhere.',
    fix: 'remove the field, or write runtime: ecs',
    find: awsField,
  },
  {
    code: 'isolated-region',
    summary:
      'An environment is in a partition that the internet reaches: aws, aws-cn, aws-us-gov or aws-eusc. Those of the secret regions have no way to the registries that images come from.',
    fix: 'take a region of another partition',
    find: isolatedRegion,
  },
  {
    code: 'listed-twice',
    summary: 'A list that is a set says each thing once.',
    fix: 'remove the second',
    find: listedTwice,
  },
];
