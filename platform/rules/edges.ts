import { hasOwners, kinds, writtenParts } from '../kinds/registry';
import { partitionOf } from '../model/partition';
import type { Platform } from '../model/platform';
import { codeBaseOf } from '../resolve/code-base';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { namesIn, users, workloads } from './walk';

type Use = string | { name: string };

function nameOf(use: Use): string {
  return typeof use === 'string' ? use : use.name;
}

/** An entry that another of the same list says already: the same text, or one port of a peer that is called as a whole. */
function* edgeTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, fields } of users(scope, platform)) {
    for (const key of ['calls', 'uses', 'publishes', 'consumes'] as const) {
      const list: readonly Use[] = fields[key] ?? [];
      yield* repeated([...path, key], list.map(nameOf), key);
    }
  }
}

function* repeated(path: Path, names: readonly string[], key: string): Iterable<Broken> {
  const seen = new Set<string>();
  const whole = new Set(names.filter((name) => !name.includes('.')));
  for (const [at, name] of names.entries()) {
    if (seen.has(name))
      yield { path: [...path, at], value: '', rule: `names "${name}" a second time`, fix: 'remove it' };
    seen.add(name);
    const peer = name.split('.', 1)[0] ?? name;
    // An operators' port is open only where it is named.
    if (key !== 'calls' || peer === name || !whole.has(peer) || /\.(metrics|admin)$/.test(name)) continue;
    const rule = `names "${name}", but "${peer}" in the same list opens its ports already`;
    yield { path: [...path, at], value: '', rule, fix: `keep "${name}" alone, or "${peer}"` };
  }
}

/**
 * The service that a database belongs to: the one that migrates it, else the one of its name, else the first. Services of
 * its code base are one with it. Others may read; jobs belong to somebody, so they are free.
 */
function* sharedDatabase(scope: Scope, platform: Platform): Iterable<Broken> {
  const writers = new Map<string, { path: Path; name: string; migrates: boolean; base: string }[]>();
  const jobs = new Set(platform.jobs.map(({ name }) => name));
  for (const { path, user: workload, fields } of users(scope, platform).filter(({ user }) => !jobs.has(user.name))) {
    for (const [at, use] of (fields.uses ?? []).entries()) {
      const reference = nameOf(use);
      const held = workload.uses.find((each) => `${each.resource}.${each.part}` === reference);
      if (held === undefined || held.access === 'read' || !isDatabase(platform, held.resource)) continue;
      const known = writers.get(reference) ?? [];
      if (known.some((user) => user.name === workload.name)) continue;
      const migrates = workload.kind === 'service' && workload.migrate !== null;
      known.push({ path: [...path, 'uses', at], name: workload.name, migrates, base: codeBaseOf(fields) });
      writers.set(reference, known);
    }
  }
  for (const [reference, writing] of writers) {
    const owner =
      writing.find((user) => user.migrates) ??
      writing.find((user) => reference.endsWith(`.${user.name}`)) ??
      writing[0];
    for (const user of writing) {
      if (user === owner) continue;
      if (user.base === owner?.base) {
        if (!user.migrates) continue;
        const rule = `uses ${reference}, which ${owner.name} migrates already: two migrations of one database would meet`;
        yield { path: user.path, value: '', rule, fix: `keep migrate: in one of ${owner.name} and ${user.name}` };
        continue;
      }
      const rule = `uses ${reference}, which ${owner?.name} owns: two services that write one database cannot change apart`;
      const fix = `write { name: ${reference}, access: read }, call ${owner?.name}, build both from one folder if they are one code base, or give ${user.name} a database of its own`;
      yield { path: user.path, value: '', rule, fix };
    }
  }
}

function isDatabase(platform: Platform, name: string): boolean {
  return platform.resources.some(
    (resource) => resource.name === name && resource.kind !== 'container' && hasOwners(resource),
  );
}

/** Stores use nothing. */
function usesOf(fields: object | null): readonly Use[] {
  return fields !== null && 'uses' in fields ? ((fields as { uses?: Use[] }).uses ?? []) : [];
}

/** Looks at all environments: what one of them leaves out may be used in another. */
function* unusedDatabase({ description, merged }: Scope): Iterable<Broken> {
  const used = new Set<string>();
  for (const place of [description, ...Object.values(description.environments)]) {
    for (const section of [place.services, place.jobs, place.resources]) {
      for (const fields of Object.values(section ?? {})) for (const use of usesOf(fields)) used.add(nameOf(use));
    }
  }
  for (const [name, given] of Object.entries(merged.resources)) {
    const parts = given.kind === 'container' ? null : kinds[given.kind].parts;
    if (parts === null || parts.edge !== 'uses') continue;
    for (const { path, name: database, key } of namesIn(['resources', name, parts.field], writtenParts(given))) {
      if (used.has(`${name}.${database}`)) continue;
      const rule = `holds the database "${database}", which no service and no job uses`;
      const fix = `add ${name}.${database} to uses: of its service or job, or remove it here (no data is dropped by that)`;
      yield { path, key, value: '', rule, fix };
    }
  }
}

/** `access` says what a login may do in a database; other stores have no such rights. */
function* accessWithoutDatabase(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, fields } of users(scope, platform)) {
    for (const [at, use] of (fields.uses ?? []).entries()) {
      if (typeof use === 'string' || use.access === undefined) continue;
      const name = use.name.split('.', 1)[0] ?? '';
      const resource = platform.resources.find((each) => each.name === name);
      if (resource === undefined || (resource.kind !== 'container' && hasOwners(resource))) continue;
      const rule = `but ${name} is ${resource.kind}, which knows no such rights`;
      yield { path: [...path, 'uses', at, 'access'], rule, fix: `write ${use.name} alone` };
    }
  }
}

/** ARNs of everything that a service has, or of everything of one type. `arn:aws:s3:::mails/*` is one bucket's. */
const everything =
  /^arn:(\*|[^:]*:[^:]*:[^:]*:[^:]*:((alias|cluster|function|key|log-group|parameter|role|secret|stream|table|topic|user)[/:])?\*)$/;

function* permissionOnEverything(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, fields } of workloads(scope, platform)) {
    for (const [at, { resources }] of (fields.permissions ?? []).entries()) {
      for (const [index, arn] of resources.entries()) {
        if (!everything.test(arn)) continue;
        const here = [...path, 'permissions', at, 'resources', index];
        yield {
          path: here,
          rule: 'but must name what it is for',
          fix: 'write the ARN of the one resource, or of a prefix of names',
        };
      }
    }
  }
}

/** An ARN of another partition names nothing that the environment could reach. */
function* permissionElsewhere(scope: Scope, platform: Platform): Iterable<Broken> {
  const { aws } = platform.environment;
  if (aws === null) return;
  const { name } = partitionOf(aws.region);
  for (const { path, fields } of workloads(scope, platform)) {
    for (const [at, { resources }] of (fields.permissions ?? []).entries()) {
      for (const [index, arn] of resources.entries()) {
        const given = /^arn:([a-z-]+):/.exec(arn)?.[1];
        if (given === undefined || given === name) continue;
        yield {
          path: [...path, 'permissions', at, 'resources', index],
          rule: `but ${aws.region} is in the partition ${name}`,
          fix: `write arn:${name}:${arn.slice(`arn:${given}:`.length)}; where other environments are elsewhere, in environments.${platform.environment.name}`,
        };
      }
    }
  }
}

export const edgeRules: readonly Rule[] = [
  {
    code: 'edge-twice',
    summary: 'An edge is written once, so that removing it closes it.',
    fix: 'remove the second',
    find: edgeTwice,
  },
  {
    code: 'shared-database',
    summary:
      'A database belongs to one code base: if two write it, neither can change its tables without the other. Services of one folder or one image are one (an API and its workers), and one of them migrates. Others may read; jobs are free.',
    fix: 'write access: read, call the owner, or give the service a database of its own',
    acceptable: true,
    find: sharedDatabase,
  },
  {
    code: 'unused-database',
    summary:
      'Every database is used by a service or a job of some environment; one that is not is mostly a misspelt or forgotten edge.',
    fix: 'add it to uses:, or remove it; no data is dropped by that',
    find: unusedDatabase,
  },
  {
    code: 'access-without-database',
    summary: '`access` says what a login may do in a database; other stores have no such rights.',
    fix: 'write the name of the resource alone',
    find: accessWithoutDatabase,
  },
  {
    code: 'permission-on-everything',
    summary:
      'Extra permissions are on named resources: one on everything makes each fault of the service a fault of the account.',
    fix: 'write the ARN of the resource',
    find: permissionOnEverything,
  },
  {
    code: 'permission-elsewhere',
    summary: 'AWS is in partitions (aws, aws-cn, aws-us-gov, aws-eusc): an ARN of one names nothing in another.',
    fix: 'write the partition of the region of the environment',
    find: permissionElsewhere,
  },
];
